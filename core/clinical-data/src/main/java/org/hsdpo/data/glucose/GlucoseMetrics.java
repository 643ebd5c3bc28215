package org.hsdpo.data.glucose;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import org.hsdpo.data.GlucosePoint;

/**
 * Metrics of a sensor trace as the international consensus defines them (Battelino et al. 2019, Diabetes Care 42:1593),
 * over the readings as they are, without interpolation.
 *
 * @param readings number of readings
 * @param mean in mg/dL
 * @param coefficientOfVariation in %: sample standard deviation over the mean
 * @param timeInRange % of readings from 70 to 180 mg/dL, both included
 * @param timeBelow70 % below 70 mg/dL, those below 54 included
 * @param timeBelow54 % below 54 mg/dL
 * @param timeAbove180 % above 180 mg/dL, those above 250 included
 * @param timeAbove250 % above 250 mg/dL
 */
public record GlucoseMetrics(
        int readings,
        double mean,
        double coefficientOfVariation,
        double timeInRange,
        double timeBelow70,
        double timeBelow54,
        double timeAbove180,
        double timeAbove250) {

    /** @throws IllegalArgumentException for fewer than two readings */
    public static GlucoseMetrics of(List<GlucosePoint> points) {
        if (points.size() < 2) {
            throw new IllegalArgumentException("metrics need two readings, not " + points.size());
        }
        double[] values = points.stream()
                .mapToDouble(GlucosePoint::milligramsPerDecilitre)
                .toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.length - 1);
        return new GlucoseMetrics(
                values.length,
                mean,
                100 * Math.sqrt(variance) / mean,
                share(values, value -> value >= 70 && value <= 180),
                share(values, value -> value < 70),
                share(values, value -> value < 54),
                share(values, value -> value > 180),
                share(values, value -> value > 250));
    }

    private static double share(double[] values, DoublePredicate condition) {
        return 100.0 * Arrays.stream(values).filter(condition).count() / values.length;
    }
}
