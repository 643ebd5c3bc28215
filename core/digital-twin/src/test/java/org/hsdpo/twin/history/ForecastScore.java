package org.hsdpo.twin.history;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinSimulator;

/** How forecasts of HbA1c compare with what came: share inside the nominal 90 % interval, its width, error of the median. */
final class ForecastScore {
    private int forecasts;
    private int below;
    private int above;
    private double width;
    private double error;
    private double bias;

    /** @param cohorts whose draws make one forecast together */
    void add(List<TwinCohort> cohorts, Regimen regimen, double came) {
        double[] hba1c = cohorts.stream()
                .flatMapToDouble(cohort -> Arrays.stream(TwinSimulator.forecast(cohort, regimen, SimulatedPatient.WEEKS)
                        .hba1c()))
                .sorted()
                .toArray();
        double low = quantile(hba1c, 0.05);
        double high = quantile(hba1c, 0.95);
        forecasts++;
        below += came < low ? 1 : 0;
        above += came > high ? 1 : 0;
        width += high - low;
        double median = quantile(hba1c, 0.5);
        error += Math.abs(median - came);
        bias += median - came;
    }

    void add(ForecastScore others) {
        forecasts += others.forecasts;
        below += others.below;
        above += others.above;
        width += others.width;
        error += others.error;
        bias += others.bias;
    }

    int forecasts() {
        return forecasts;
    }

    /** %. */
    double coverage() {
        return 100.0 * (forecasts - below - above) / forecasts;
    }

    /** Three standard errors of a coverage of 90 % found in so many forecasts, %. */
    double tolerance() {
        return 300 * Math.sqrt(0.9 * 0.1 / forecasts);
    }

    double meanWidth() {
        return width / forecasts;
    }

    double meanAbsoluteError() {
        return error / forecasts;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d forecasts: inside %.1f ± %.1f %%, below %.1f, above %.1f; width %.2f; mean absolute error %.3f; bias %+.3f",
                forecasts,
                coverage(),
                100 * Math.sqrt(coverage() / 100 * (1 - coverage() / 100) / forecasts),
                100.0 * below / forecasts,
                100.0 * above / forecasts,
                meanWidth(),
                meanAbsoluteError(),
                bias / forecasts);
    }

    private static double quantile(double[] sorted, double p) {
        double position = p * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
