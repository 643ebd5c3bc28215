package org.hsdpo.agent.study;

import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * One endpoint in two arms of the same people.
 *
 * @param people number of them
 * @param control mean of the comparator's arm
 * @param treated mean of the other arm
 * @param difference treated less control, paired by person
 * @param low lower end of its 95 % interval (paired t)
 * @param high upper end
 * @param pairedP two-sided, paired t test
 * @param unpairedP two-sided, t test of two independent groups (Welch 1947), as if they were not the same people
 * @param effect Cohen's d of the paired differences: their mean over their standard deviation
 */
public record Comparison(
        int people,
        double control,
        double treated,
        double difference,
        double low,
        double high,
        double pairedP,
        double unpairedP,
        double effect) {

    /** @throws IllegalArgumentException where the arms are not of the same people, or of fewer than three */
    public static Comparison of(double[] control, double[] treated) {
        int n = control.length;
        if (n != treated.length || n < 3) {
            throw new IllegalArgumentException("both arms are of the same people, at least three");
        }
        double[] differences =
                IntStream.range(0, n).mapToDouble(i -> treated[i] - control[i]).toArray();
        double mean = mean(differences);
        double error = Math.sqrt(variance(differences) / n);
        TDistribution t = new TDistribution(n - 1);
        double half = t.inverseCumulativeProbability(0.975) * error;
        return new Comparison(
                n,
                mean(control),
                mean(treated),
                mean,
                mean - half,
                mean + half,
                twoSided(t, mean, error),
                welch(control, treated),
                error == 0 ? 0 : mean / Math.sqrt(variance(differences)));
    }

    private static double twoSided(TDistribution t, double difference, double error) {
        return error == 0 ? (difference == 0 ? 1 : 0) : 2 * t.cumulativeProbability(-Math.abs(difference) / error);
    }

    private static double welch(double[] control, double[] treated) {
        double one = variance(control) / control.length;
        double other = variance(treated) / treated.length;
        double difference = mean(treated) - mean(control);
        if (one + other == 0) {
            return difference == 0 ? 1 : 0;
        }
        double degrees = (one + other)
                * (one + other)
                / (one * one / (control.length - 1) + other * other / (treated.length - 1));
        return twoSided(new TDistribution(degrees), difference, Math.sqrt(one + other));
    }

    /**
     * P values adjusted for how many are looked at (Holm S. A simple sequentially rejective multiple test procedure. Scand J
     * Stat 1979;6:65-70), in the order given.
     */
    public static double[] holm(double[] p) {
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted((one, other) -> Double.compare(p[one], p[other]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[p.length];
        double most = 0;
        for (int rank = 0; rank < order.length; rank++) {
            most = Math.max(most, Math.min(1, (p.length - rank) * p[order[rank]]));
            adjusted[order[rank]] = most;
        }
        return adjusted;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / (values.length - 1);
    }
}
