package org.hsdpo.agent.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.agent.offpolicy.OffPolicyEstimate.Estimator;
import org.junit.jupiter.api.Test;

/** Against problems whose answer is known. */
class OffPolicyEvaluationTest {
    private static final UnaryOperator<double[]> CONSTANT = state -> new double[] {1};
    /** One coefficient a state: the states are numbered. */
    private static final UnaryOperator<double[]> TABLE = state -> {
        double[] x = new double[4];
        x[(int) state[0]] = 1;
        return x;
    };

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Two actions, worth 1 and 3 on average; the log takes the second in a fifth, the policy in nine tenths. */
    private static List<Trajectory> bandit(int n, long seed) {
        RandomGenerator random = random(seed);
        List<Trajectory> log = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int action = random.nextDouble() < 0.2 ? 1 : 0;
            double reward = 1 + 2 * action + random.nextGaussian();
            log.add(new Trajectory(List.of(
                    new LoggedStep(new double[] {0}, action, reward, 12, OptionalDouble.of(action == 1 ? 0.2 : 0.8)))));
        }
        return log;
    }

    private static final StochasticPolicy MOSTLY_SECOND = state -> new double[] {0.1, 0.9};
    private static final double BANDIT_TRUTH = 0.1 * 1 + 0.9 * 3;

    @Test
    void everyEstimatorFindsTheValueOfABandit() {
        List<OffPolicyEstimate> estimates =
                new OffPolicyEvaluation(2, CONSTANT, 1, 1e-6, 200, 1).evaluate(bandit(4_000, 2), MOSTLY_SECOND);
        assertThat(estimates).extracting(OffPolicyEstimate::estimator).containsExactly(Estimator.values());
        assertThat(estimates).allSatisfy(estimate -> {
            assertThat(estimate.refused()).isEmpty();
            assertThat(estimate.value()).isCloseTo(BANDIT_TRUTH, within(0.12));
            assertThat(estimate.low()).isLessThan(BANDIT_TRUTH);
            assertThat(estimate.high()).isGreaterThan(BANDIT_TRUTH);
        });
        // Kish: n over the mean square of the ratios, 0.8·(0.1/0.8)² + 0.2·(0.9/0.2)².
        assertThat(estimates.get(1).effectiveSampleSize()).isCloseTo(4_000 / 4.0625, within(60.0));
    }

    @Test
    void intervalsHoldTheTruthAboutAsOftenAsTheySay() {
        int[] held = new int[Estimator.values().length];
        int logs = 100;
        for (int k = 0; k < logs; k++) {
            for (OffPolicyEstimate estimate : new OffPolicyEvaluation(2, CONSTANT, 1, 1e-6, 200, k)
                    .evaluate(bandit(400, 1_000 + k), MOSTLY_SECOND)) {
                held[estimate.estimator().ordinal()] +=
                        estimate.low() <= BANDIT_TRUTH && BANDIT_TRUTH <= estimate.high() ? 1 : 0;
            }
        }
        // 95 expected of 100; fewer than 88 has a probability below 0.005.
        assertThat(held).satisfies(counts -> {
            for (int count : counts) {
                assertThat(count).isGreaterThanOrEqualTo(88);
            }
        });
    }

    /**
     * A chain of states 0 … 3, three steps of four weeks: the first action goes on with probability 0.9 and stays else, the
     * second stays; being in state s when the step ends gives reward s.
     */
    private static List<Trajectory> chain(int n, long seed) {
        RandomGenerator random = random(seed);
        List<Trajectory> log = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            List<LoggedStep> steps = new ArrayList<>();
            int state = 0;
            for (int t = 0; t < 3; t++) {
                int action = random.nextDouble() < 0.5 ? 0 : 1;
                int next = action == 0 && random.nextDouble() < 0.9 ? state + 1 : state;
                steps.add(new LoggedStep(new double[] {state}, action, next, 4, OptionalDouble.of(0.5)));
                state = next;
            }
            log.add(new Trajectory(steps));
        }
        return log;
    }

    private static final StochasticPolicy GO_ON = state -> new double[] {0.8, 0.2};
    private static final double DISCOUNT = 0.99;

    /** Expected place after t steps is t·0.8·0.9, since no wall is reached. */
    private static double chainTruth() {
        double sum = 0;
        for (int t = 0; t < 3; t++) {
            sum += Math.pow(DISCOUNT, 4.0 * t) * (t + 1) * 0.72;
        }
        return sum;
    }

    @Test
    void importanceSamplingFindsTheValueOfAChain() {
        OffPolicyEstimate estimate = new OffPolicyEvaluation(2, TABLE, DISCOUNT, 1e-6, 200, 3)
                .evaluate(chain(4_000, 4), GO_ON)
                .get(1);
        assertThat(estimate.refused()).isEmpty();
        // Twice the half-width of the interval: missed once in 10,000 logs.
        assertThat(estimate.value()).isCloseTo(chainTruth(), within(estimate.high() - estimate.low()));
        assertThat(estimate.high() - estimate.low()).isBetween(0.05, 0.3);
    }

    /** With the step in the state the values are a function of it, which the table then holds. */
    @Test
    void allThreeFindTheValueOfAChainWhoseStateHoldsTheTime() {
        List<Trajectory> timed = chain(4_000, 5).stream()
                .map(trajectory -> {
                    List<LoggedStep> steps = new ArrayList<>();
                    for (int t = 0; t < trajectory.length(); t++) {
                        LoggedStep step = trajectory.steps().get(t);
                        steps.add(new LoggedStep(
                                new double[] {step.state()[0], t},
                                step.action(),
                                step.reward(),
                                step.weeks(),
                                step.probability()));
                    }
                    return new Trajectory(steps);
                })
                .toList();
        UnaryOperator<double[]> table = state -> {
            double[] x = new double[12];
            x[(int) (4 * state[1] + state[0])] = 1;
            return x;
        };
        assertThat(new OffPolicyEvaluation(2, table, DISCOUNT, 1e-6, 100, 6).evaluate(timed, GO_ON))
                .allSatisfy(estimate -> {
                    assertThat(estimate.refused()).isEmpty();
                    assertThat(estimate.value()).as("%s", estimate.estimator()).isCloseTo(chainTruth(), within(0.1));
                    assertThat(estimate.low()).isLessThan(chainTruth());
                    assertThat(estimate.high()).isGreaterThan(chainTruth());
                });
    }

    /** Double robustness: a basis that cannot hold the values leaves the probabilities to be right. */
    @Test
    void theDoublyRobustEstimateIsRightWithAWrongModelOfTheValues() {
        List<OffPolicyEstimate> estimates =
                new OffPolicyEvaluation(2, CONSTANT, DISCOUNT, 1e-6, 100, 7).evaluate(chain(4_000, 8), GO_ON);
        assertThat(Math.abs(estimates.get(0).value() - chainTruth())).isGreaterThan(0.2);
        assertThat(estimates.get(2).value()).isCloseTo(chainTruth(), within(0.1));
    }

    /** …and with wrong probabilities the values. */
    @Test
    void theDoublyRobustEstimateIsRightWithWrongProbabilitiesInABandit() {
        List<Trajectory> wrong = bandit(4_000, 9).stream()
                .map(trajectory -> new Trajectory(List.of(trajectory.first().with(0.5))))
                .toList();
        List<OffPolicyEstimate> estimates =
                new OffPolicyEvaluation(2, CONSTANT, 1, 1e-6, 100, 10).evaluate(wrong, MOSTLY_SECOND);
        assertThat(Math.abs(estimates.get(1).value() - BANDIT_TRUTH)).isGreaterThan(0.2);
        assertThat(estimates.get(2).value()).isCloseTo(BANDIT_TRUTH, within(0.12));
    }

    @Test
    void whereTheLogSaysTooLittleAnEstimateIsRefused() {
        StochasticPolicy opposite = state -> new double[] {0.001, 0.999};
        assertThat(new OffPolicyEvaluation(2, CONSTANT, 1, 1e-6, 40, 11).evaluate(bandit(60, 12), opposite))
                .filteredOn(estimate -> estimate.estimator() != Estimator.FITTED_Q)
                .allSatisfy(estimate -> assertThat(estimate.refused().orElseThrow())
                        .contains("60 trajectories weigh as", "at least 30"));
        StochasticPolicy never = state -> new double[] {0, 0, 1};
        assertThat(new OffPolicyEvaluation(3, CONSTANT, 1, 1e-6, 40, 13)
                        .evaluate(bandit(400, 14), never)
                        .getFirst()
                        .refused()
                        .orElseThrow())
                .contains("in 100 % of the steps the policy does what the log never shows");
    }

    @Test
    void probabilitiesAreEstimatedFromTheNearestOthers() {
        RandomGenerator random = random(15);
        List<Trajectory> log = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            double x = random.nextDouble();
            int action = random.nextDouble() < (x < 0.5 ? 0.1 : 0.7) ? 1 : 0;
            log.add(new Trajectory(
                    List.of(new LoggedStep(new double[] {x, 7}, action, action, 4, OptionalDouble.empty()))));
        }
        double error = 0;
        int counted = 0;
        for (Trajectory trajectory : BehaviourPolicy.estimated(log, 2, 100)) {
            LoggedStep step = trajectory.first();
            double second = step.state()[0] < 0.5 ? 0.1 : 0.7;
            if (Math.abs(step.state()[0] - 0.5) > 0.1) {
                error += Math.abs(step.probability().orElseThrow() - (step.action() == 1 ? second : 1 - second));
                counted++;
            }
        }
        assertThat(error / counted).isLessThan(0.05);
        assertThatThrownBy(() -> new OffPolicyEvaluation(2, CONSTANT, 1, 1e-6, 40, 1).evaluate(log, MOSTLY_SECOND))
                .hasMessageContaining("estimate it first");
    }
}
