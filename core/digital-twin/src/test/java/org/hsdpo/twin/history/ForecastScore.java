package org.hsdpo.twin.history;

import java.util.Arrays;
import java.util.Locale;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinSimulator;

/** How forecasts of HbA1c compare with what came: share inside the nominal 90 % interval, its width, error of the median. */
final class ForecastScore {
    private int forecasts;
    private int inside;
    private double width;
    private double error;
    private double bias;

    void add(TwinCohort cohort, Regimen regimen, double came) {
        double[] hba1c = TwinSimulator.forecast(cohort, regimen, SimulatedPatient.WEEKS)
                .hba1c()
                .clone();
        Arrays.sort(hba1c);
        double low = quantile(hba1c, 0.05);
        double high = quantile(hba1c, 0.95);
        forecasts++;
        inside += came >= low && came <= high ? 1 : 0;
        width += high - low;
        double median = quantile(hba1c, 0.5);
        error += Math.abs(median - came);
        bias += median - came;
    }

    int forecasts() {
        return forecasts;
    }

    /** %. */
    double coverage() {
        return 100.0 * inside / forecasts;
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
                "%d forecasts: inside %.1f ± %.1f %%; width %.2f; mean absolute error %.3f; bias %+.3f",
                forecasts,
                coverage(),
                100 * Math.sqrt(coverage() / 100 * (1 - coverage() / 100) / forecasts),
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
