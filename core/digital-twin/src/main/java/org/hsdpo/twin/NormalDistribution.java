package org.hsdpo.twin;

/** The standard normal distribution. */
public final class NormalDistribution {
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

    /** Beyond this the rational approximation gives way to a continued fraction. */
    private static final double RATIONAL_LIMIT = 7.07106781186547;

    private NormalDistribution() {}

    /**
     * Probability below {@code z}, to about 1e-14: Hart's rational approximation as given by West 2005, "Better
     * approximations to cumulative normal functions", Wilmott Magazine, May, 70-76.
     */
    public static double probability(double z) {
        double x = Math.abs(z);
        double tail;
        if (x > 37) {
            tail = 0;
        } else {
            double density = QuickMath.expOfMinus(x * x / 2);
            if (x < RATIONAL_LIMIT) {
                tail = density * rational(x);
            } else {
                double fraction = x + 0.65;
                fraction = x + 4 / fraction;
                fraction = x + 3 / fraction;
                fraction = x + 2 / fraction;
                fraction = x + 1 / fraction;
                tail = density / fraction / ROOT_TWO_PI;
            }
        }
        return z > 0 ? 1 - tail : tail;
    }

    /**
     * {@link #probability(double)} of many, by index from {@code from} to {@code to}.
     *
     * @param probabilities where they are written; not the array of {@code z}
     */
    static void probability(double[] z, double[] probabilities, int from, int to) {
        for (int i = from; i < to; i++) {
            probabilities[i] = QuickMath.expOfMinus(z[i] * z[i] / 2);
        }
        for (int i = from; i < to; i++) {
            probabilities[i] *= rational(-z[i]);
        }
        for (int i = from; i < to; i++) {
            if (!(z[i] <= 0 && z[i] > -RATIONAL_LIMIT)) {
                probabilities[i] = probability(z[i]);
            }
        }
    }

    private static double rational(double x) {
        double top = 3.52624965998911e-2 * x + 0.700383064443688;
        top = top * x + 6.37396220353165;
        top = top * x + 33.912866078383;
        top = top * x + 112.079291497871;
        top = top * x + 221.213596169931;
        top = top * x + 220.206867912376;
        double bottom = 8.83883476483184e-2 * x + 1.75566716318264;
        bottom = bottom * x + 16.064177579207;
        bottom = bottom * x + 86.7807322029461;
        bottom = bottom * x + 296.564248779674;
        bottom = bottom * x + 637.333633378831;
        bottom = bottom * x + 793.826512519948;
        bottom = bottom * x + 440.413735824752;
        return top / bottom;
    }

    /**
     * The value below which a share {@code p} lies, to about 1e-13: Acklam's rational approximation (relative error
     * 1.15e-9) followed by one Halley step on {@link #probability}.
     *
     * @param p inside (0, 1)
     */
    public static double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("a quantile needs a probability inside (0, 1): " + p);
        }
        double x;
        if (p < 0.02425 || p > 1 - 0.02425) {
            double q = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)));
            double magnitude = (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q
                                                            - 2.549732539343734)
                                                    * q
                                            + 4.374664141464968)
                                    * q
                            + 2.938163982698783)
                    / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q
                                            + 3.754408661907416)
                                    * q
                            + 1);
            x = p < 0.5 ? magnitude : -magnitude;
        } else {
            double q = p - 0.5;
            double r = q * q;
            x = (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r
                                                            + 1.383577518672690e+02)
                                                    * r
                                            - 3.066479806614716e+01)
                                    * r
                            + 2.506628277459239)
                    * q
                    / (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r
                                                            + 6.680131188771972e+01)
                                                    * r
                                            - 1.328068155288572e+01)
                                    * r
                            + 1);
        }
        double error = (p < 0.5 ? probability(x) - p : (1 - p) - probability(-x)) * ROOT_TWO_PI * Math.exp(x * x / 2);
        return x - error / (1 + x * error / 2);
    }
}
