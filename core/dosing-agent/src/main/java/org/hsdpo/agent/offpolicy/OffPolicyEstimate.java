package org.hsdpo.agent.offpolicy;

import java.util.Optional;

/**
 * Expected discounted sum of rewards of a policy.
 *
 * @param estimator how it was found
 * @param value in units of the reward; meaningless where refused
 * @param low lower end of the 95 % interval (percentile bootstrap over trajectories)
 * @param high upper end
 * @param effectiveSampleSize of the trajectories after weighting (Kish); their number for fitted Q evaluation
 * @param refused why the log does not support an estimate; empty where it does
 */
public record OffPolicyEstimate(
        Estimator estimator,
        double value,
        double low,
        double high,
        double effectiveSampleSize,
        Optional<String> refused) {
    /** Ways to estimate. */
    public enum Estimator {
        /** Fitted Q evaluation: rests on the model of the values. */
        FITTED_Q,
        /** Weighted importance sampling by decision (Precup 2000): rests on the probabilities of the log. */
        WEIGHTED_IMPORTANCE_SAMPLING,
        /** Weighted doubly robust (Thomas and Brunskill 2016): right where either of the two is. */
        DOUBLY_ROBUST
    }
}
