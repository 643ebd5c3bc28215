package org.hsdpo.twin.pk;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * Explicit Runge–Kutta method of order 8 with error estimates of order 5 and 3 and a step that adapts to them (DOP853:
 * Hairer, Nørsett and Wanner 1993, <i>Solving Ordinary Differential Equations I</i>, 2nd ed., section II.5; coefficients
 * and control of the step as there). All memory is taken at construction: integrating allocates nothing. The step found in
 * one interval is tried first in the next. One instance serves one thread.
 */
public final class DormandPrince853 {
    private static final int STAGES = 12;
    private static final double[][] A = {
        {},
        {0.05260015195876773},
        {0.0197250569845379, 0.0591751709536137},
        {0.02958758547680685, 0, 0.08876275643042054},
        {0.2413651341592667, 0, -0.8845494793282861, 0.924834003261792},
        {0.037037037037037035, 0, 0, 0.17082860872947386, 0.12546768756682242},
        {0.037109375, 0, 0, 0.17025221101954405, 0.06021653898045596, -0.017578125},
        {
            0.03709200011850479,
            0,
            0,
            0.17038392571223998,
            0.10726203044637328,
            -0.015319437748624402,
            0.008273789163814023
        },
        {
            0.6241109587160757,
            0,
            0,
            -3.3608926294469414,
            -0.868219346841726,
            27.59209969944671,
            20.154067550477894,
            -43.48988418106996
        },
        {
            0.47766253643826434,
            0,
            0,
            -2.4881146199716677,
            -0.590290826836843,
            21.230051448181193,
            15.279233632882423,
            -33.28821096898486,
            -0.020331201708508627
        },
        {
            -0.9371424300859873,
            0,
            0,
            5.186372428844064,
            1.0914373489967295,
            -8.149787010746927,
            -18.52006565999696,
            22.739487099350505,
            2.4936055526796523,
            -3.0467644718982196
        },
        {
            2.273310147516538,
            0,
            0,
            -10.53449546673725,
            -2.0008720582248625,
            -17.9589318631188,
            27.94888452941996,
            -2.8589982771350235,
            -8.87285693353063,
            12.360567175794303,
            0.6433927460157636
        },
    };
    private static final double[] B = {
        0.054293734116568765,
        0,
        0,
        0,
        0,
        4.450312892752409,
        1.8915178993145003,
        -5.801203960010585,
        0.3111643669578199,
        -0.1521609496625161,
        0.20136540080403034,
        0.04471061572777259
    };
    private static final double[] C = {
        0,
        0.05260015195876773,
        0.0789002279381516,
        0.1183503419072274,
        0.2816496580927726,
        0.3333333333333333,
        0.25,
        0.3076923076923077,
        0.6512820512820513,
        0.6,
        0.8571428571428571,
        1.0
    };
    private static final double[] THIRD = {
        -0.18980075407240762,
        0,
        0,
        0,
        0,
        4.450312892752409,
        1.8915178993145003,
        -5.801203960010585,
        -0.4226823213237919,
        -0.1521609496625161,
        0.20136540080403034,
        0.02265179219836082
    };
    private static final double[] FIFTH = {
        0.01312004499419488,
        0,
        0,
        0,
        0,
        -1.2251564463762044,
        -0.4957589496572502,
        1.6643771824549864,
        -0.35032884874997366,
        0.3341791187130175,
        0.08192320648511571,
        -0.022355307863886294
    };
    /** Slopes that are added in one pass. */
    private static final int PASS = 4;

    private static final Row[] ROWS = rows();
    private static final Row RESULT = Row.of(B, B);
    private static final Row THIRD_ROW = Row.of(THIRD, B);
    private static final Row FIFTH_ROW = Row.of(FIFTH, B);

    private static final double SAFETY = 0.9;
    private static final double MOST_SHRINKING = 1 / 3.0;
    private static final double MOST_GROWTH = 6;
    private static final int MOST_STEPS = 1_000_000;

    private final int size;
    private final double relative;
    private final double[] absolute;
    private final double[][] slopes;
    private final double[] stage;
    private final double[] ofThird;
    private final double[] ofFifth;
    private double step;

    /**
     * @param relativeTolerance error of a step in proportion to a component
     * @param absoluteTolerance error of a step by component, in the component's unit
     */
    public DormandPrince853(double relativeTolerance, double[] absoluteTolerance) {
        if (!(relativeTolerance > 0)) {
            throw new InvalidInputException(
                    "relativeTolerance", "TOLERANCE_INVALID", "the tolerance is not positive", "a number above 0");
        }
        for (double tolerance : absoluteTolerance) {
            if (!(tolerance > 0)) {
                throw new InvalidInputException(
                        "absoluteTolerance", "TOLERANCE_INVALID", "a tolerance is not positive", "numbers above 0");
            }
        }
        relative = relativeTolerance;
        absolute = absoluteTolerance.clone();
        size = absolute.length;
        slopes = new double[STAGES + 1][size];
        stage = new double[size];
        ofThird = new double[size];
        ofFifth = new double[size];
        restart();
    }

    /** Forgets the step of former intervals, so that an integration does not depend on what was done before it. */
    public void restart() {
        step = Double.NaN;
    }

