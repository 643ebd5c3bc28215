package org.hsdpo.clinical.glucose;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;

/**
 * The metrics of a sensor trace. Definitions are those of iglu (Broll et al. 2021, PLoS One 16:e0248560) and of the
 * papers named at each; all are of readings in mg/dL. Metrics of change over time are taken on a regular grid.
 *
 * <p>Shares of time are shares of readings, in percent.
 */
public final class GlucoseMetrics {
    private final GlucoseTrace trace;
    private final double[] sorted;
    private final GlucoseGrid grid;

    private GlucoseMetrics(GlucoseTrace trace) {
        this.trace = trace;
        this.sorted = trace.glucose().clone();
        Arrays.sort(sorted);
        this.grid = new GlucoseGrid(trace);
    }

    public static GlucoseMetrics of(GlucoseTrace trace) {
        return new GlucoseMetrics(trace);
    }

    /** {@code mg/dL}. */
    public double mean() {
        return mean(sorted);
    }

    /** {@code mg/dL}. */
    public double median() {
        return Quantiles.ofSorted(sorted, 0.5);
    }

    /** Sample standard deviation, {@code mg/dL}. */
    public double standardDeviation() {
        return standardDeviation(sorted);
    }

    /** Coefficient of variation, {@code %}. */
    public double coefficientOfVariation() {
        return 100 * standardDeviation() / mean();
    }

    /** Glucose management indicator, {@code %}: 3.31 + 0.02392 · mean (Bergenstal 2018, Diabetes Care 41:2275). */
    public double glucoseManagementIndicator() {
        return 3.31 + 0.02392 * mean();
    }

    /** HbA1c estimated from the mean, {@code %}: (46.7 + mean)/28.7 (Nathan 2008, Diabetes Care 31:1473). */
    public double estimatedHba1c() {
        return (46.7 + mean()) / 28.7;
    }

    /** Time at {@code low} to {@code high} mg/dL, both inside, {@code %}. */
    public double timeInRange(double low, double high) {
        return share(glucose -> glucose >= low && glucose <= high);
    }

    /** Time above a glucose in mg/dL, {@code %}. */
    public double timeAbove(double limit) {
        return share(glucose -> glucose > limit);
    }

    /** Time below a glucose in mg/dL, {@code %}. */
    public double timeBelow(double limit) {
        return share(glucose -> glucose < limit);
    }

    /**
     * Glycaemia risk index, 0 to 100: 3.0·(below 54) + 2.4·(54 to below 70) + 1.6·(above 250) + 0.8·(above 180 to 250), in
     * percent of time (Klonoff 2023, J Diabetes Sci Technol 17:1226).
     */
    public double glycaemiaRiskIndex() {
        double index = 3.0 * timeBelow(54)
                + 2.4 * (timeBelow(70) - timeBelow(54))
                + 1.6 * timeAbove(250)
                + 0.8 * (timeAbove(180) - timeAbove(250));
        return Math.min(100, index);
    }

    /** Low blood glucose index (Kovatchev 2006, Diabetes Care 29:2433). */
    public double lowBloodGlucoseIndex() {
        return averageOf(glucose -> symmetrised(glucose) < 0 ? risk(glucose) : 0);
    }

    /** High blood glucose index (Kovatchev 2006). */
    public double highBloodGlucoseIndex() {
        return averageOf(glucose -> symmetrised(glucose) > 0 ? risk(glucose) : 0);
    }

    /** Average daily risk range: mean over days of the largest low and the largest high risk (Kovatchev 2006). */
    public double averageDailyRiskRange() {
        Map<Long, double[]> worst = new HashMap<>();
        for (int i = 0; i < trace.size(); i++) {
            double glucose = trace.glucose()[i];
            double[] day = worst.computeIfAbsent((long) Math.floor(trace.seconds(i) / 86_400), none -> new double[2]);
            int side = symmetrised(glucose) < 0 ? 0 : 1;
            day[side] = Math.max(day[side], risk(glucose));
        }
        return worst.values().stream()
                .mapToDouble(day -> day[0] + day[1])
                .average()
                .orElseThrow();
    }

    /** J-index: 0.001·(mean + standard deviation)² (Wójcicki 1995, Horm Metab Res 27:41). */
    public double jIndex() {
        double sum = mean() + standardDeviation();
        return 0.001 * sum * sum;
    }

    /** Interquartile range, {@code mg/dL}. */
    public double interquartileRange() {
        return Quantiles.ofSorted(sorted, 0.75) - Quantiles.ofSorted(sorted, 0.25);
    }

    /** Largest minus smallest, {@code mg/dL}. */
    public double range() {
        return sorted[sorted.length - 1] - sorted[0];
    }

    /** M-value around 90 mg/dL: mean of 1000·|log10(glucose/90)|³ (Schlichtkrull 1965, Acta Med Scand 177:95). */
    public double mValue() {
        return averageOf(glucose -> 1000 * Math.pow(Math.abs(Math.log10(glucose / 90)), 3));
    }

    /** Median absolute deviation times 1.4826, {@code mg/dL}. */
    public double medianAbsoluteDeviation() {
        double median = median();
        double[] deviations = Arrays.stream(sorted)
                .map(glucose -> Math.abs(glucose - median))
                .sorted()
                .toArray();
        return 1.4826 * Quantiles.ofSorted(deviations, 0.5);
    }

