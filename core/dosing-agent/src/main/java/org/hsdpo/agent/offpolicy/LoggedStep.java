package org.hsdpo.agent.offpolicy;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * One decision in a log.
 *
 * @param state what was known, numbers in the order of the log's columns
 * @param action what was done, 0 … actions − 1
 * @param reward what came of it until the next step
 * @param weeks until the next step, or until the end; above 0
 * @param probability with which the physicians did this in this state; empty where it has to be estimated
 */
public record LoggedStep(double[] state, int action, double reward, double weeks, OptionalDouble probability) {
    public LoggedStep {
        state = state.clone();
        boolean finite = Arrays.stream(state).allMatch(Double::isFinite) && Double.isFinite(reward);
        if (!finite || !(weeks > 0) || action < 0) {
            throw new IllegalArgumentException("a step needs finite numbers, an action and a time to the next step");
        }
        if (probability.isPresent() && !(probability.getAsDouble() > 0 && probability.getAsDouble() <= 1)) {
            throw new IllegalArgumentException(
                    "what was done had a probability above 0 and of at most 1: " + probability.getAsDouble());
        }
    }

    /** The same step with an estimated probability. */
    LoggedStep with(double estimated) {
        return new LoggedStep(state, action, reward, weeks, OptionalDouble.of(estimated));
    }
}