    /**
     * Integrates in place.
     *
     * @param duration 0 or more
     * @return whether the end was reached; false where the solution leaves the finite numbers or needs too small a step
     */
    public boolean integrate(OdeSystem system, double start, double duration, double[] state) {
        if (duration == 0) {
            return true;
        }
        double done = 0;
        system.derivatives(start, state, slopes[0]);
        double next = Double.isNaN(step) ? firstStep(system, start, duration, state) : step;
        boolean rejected = false;
        for (int count = 0; count < MOST_STEPS; count++) {
            double left = duration - done;
            boolean last = next >= left * (1 - 1e-12);
            double h = last ? left : next;
            double error = attempt(system, start + done, h, state);
            if (error <= 1) {
                done += h;
                System.arraycopy(stage, 0, state, 0, size);
                if (last) {
                    // A step that was cut short by the end says little about the step to come.
                    double grown = h * growth(error, rejected);
                    step = h < next ? Math.max(next, grown) : grown;
                    return true;
                }
                double[] first = slopes[0];
                slopes[0] = slopes[STAGES];
                slopes[STAGES] = first;
                next = h * growth(error, rejected);
                rejected = false;
            } else {
                if (!(h > 1e-14 * Math.max(Math.abs(start + done), duration))) {
                    return false;
                }
                next = Double.isNaN(error) ? h * 0.1 : h * Math.max(MOST_SHRINKING, SAFETY * Math.pow(error, -0.125));
                rejected = true;
            }
        }
        return false;
    }

    /** The new state into {@link #stage}, its slope into the last row; returns the error in units of the tolerance. */
    private double attempt(OdeSystem system, double time, double h, double[] state) {
        for (int s = 1; s < STAGES; s++) {
            combine(state, h, ROWS[s]);
            system.derivatives(time + C[s] * h, stage, slopes[s]);
        }
        combine(state, h, RESULT);
        system.derivatives(time + h, stage, slopes[STAGES]);
        Arrays.fill(ofThird, 0);
        Arrays.fill(ofFifth, 0);
        int[] from = RESULT.from();
        for (int pass = 0; pass < from.length; pass += PASS) {
            add(1, THIRD_ROW.weights(), from, pass, ofThird);
            add(1, FIFTH_ROW.weights(), from, pass, ofFifth);
        }
        double third = 0;
        double fifth = 0;
        for (int i = 0; i < size; i++) {
            double scale = 1 / (absolute[i] + relative * Math.max(Math.abs(state[i]), Math.abs(stage[i])));
            third += ofThird[i] * scale * (ofThird[i] * scale);
            fifth += ofFifth[i] * scale * (ofFifth[i] * scale);
        }
        double denominator = fifth + 0.01 * third;
        if (denominator == 0) {
            return 0;
        }
        double error = h * fifth / Math.sqrt(denominator * size);
        return Double.isFinite(error) ? error : Double.NaN;
    }

    private void combine(double[] state, double h, Row row) {
        System.arraycopy(state, 0, stage, 0, size);
        for (int pass = 0; pass < row.from().length; pass += PASS) {
            add(h, row.weights(), row.from(), pass, stage);
        }
    }

    private void add(double h, double[] weights, int[] from, int pass, double[] to) {
        double w0 = h * weights[pass];
        double w1 = h * weights[pass + 1];
        double w2 = h * weights[pass + 2];
        double w3 = h * weights[pass + 3];
        double[] s0 = slopes[from[pass]];
        double[] s1 = slopes[from[pass + 1]];
        double[] s2 = slopes[from[pass + 2]];
        double[] s3 = slopes[from[pass + 3]];
        for (int i = 0; i < to.length; i++) {
            to[i] += w0 * s0[i] + w1 * s1[i] + (w2 * s2[i] + w3 * s3[i]);
        }
    }

    private static double growth(double error, boolean afterRejection) {
        double factor = error == 0 ? MOST_GROWTH : Math.min(MOST_GROWTH, SAFETY * Math.pow(error, -0.125));
        return afterRejection ? Math.min(1, factor) : factor;
    }

    /** A step over which the solution changes little in first and second order (Hairer et al. section II.4). */
    private double firstStep(OdeSystem system, double time, double duration, double[] state) {
        double size0 = norm(state, state);
        double slope0 = norm(slopes[0], state);
        double h = size0 < 1e-10 || slope0 < 1e-10 ? 1e-6 * duration : 0.01 * size0 / slope0;
        h = Math.min(h, duration);
        for (int i = 0; i < size; i++) {
            stage[i] = state[i] + h * slopes[0][i];
        }
        system.derivatives(time + h, stage, slopes[1]);
        for (int i = 0; i < size; i++) {
            slopes[2][i] = (slopes[1][i] - slopes[0][i]) / h;
        }
        double bend = Math.max(slope0, norm(slopes[2], state));
        double second = bend <= 1e-15 ? Math.max(1e-6 * duration, 1e-3 * h) : Math.pow(0.01 / bend, 0.125);
        double first = Math.min(100 * h, second);
        return Double.isFinite(first) && first > 0 ? Math.min(first, duration) : 1e-6 * duration;
    }

    private double norm(double[] values, double[] state) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double scaled = values[i] / (absolute[i] + relative * Math.abs(state[i]));
            sum += scaled * scaled;
        }
        return Math.sqrt(sum / size);
    }

    private static Row[] rows() {
        Row[] rows = new Row[STAGES];
        for (int s = 0; s < STAGES; s++) {
            rows[s] = Row.of(A[s], A[s]);
        }
        return rows;
    }

    /** The slopes a stage uses and their weights, filled up with weights of 0 to whole passes. */
    private record Row(int[] from, double[] weights) {
        /** Those entries of {@code weights} at which {@code pattern} is not 0. */
        static Row of(double[] weights, double[] pattern) {
            int[] used = IntStream.range(0, pattern.length)
                    .filter(j -> pattern[j] != 0)
                    .toArray();
            int length = (used.length + PASS - 1) / PASS * PASS;
            double[] chosen = new double[length];
            for (int j = 0; j < used.length; j++) {
                chosen[j] = weights[used[j]];
            }
            return new Row(Arrays.copyOf(used, length), chosen);
        }
    }
}
