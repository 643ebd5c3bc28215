package org.hsdpo.hyperscore.sandbox;

import java.util.Arrays;

/** A forecast quantity over the draws: percentiles, mean and standard deviation, all in one UCUM unit. */
public record Distribution(
        double p5, double p25, double p50, double p75, double p95, double mean, double standardDeviation, String unit) {

    /** @throws IllegalArgumentException where there is no value or one is not finite */
    public static Distribution of(double[] values, String unit) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (double value : sorted) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a forecast value is not finite: " + value);
            }
            sum += value;
        }
        double mean = sum / sorted.length;
        double squares = 0;
        for (double value : sorted) {
            squares += (value - mean) * (value - mean);
        }
        return new Distribution(
                percentile(sorted, 0.05),
                percentile(sorted, 0.25),
                percentile(sorted, 0.50),
                percentile(sorted, 0.75),
                percentile(sorted, 0.95),
                mean,
                sorted.length == 1 ? 0 : Math.sqrt(squares / (sorted.length - 1)),
                unit);
    }

    private static double percentile(double[] sorted, double p) {
        double position = p * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
