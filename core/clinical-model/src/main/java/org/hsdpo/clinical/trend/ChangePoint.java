package org.hsdpo.clinical.trend;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.PatientState;

/**
 * A day from which on a measurement stands at another level.
 *
 * <p>Found by optimal partitioning (Jackson et al. 2005, IEEE Signal Process Lett 12:105): of all ways to cut the series
 * into pieces of at least three days, the one with the least sum of squares, in units of the noise, plus 3·ln n for each
 * cut: the Bayesian information criterion as it has to be for changes of level (Zhang and Siegmund 2007, Biometrics 63:22,
 * its leading term; the usual 2·ln n finds changes in noise too often). The noise is the median absolute deviation of
 * successive differences, divided by √2, so that the levels themselves do not count as noise, and at least 1 % of the median
 * value: no measurement repeats itself closer.
 *
 * @param measurement which one
 * @param day first day of the new level
 * @param before mean of the level before, in the canonical unit
 * @param after mean of the new level
 * @param unit canonical UCUM unit
 */
public record ChangePoint(Measurement measurement, LocalDate day, double before, double after, String unit) {
    private static final int SHORTEST = 3;
    /** The newest days are used where there are more: the work grows with the square. */
    private static final int MOST = 400;
    /** Makes a median absolute deviation a standard deviation, for normal noise. */
    private static final double NORMAL = 1.4826;

    private static final double CLOSEST_REPETITION = 0.01;

    public ChangePoint {
        Objects.requireNonNull(measurement, "measurement");
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(unit, "unit");
    }

    /** The changes of the last three years by rising day; none with fewer than six days of exact values. */
    public static List<ChangePoint> of(PatientState state, Measurement measurement) {
        List<DailyValue> all = DailyValue.of(state, measurement);
        List<DailyValue> values = all.subList(Math.max(0, all.size() - MOST), all.size());
        double[] series = values.stream().mapToDouble(DailyValue::value).toArray();
        List<Integer> cuts = cuts(series);
        List<ChangePoint> changes = new ArrayList<>();
        String unit = MeasurementCatalogue.shipped().definition(measurement).unit();
        for (int i = 0; i < cuts.size(); i++) {
            int from = i == 0 ? 0 : cuts.get(i - 1);
            int to = i == cuts.size() - 1 ? series.length : cuts.get(i + 1);
            changes.add(new ChangePoint(
                    measurement,
                    values.get(cuts.get(i)).day(),
                    mean(series, from, cuts.get(i)),
                    mean(series, cuts.get(i), to),
                    unit));
        }
        return changes;
    }

    /** Positions at which a new level begins. */
    static List<Integer> cuts(double[] series) {
        int length = series.length;
        if (length < 2 * SHORTEST) {
            return List.of();
        }
        double noise = noise(series);
        if (!(noise > 0)) {
            return List.of();
        }
        double[] sums = new double[length + 1];
        double[] squares = new double[length + 1];
        // Shifted to the first value, so that the squares of a large level do not swallow small differences.
        for (int i = 0; i < length; i++) {
            double value = (series[i] - series[0]) / noise;
            sums[i + 1] = sums[i] + value;
            squares[i + 1] = squares[i] + value * value;
        }
        double penalty = 3 * Math.log(length);
        double[] best = new double[length + 1];
        int[] last = new int[length + 1];
        best[0] = -penalty;
        for (int end = 1; end <= length; end++) {
            best[end] = Double.POSITIVE_INFINITY;
            for (int start = 0; start <= end - SHORTEST; start++) {
                double sum = sums[end] - sums[start];
                double cost = squares[end] - squares[start] - sum * sum / (end - start);
                if (best[start] + cost + penalty < best[end]) {
                    best[end] = best[start] + cost + penalty;
                    last[end] = start;
                }
            }
        }
        List<Integer> cuts = new ArrayList<>();
        for (int end = last[length]; end > 0; end = last[end]) {
            cuts.addFirst(end);
        }
        return cuts;
    }

    private static double noise(double[] series) {
        List<Double> differences = new ArrayList<>();
        List<Double> sizes = new ArrayList<>();
        for (int i = 0; i < series.length; i++) {
            sizes.add(Math.abs(series[i]));
            if (i > 0) {
                differences.add(series[i] - series[i - 1]);
            }
        }
        double middle = DailyValue.median(differences);
        double spread = DailyValue.median(differences.stream()
                .map(difference -> Math.abs(difference - middle))
                .toList());
        return Math.max(NORMAL * spread / Math.sqrt(2), CLOSEST_REPETITION * DailyValue.median(sizes));
    }

    private static double mean(double[] series, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += series[i];
        }
        return sum / (to - from);
    }
}
