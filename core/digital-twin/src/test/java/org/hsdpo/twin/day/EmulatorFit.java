package org.hsdpo.twin.day;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.hsdpo.twin.GlucoseState;
import org.hsdpo.twin.NormalDistribution;

/**
 * Prints the figures of {@code variability.typical-cv} and {@code variability.tails} in {@code twin.yaml}: least squares on
 * what the sensor shows at random moments of the weekly model, relative for the CV, of the square roots for shares of time.
 * Arguments: number of cohorts of 48, days of each twin.
 */
final class EmulatorFit {
    static final long SEED = 1;
    private static final int COHORT = 48;
    private static final double PERSONAL_POWER = 0.4;
    private static final double LOWEST_FASTING = 0.45;
    private static final double HIGHEST_FASTING = 1.35;
    private static final double HIGHEST_MEAN = 300;
    private static final double LOWEST_MEAN = 60;
    /** A sensor that shows nothing but its lowest reading has no CV. */
    private static final double LEAST_CV = 3;

    /** Beyond this the weekly model has gone where no day leads. */
    static final double GREATEST_MISFIT = 1e-3;

    private static final double LEAST_SCALE = 0.5;
    private static final double GREATEST_SCALE = 1.6;
    private static final String[] CV_NAMES = {
        "base",
        "fasting",
        "fasting-squared",
        "insulin",
        "insulin-by-fasting",
        "sulfonylurea",
        "incretin",
        "renal",
        "mean-glucose"
    };

    private EmulatorFit() {}

    /** One twin at one moment and what its sensor shows. */
    record Observed(GlucoseState state, DayFigures figures) {
        double ratio() {
            return Math.clamp(state.fastingGlucose() / state.meanGlucose(), LOWEST_FASTING, HIGHEST_FASTING);
        }

        double insulin() {
            return state.exogenousInsulin() / state.fastingInsulin();
        }

        double level() {
            return Math.min(state.meanGlucose(), HIGHEST_MEAN) / 100;
        }
    }

    /** Why a moment is left out. */
    enum LeftOut {
        NO_DAY_LEADS_THERE,
        MEAN_BELOW_60,
        MEAN_ABOVE_300,
        FLAT_SENSOR
    }

    /** Empty where the twin's days follow the weekly model and lie inside what a sensor reports. */
    static Optional<LeftOut> leftOut(GlucoseDays days, int twin, double meanGlucose) {
        if (days.misfit(twin) >= GREATEST_MISFIT) {
            return Optional.of(LeftOut.NO_DAY_LEADS_THERE);
        }
        if (meanGlucose <= LOWEST_MEAN) {
            return Optional.of(LeftOut.MEAN_BELOW_60);
        }
        if (meanGlucose >= HIGHEST_MEAN) {
            return Optional.of(LeftOut.MEAN_ABOVE_300);
        }
        return days.figures(twin).cv() > LEAST_CV ? Optional.empty() : Optional.of(LeftOut.FLAT_SENSOR);
    }

