package org.hsdpo.twin.map;

/**
 * Logarithm of the normal probability below z, also far out where the probability itself underflows. Near the centre the
 * series of Marsaglia 2004 (J Stat Softw 11(4)), in the lower tail the continued fraction of Laplace (Abramowitz and Stegun
 * 1964, 26.2.14).
 */
final class LowerTail {
    private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);
    private static final double TAIL = -3;
    private static final int TERMS = 120;

    private LowerTail() {}

    /** ln Φ(z). */
    static double logProbability(double z) {
        if (z < TAIL) {
            return -0.5 * z * z - LOG_ROOT_TWO_PI - Math.log(fraction(-z));
        }
        return z > 9 ? Math.log1p(-centre(-9)) : Math.log(centre(z));
    }

    /** φ(z)/Φ(z), the derivative of {@link #logProbability}. */
    static double hazard(double z) {
        return z < TAIL ? fraction(-z) : density(z) / centre(Math.min(z, 9));
    }

    private static double density(double z) {
        return Math.exp(-0.5 * z * z - LOG_ROOT_TWO_PI);
    }

    private static double centre(double z) {
        double sum = z;
        double term = z;
        for (int i = 3; Math.abs(term) > 1e-17 * Math.abs(sum) && i < 400; i += 2) {
            term *= z * z / i;
            sum += term;
        }
        return 0.5 + sum * density(z);
    }

    /** φ(x)/Φ(−x) = x + 1/(x + 2/(x + 3/(x + …))). */
    private static double fraction(double x) {
        double value = x;
        for (int i = TERMS; i >= 1; i--) {
            value = x + i / value;
        }
        return value;
    }
}
