package org.hsdpo.agent.learning;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/**
 * Turns one episode's steps into n-step transitions for a memory. Steps may last different times: each has its own
 * discount (semi-Markov decision process).
 */
public final class NStepReturns {
    private static final class Pending {
        final float[] observation;
        final int action;
        double gained;
        double discount = 1;
        int steps;

        Pending(float[] observation, int action) {
            this.observation = observation;
            this.action = action;
        }
    }

    private final int n;
    private final ReplayMemory memory;
    private final Deque<Pending> open = new ArrayDeque<>();

    public NStepReturns(int n, ReplayMemory memory) {
        if (n < 1) {
            throw new IllegalArgumentException("an n-step return has at least one step");
        }
        this.n = n;
        this.memory = memory;
    }

    /**
     * Takes in one step.
     *
     * @param stepDiscount discount over this step's duration
     * @param ended the episode is over and nothing follows; false where it was only cut off by the time limit
     * @param cut the episode is cut off after this step: what is open is stored with the value of the next state
     */
    public void step(
            float[] observation,
            int action,
            double reward,
            double stepDiscount,
            float[] nextObservation,
            boolean[] nextAdmissible,
            boolean ended,
            boolean cut,
            RandomGenerator random) {
        open.addLast(new Pending(observation, action));
        for (Pending pending : open) {
            pending.gained += pending.discount * reward;
            pending.discount *= stepDiscount;
            pending.steps++;
        }
        while (!open.isEmpty() && (ended || cut || open.peekFirst().steps >= n)) {
            Pending first = open.removeFirst();
            memory.add(
                    first.observation,
                    first.action,
                    first.gained,
                    ended ? 0 : first.discount,
                    nextObservation,
                    nextAdmissible,
                    random);
        }
    }
}
