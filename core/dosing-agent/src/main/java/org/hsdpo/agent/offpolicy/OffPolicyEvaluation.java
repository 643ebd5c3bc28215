package org.hsdpo.agent.offpolicy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.agent.offpolicy.OffPolicyEstimate.Estimator;

/**
 * Three estimates of what a policy would have achieved in a log of others' decisions.
 *
 * <p>Sources: Precup D, Sutton RS, Singh S. Eligibility traces for off-policy policy evaluation. Proc ICML 2000:759-766.
 * Thomas PS, Brunskill E. Data-efficient off-policy policy evaluation for reinforcement learning. Proc ICML 2016,
 * PMLR 48:2139-2148. A trajectory that ended stays at its end without reward and keeps its weight.
 *
 * @param actions number of actions
 * @param basis of the state for fitted Q evaluation, a constant included
 * @param weeklyDiscount what a week later counts for, in (0, 1]
 * @param ridge of fitted Q evaluation, above 0
 * @param resamples of the bootstrap, at least 40
 * @param seed of the bootstrap
 */
public record OffPolicyEvaluation(
        int actions, UnaryOperator<double[]> basis, double weeklyDiscount, double ridge, int resamples, long seed) {
    /** Fewer effective trajectories say nothing: HSDPO's own bound, as for a mean of a skewed quantity. */
    private static final double LEAST_EFFECTIVE = 30;
    /** Below this share of the log a handful of trajectories speaks for all; HSDPO's own. */
    private static final double LEAST_SHARE = 0.02;
    /** How often the policy may do what the log never shows; HSDPO's own. */
    private static final double UNSEEN = 0.05;

    public OffPolicyEvaluation {
        if (!(weeklyDiscount > 0 && weeklyDiscount <= 1) || !(ridge > 0) || resamples < 40 || actions < 2) {
            throw new IllegalArgumentException(
                    "accepted are a discount in (0, 1], a ridge above 0, 40 resamples and more, 2 actions and more");
        }
    }

    /**
     * Evaluates.
     *
     * @param log every step with the probability of what was done
     * @throws IllegalArgumentException where a probability is missing; see {@link BehaviourPolicy}
     */
    public List<OffPolicyEstimate> evaluate(List<Trajectory> log, StochasticPolicy target) {
        if (log.stream().flatMap(trajectory -> trajectory.steps().stream()).anyMatch(step -> step.probability()
                .isEmpty())) {
            throw new IllegalArgumentException("a probability of what was done is missing: estimate it first");
        }
        Figures whole = figures(log, target);
        Figures[] again = new Figures[resamples];
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < resamples; i++) {
            List<Trajectory> resample = new ArrayList<>(log.size());
            for (int j = 0; j < log.size(); j++) {
                resample.add(log.get(random.nextInt(log.size())));
            }
            again[i] = figures(resample, target);
        }
        Optional<String> thin = thin(whole.effective(), log.size());
        Optional<String> unseen = unseen(log, target);
        Optional<String> unfitted = whole.converged()
                ? Optional.empty()
                : Optional.of(
                        "fitted Q evaluation does not stand still: the basis or the discount does not suit the log");
        return List.of(
                estimate(Estimator.FITTED_Q, whole.fitted(), again, log.size(), unfitted.or(() -> unseen)),
                estimate(Estimator.WEIGHTED_IMPORTANCE_SAMPLING, whole.weighted(), again, whole.effective(), thin),
                estimate(
                        Estimator.DOUBLY_ROBUST,
                        whole.robust(),
                        again,
                        whole.effective(),
                        unfitted.or(() -> thin).or(() -> unseen)));
    }

    private record Figures(double fitted, double weighted, double robust, double effective, boolean converged) {
        double of(Estimator estimator) {
            return switch (estimator) {
                case FITTED_Q -> fitted;
                case WEIGHTED_IMPORTANCE_SAMPLING -> weighted;
                case DOUBLY_ROBUST -> robust;
            };
        }
    }

    private static OffPolicyEstimate estimate(
            Estimator estimator, double value, Figures[] again, double effective, Optional<String> refused) {
        double[] values = Arrays.stream(again)
                .mapToDouble(each -> each.of(estimator))
                .sorted()
                .toArray();
        return new OffPolicyEstimate(
                estimator,
                value,
                values[(int) Math.floor(0.025 * (values.length - 1))],
                values[(int) Math.ceil(0.975 * (values.length - 1))],
                effective,
                refused);
    }

    private static Optional<String> thin(double effective, int trajectories) {
        double least = Math.max(LEAST_EFFECTIVE, LEAST_SHARE * trajectories);
        return effective >= least
                ? Optional.empty()
                : Optional.of(String.format(
                        java.util.Locale.ROOT,
                        "the policy differs too much from what was done: %d trajectories weigh as %.1f, at least %.0f are"
                                + " accepted",
                        trajectories,
                        effective,
                        least));
    }

    /** How often the policy would do, in the states of the log, what nobody did in any of them. */
    private Optional<String> unseen(List<Trajectory> log, StochasticPolicy target) {
        boolean[] seen = new boolean[actions];
        log.forEach(trajectory -> trajectory.steps().forEach(step -> seen[step.action()] = true));
        double share = 0;
        long steps = 0;
        for (Trajectory trajectory : log) {
            for (LoggedStep step : trajectory.steps()) {
                double[] probabilities = target.probabilities(step.state());
                for (int a = 0; a < actions; a++) {
                    share += seen[a] ? 0 : probabilities[a];
                }
                steps++;
            }
        }
        double unseen = share / steps;
        return unseen <= UNSEEN
                ? Optional.empty()
                : Optional.of(String.format(
                        java.util.Locale.ROOT,
                        "in %.0f %% of the steps the policy does what the log never shows",
                        100 * unseen));
    }

    private Figures figures(List<Trajectory> log, StochasticPolicy target) {
        FittedQEvaluation q = FittedQEvaluation.fit(log, actions, target, basis, weeklyDiscount, ridge);
        int n = log.size();
        int longest = log.stream().mapToInt(Trajectory::length).max().orElseThrow();
        double[][] ratios = new double[longest][n];
        for (int i = 0; i < n; i++) {
            double product = 1;
            for (int t = 0; t < longest; t++) {
                if (t < log.get(i).length()) {
                    LoggedStep step = log.get(i).steps().get(t);
                    product *= target.probabilities(step.state())[step.action()]
                            / step.probability().getAsDouble();
                }
                ratios[t][i] = product;
            }
        }
        for (double[] ofStep : ratios) {
            double sum = Arrays.stream(ofStep).sum();
            for (int i = 0; i < n; i++) {
                ofStep[i] = sum == 0 ? 0 : ofStep[i] / sum;
            }
        }
        double weighted = 0;
        double robust = 0;
        double fitted = 0;
        for (int i = 0; i < n; i++) {
            double weeks = 0;
            double before = 1.0 / n;
            for (int t = 0; t < log.get(i).length(); t++) {
                LoggedStep step = log.get(i).steps().get(t);
                double discount = Math.pow(weeklyDiscount, weeks);
                weighted += discount * ratios[t][i] * step.reward();
                robust += discount
                        * (ratios[t][i] * (step.reward() - q.value(step.state(), step.action()))
                                + before * q.value(step.state()));
                before = ratios[t][i];
                weeks += step.weeks();
            }
            fitted += q.value(log.get(i).first().state()) / n;
        }
        double squares = Arrays.stream(ratios[longest - 1])
                .map(weight -> weight * weight)
                .sum();
        return new Figures(fitted, weighted, robust, squares == 0 ? 0 : 1 / squares, q.converged());
    }
}
