package org.hsdpo.hyperscore.fusion;

/**
 * {@code HyperScore = 100 · [1 + σ(β·ln V + γ)^κ]}; the inner sigmoid is the calibrated probability of success.
 *
 * @param beta slope on ln V, above 0; family default 5
 * @param gamma offset; family default −ln 2
 * @param kappa stretch of the scale, above 1; family default 2
 */
public record HyperScoreFormula(double beta, double gamma, double kappa) {
    /** The family's defaults. */
    public static final HyperScoreFormula DEFAULT = new HyperScoreFormula(5, -Math.log(2), 2);

    /** V is floored here before its logarithm is taken. */
    public static final double FLOOR = 1e-6;

    public HyperScoreFormula {
        if (!(beta > 0) || !Double.isFinite(beta) || !Double.isFinite(gamma) || !(kappa > 1)) {
            throw new IllegalArgumentException(
                    "beta above 0, gamma finite and kappa above 1 are accepted: " + beta + ", " + gamma + ", " + kappa);
        }
    }

    /**
     * Calibrated probability of success.
     *
     * @param v in [0, 1]
     * @throws IllegalArgumentException where V is outside [0, 1] or NaN
     */
    public double probability(double v) {
        // Sums of weights times terms may exceed 1 by a rounding error.
        if (!(v >= 0 && v <= 1 + 1e-12)) {
            throw new IllegalArgumentException("V is not in [0, 1]: " + v);
        }
        return 1 / (1 + Math.exp(-(beta * Math.log(Math.max(v, FLOOR)) + gamma)));
    }

    /** HyperScore in points, 100 to 200. */
    public double score(double v) {
        return 100 * (1 + Math.pow(probability(v), kappa));
    }

    /** dHyperScore/dV, by which a standard deviation of V becomes one in points. */
    public double slope(double v) {
        double p = probability(v);
        return 100 * kappa * Math.pow(p, kappa) * (1 - p) * beta / Math.max(v, FLOOR);
    }
}
