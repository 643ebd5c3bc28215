package org.hsdpo.agent.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A corridor of five rooms. LEFT goes back (room 0: stays), RIGHT goes on; entering room 4 gives 1 and ends the episode;
 * LEFT in room 0 gives 0.05. A third action is masked everywhere: its untrained value must never enter a target. With
 * discount 0.9 the optimal values follow by hand: Q(s, RIGHT) = 0.9^(3−s), Q(s, LEFT) = 0.9·Q(s−1, RIGHT) and
 * Q(0, LEFT) = 0.05 + 0.9·Q(0, RIGHT); going left for ever is worth 0.05/(1−0.9) = 0.5 < 0.9³.
 */
class ChainMdpTest {
    private static final int ROOMS = 5;
    private static final double DISCOUNT = 0.9;
    private static final double LEFT_REWARD = 0.05;
    private static final NetworkShape SHAPE = new NetworkShape(ROOMS, 32, 16, 3, 3);
    private static final LearningRates RATES = new LearningRates(2e-3, 10, 1);
    private static final boolean[] BOTH_WAYS = {true, true, false};
    private static final boolean[] ONLY_RIGHT = {false, true, false};

    private static float[] room(int room) {
        float[] observation = new float[ROOMS];
        observation[room] = 1;
        return observation;
    }

    private static QLearner trained(long seed, int steps, int nStep) {
        SplittableRandom random = new SplittableRandom(seed);
        ReplayMemory memory = new ReplayMemory(SHAPE, 1000, 0.6);
        for (int episode = 0; episode < 60; episode++) {
            NStepReturns returns = new NStepReturns(nStep, memory);
            int room = random.nextInt(ROOMS - 1);
            for (int t = 0; t < 15 && room != ROOMS - 1; t++) {
                // With n-step returns the data have to come from the policy that is learnt, so n > 1 goes right only.
                boolean right = nStep > 1 || random.nextBoolean();
                int next = right ? room + 1 : Math.max(0, room - 1);
                boolean ended = next == ROOMS - 1;
                double reward = ended ? 1 : !right && room == 0 ? LEFT_REWARD : 0;
                boolean[] admissible = nStep > 1 ? ONLY_RIGHT : BOTH_WAYS;
                returns.step(
                        room(room), right ? 1 : 0, reward, DISCOUNT, room(next), admissible, ended, t == 14, random);
                room = next;
            }
        }
        QLearner learner = new QLearner(SHAPE, RATES, random);
        for (int step = 0; step < steps; step++) {
            int[] slots = memory.draw(32, random);
            memory.reprioritise(slots, learner.train(memory.minibatch(slots, 1)));
            if (step % 50 == 49) {
                learner.synchroniseTarget();
            }
        }
        return learner;
    }

    @Test
    void every_head_learns_the_optimal_values_of_the_corridor() {
        try (QLearner learner = trained(1, 3000, 1)) {
            double[] best = new double[ROOMS];
            for (int room = ROOMS - 2; room >= 0; room--) {
                best[room] = Math.pow(DISCOUNT, ROOMS - 2 - room);
            }
            for (int room = 0; room < ROOMS - 1; room++) {
                double left = room == 0 ? LEFT_REWARD + DISCOUNT * best[0] : DISCOUNT * best[room - 1];
                float[] q = learner.q(room(room), 1);
                for (int head = 0; head < SHAPE.heads(); head++) {
                    assertThat(q[head * 3 + 1]).isCloseTo((float) best[room], within(0.03f));
                    assertThat(q[head * 3]).isCloseTo((float) left, within(0.03f));
                }
            }
        }
    }

    @Test
    void three_step_returns_learn_the_same_values_of_the_optimal_action() {
        try (QLearner learner = trained(2, 2000, 3)) {
            for (int room = 0; room < ROOMS - 1; room++) {
                float[] q = learner.q(room(room), 1);
                for (int head = 0; head < SHAPE.heads(); head++) {
                    assertThat(q[head * 3 + 1]).isCloseTo((float) Math.pow(DISCOUNT, ROOMS - 2 - room), within(0.03f));
                }
            }
        }
    }

    @Test
    void two_trainings_with_one_seed_give_bit_identical_weights_and_another_seed_does_not() {
        try (QLearner first = trained(7, 200, 1);
                QLearner second = trained(7, 200, 1);
                QLearner other = trained(8, 200, 1)) {
            assertThat(first.weights()).isEqualTo(second.weights());
            assertThat(first.weights()).isNotEqualTo(other.weights());
        }
    }
}
