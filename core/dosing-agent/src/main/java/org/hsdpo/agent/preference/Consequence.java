package org.hsdpo.agent.preference;

/**
 * What an action is expected to lead to, in the parts of the reward.
 *
 * @param therapeutic T
 * @param adverse A
 * @param deviation H
 */
public record Consequence(double therapeutic, double adverse, double deviation) {
    public Consequence {
        if (!Double.isFinite(therapeutic) || !Double.isFinite(adverse) || !Double.isFinite(deviation)) {
            throw new IllegalArgumentException(
                    "a consequence is not finite: " + therapeutic + ", " + adverse + ", " + deviation);
        }
    }

    /** What the weights multiply in the difference of two rewards. */
    double[] minus(Consequence other) {
        return new double[] {
            therapeutic - other.therapeutic, other.adverse - adverse, other.deviation - deviation,
        };
    }
}