    public static void main(String[] arguments) {
        List<Observed> observed = new ArrayList<>();
        Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);
        for (EmulatorStates.Moment moment : EmulatorStates.moments(SEED, Integer.parseInt(arguments[0]), COHORT)) {
            GlucoseDays days = GlucoseDays.of(moment.batch(), Integer.parseInt(arguments[1]), SEED);
            for (int i = 0; i < days.twins(); i++) {
                GlucoseState state = moment.batch().glucoseState(i);
                Optional<LeftOut> reason = leftOut(days, i, state.meanGlucose());
                if (reason.isPresent()) {
                    leftOut.merge(reason.get(), 1, Integer::sum);
                } else {
                    observed.add(new Observed(state, days.figures(i)));
                }
            }
        }
        System.out.printf("# moments used: %d; left out: %s%n", observed.size(), leftOut);
        double[] figures = fitCv(observed);
        for (int n = 0; n < CV_NAMES.length; n++) {
            System.out.printf(Locale.ROOT, "%s: %.4f%n", CV_NAMES[n], figures[n]);
        }
        double[] logSd = observed.stream()
                .mapToDouble(each -> Math.sqrt(Math.log1p(Math.pow(cv(figures, each) / 100, 2))))
                .toArray();
        tail("below54", observed, logSd, 54);
        tail("below70", observed, logSd, 70);
        tail("above180", observed, logSd, 180);
        tail("above250", observed, logSd, 250);
    }

    private static double[] terms(Observed each) {
        GlucoseState state = each.state();
        return new double[] {
            1,
            each.ratio(),
            each.ratio() * each.ratio(),
            each.insulin(),
            each.insulin() * each.ratio(),
            state.secretagogue() / (1 + state.secretagogue()),
            state.incretin() / (1 + state.incretin()),
            state.renal(),
            each.level()
        };
    }

    private static double personal(Observed each) {
        return Math.pow(each.state().variability(), PERSONAL_POWER);
    }

    private static double cv(double[] figures, Observed each) {
        double[] terms = terms(each);
        double sum = 0;
        for (int n = 0; n < terms.length; n++) {
            sum += figures[n] * terms[n];
        }
        return personal(each) * sum;
    }

    private static double[] fitCv(List<Observed> observed) {
        double[][] rows = new double[observed.size()][];
        double[] ones = new double[observed.size()];
        Arrays.fill(ones, 1);
        for (int i = 0; i < rows.length; i++) {
            double typical = observed.get(i).figures().cv() / personal(observed.get(i));
            rows[i] = Arrays.stream(terms(observed.get(i)))
                    .map(term -> term / typical)
                    .toArray();
        }
        return solve(rows, ones);
    }

    private static double[] solve(double[][] rows, double[] right) {
        return new QRDecomposition(new Array2DRowRealMatrix(rows, false))
                .getSolver()
                .solve(new ArrayRealVector(right))
                .toArray();
    }

    /** Gauss-Newton with damping on the four figures of one tail. */
    private static void tail(String name, List<Observed> observed, double[] logSd, double limit) {
        double[] figures = {1, 0, 0, 0};
        double[] residuals = residuals(figures, observed, logSd, limit);
        double damping = 1;
        for (int iteration = 0; iteration < 200 && damping < 1e12; iteration++) {
            double[][] rows = new double[residuals.length + 4][4];
            double[] right = new double[residuals.length + 4];
            for (int n = 0; n < 4; n++) {
                double[] moved = figures.clone();
                moved[n] += 1e-6;
                double[] there = residuals(moved, observed, logSd, limit);
                for (int i = 0; i < residuals.length; i++) {
                    rows[i][n] = (there[i] - residuals[i]) / 1e-6;
                    right[i] = -residuals[i];
                }
                rows[residuals.length + n][n] = Math.sqrt(damping);
            }
            double[] step = solve(rows, right);
            double[] next = figures.clone();
            for (int n = 0; n < 4; n++) {
                next[n] += step[n];
            }
            double[] there = residuals(next, observed, logSd, limit);
            if (squares(there) < squares(residuals)) {
                figures = next;
                residuals = there;
                damping /= 10;
            } else {
                damping *= 10;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: {base: %.4f, insulin: %.4f, fasting: %.4f, mean-glucose: %.4f}%n",
                name,
                figures[0],
                figures[1],
                figures[2],
                figures[3]);
    }

    private static double squares(double[] residuals) {
        return Arrays.stream(residuals).map(each -> each * each).sum();
    }

    private static double[] residuals(double[] figures, List<Observed> observed, double[] logSd, double limit) {
        double[] residuals = new double[observed.size()];
        for (int i = 0; i < residuals.length; i++) {
            Observed each = observed.get(i);
            double scale =
                    figures[0] + figures[1] * each.insulin() + figures[2] * each.ratio() + figures[3] * each.level();
            double sd = logSd[i] * Math.clamp(scale, LEAST_SCALE, GREATEST_SCALE);
            double below = 100
                    * NormalDistribution.probability(
                            (Math.log(limit) - Math.log(each.state().meanGlucose())) / sd + sd / 2);
            double share = limit <= 70 ? below : 100 - below;
            double seen =
                    switch ((int) limit) {
                        case 54 -> each.figures().below54();
                        case 70 -> each.figures().below70();
                        case 180 -> each.figures().above180();
                        default -> each.figures().above250();
                    };
            residuals[i] = Math.sqrt(share + 0.02) - Math.sqrt(seen + 0.02);
        }
        return residuals;
    }
}
