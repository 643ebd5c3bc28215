package org.hsdpo.agent.preference;

/**
 * Weights of the reward R = α·T − β·A − γ·H; without a unit, finite and at least 0.
 *
 * @param alpha of the therapeutic effect
 * @param beta of adverse events
 * @param gamma of the deviation from the myopic optimum
 */
public record RewardWeights(double alpha, double beta, double gamma) {
    public RewardWeights {
        for (double weight : new double[] {alpha, beta, gamma}) {
            if (!(weight >= 0) || weight == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        "a weight of the reward is a finite number of at least 0: " + weight);
            }
        }
    }

    double[] toArray() {
        return new double[] {alpha, beta, gamma};
    }
}
