package org.hsdpo.agent.learning;

/**
 * A sample of n-step transitions, row-major.
 *
 * @param size number of transitions
 * @param observation size × inputs
 * @param action index of the action taken
 * @param returns discounted sum of the n rewards
 * @param discount discount of the value after the n steps; 0 where the episode ended in between
 * @param nextObservation size × inputs
 * @param nextMask size × actions, 1 where admissible
 * @param weight importance weights of the prioritised draw
 * @param bootstrap size × heads, 1 where the head learns from the transition
 */
public record Minibatch(
        int size,
        float[] observation,
        int[] action,
        float[] returns,
        float[] discount,
        float[] nextObservation,
        float[] nextMask,
        float[] weight,
        float[] bootstrap) {}
