package org.hsdpo.agent.policy;

/** A Q-network that can be asked; implemented by the learner in training and by the saved model in serving. */
@FunctionalInterface
public interface QFunction {
    /**
     * Q of each head and action.
     *
     * @param observations row-major n × inputs
     * @param n number of observations
     * @return row-major n × heads × actions
     */
    float[] q(float[] observations, int n);
}