    /** Glycaemic risk assessment diabetes equation: mean of 425·(log10 log10 mmol/L + 0.16)², at most 50 (Hill 2007, Diabet Med 24:753). */
    public double grade() {
        return averageOf(glucose -> {
            double term = Math.log10(Math.log10(glucose / 18)) + 0.16;
            double score = 425 * term * term;
            // Below 18 mg/dL the inner logarithm is negative: the risk is the largest there is.
            return Double.isNaN(score) ? 50 : Math.min(50, score);
        });
    }

    /** Hyperglycaemia index: mean of (excess over 140)^1.1 / 30 (Rodbard 2009, Diabetes Technol Ther 11:S55). */
    public double hyperglycaemiaIndex() {
        return averageOf(glucose -> glucose > 140 ? Math.pow(glucose - 140, 1.1) / 30 : 0);
    }

    /** Hypoglycaemia index: mean of (deficit under 80)² / 30 (Rodbard 2009). */
    public double hypoglycaemiaIndex() {
        return averageOf(glucose -> glucose < 80 ? (80 - glucose) * (80 - glucose) / 30 : 0);
    }

    /** Index of glycaemic control: both indices together (Rodbard 2009). */
    public double indexOfGlycaemicControl() {
        return hyperglycaemiaIndex() + hypoglycaemiaIndex();
    }

    /** Continuous overall net glycaemic action over 24 hours, {@code mg/dL}: standard deviation of differences to the same time a day before (McDonnell 2005, Diabetes Technol Ther 7:253). */
    public double conga24() {
        return standardDeviation(known(differences(grid.points(60) * 24)));
    }

    /** Mean of daily differences, {@code mg/dL}: mean absolute difference to the same time a day before (Molnar 1972, Diabetologia 8:342). */
    public double meanOfDailyDifferences() {
        return mean(Arrays.stream(known(differences(1440 / grid.step)))
                .map(Math::abs)
                .toArray());
    }

    /** Mean absolute glucose change, {@code mg/dL/h}: absolute changes added up over the hours they took (Hermanides 2010, Crit Care Med 38:838). */
    public double meanAbsoluteGlucoseChange() {
        return mean(Arrays.stream(known(differences(1))).map(Math::abs).toArray()) * 60 / grid.step;
    }

    /** Standard deviation of the rate of change over 15 minutes, {@code mg/dL/min} (Clarke and Kovatchev 2009, Diabetes Technol Ther 11:S45). */
    public double standardDeviationOfRateOfChange() {
        return standardDeviation(known(differences(grid.points(15)))) / 15;
    }

    /**
     * Mean amplitude of glycaemic excursions, {@code mg/dL}: peaks and nadirs that differ by at least one standard deviation,
     * rises and falls averaged apart and then together (Service 1970, Diabetes 19:644); 0 where there is none.
     */
    public double meanAmplitudeOfExcursions() {
        double least = standardDeviation();
        double[] glucose = trace.glucose();
        double[] sum = new double[2];
        int[] count = new int[2];
        double high = glucose[0];
        double low = glucose[0];
        // 1 after a nadir that counts, -1 after a peak that counts, 0 before the first of either.
        int direction = 0;
        double turned = Double.NaN;
        for (double now : glucose) {
            high = direction < 0 ? high : Math.max(high, now);
            low = direction > 0 ? low : Math.min(low, now);
            if (direction <= 0 && now - low >= least) {
                if (direction < 0) {
                    sum[0] += turned - low;
                    count[0]++;
                }
                turned = low;
                direction = 1;
                high = now;
            } else if (direction >= 0 && high - now >= least) {
                if (direction > 0) {
                    sum[1] += high - turned;
                    count[1]++;
                }
                turned = high;
                direction = -1;
                low = now;
            }
        }
        if (direction > 0) {
            sum[1] += high - turned;
            count[1]++;
        } else if (direction < 0) {
            sum[0] += turned - low;
            count[0]++;
        }
        if (count[0] == 0 || count[1] == 0) {
            return count[0] + count[1] == 0 ? 0 : (sum[0] + sum[1]) / (count[0] + count[1]);
        }
        return (sum[0] / count[0] + sum[1] / count[1]) / 2;
    }

    private double[] differences(int lag) {
        double[] differences = new double[Math.max(0, grid.glucose.length - lag)];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = grid.glucose[i + lag] - grid.glucose[i];
        }
        return differences;
    }

    private static double[] known(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    }

    private double share(DoublePredicate counts) {
        return 100.0 * Arrays.stream(sorted).filter(counts).count() / sorted.length;
    }

    private double averageOf(DoubleUnaryOperator term) {
        double sum = 0;
        for (double glucose : sorted) {
            sum += term.applyAsDouble(glucose);
        }
        return sum / sorted.length;
    }

    /** The symmetrised scale of Kovatchev without its factor: negative below 112.5 mg/dL. */
    private static double symmetrised(double glucose) {
        return Math.pow(Math.log(glucose), 1.084) - 5.381;
    }

    /** Risk of one reading; 22.77 is 10 · 1.509². */
    private static double risk(double glucose) {
        return 22.77 * symmetrised(glucose) * symmetrised(glucose);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double standardDeviation(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }
}
