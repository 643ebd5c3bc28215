package org.hsdpo.agent.preference;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * Bradley-Terry model of clinicians' preferences: a regimen is preferred with log-odds in proportion to the difference of the
 * reward. Each reviewer answers some share of comparisons without regard to it, and that share is learnt with the weights, so
 * that one who contradicts the others, or himself, counts for less. Maximum a posteriori by expectation and maximisation; the
 * prior is centred on the shipped weights.
 */
public final class PreferenceModel {
    private static final int PARTS = 3;
    private static final int ROUNDS = 500;
    private static final int NEWTON_STEPS = 50;
    private static final double CONVERGED = 1e-9;
    /** A weight that is shipped as 0 has no share to vary by; it stays 0. */
    private static final double LEAST_VARIANCE = 1e-12;

    private final RewardWeights shipped;
    private final PreferenceKnowledge knowledge;

    /** @param shipped weights before any review */
    public PreferenceModel(RewardWeights shipped, PreferenceKnowledge knowledge) {
        this.shipped = shipped;
        this.knowledge = knowledge;
    }

    /**
     * What reviews say.
     *
     * @param weights to train with, inside the region
     * @param mode what the comparisons say before the region bounds it
     * @param covariance of the mode by Laplace's approximation
     * @param lapses share of comparisons each reviewer answered without regard to the reward
     * @param comparisons how many were read
     */
    public record Posterior(
            RewardWeights weights, double[] mode, RealMatrix covariance, Map<String, Double> lapses, int comparisons) {
        public Posterior {
            lapses = Collections.unmodifiableMap(new TreeMap<>(lapses));
        }
    }

    /** The posterior; with fewer comparisons than the knowledge asks for, its weights are the shipped ones. */
    public Posterior fit(List<Comparison> comparisons) {
        double[] centre = shipped.toArray();
        double[][] differences = comparisons.stream()
                .map(each -> each.chosen().minus(each.declined()))
                .toArray(double[][]::new);
        Map<String, Double> lapses = new TreeMap<>();
        PreferenceKnowledge.Lapse prior = knowledge.lapse();
        double expected = prior.answeredWithoutRegard() / (prior.answeredWithoutRegard() + prior.answeredByReward());
        comparisons.forEach(each -> lapses.put(each.reviewer(), expected));
        double[] weights = centre.clone();
        double[] regard = new double[differences.length];
        for (int round = 0; round < ROUNDS; round++) {
            regard(comparisons, differences, weights, lapses, regard);
            double[] next = maximum(differences, regard, weights);
            double moved = lapse(comparisons, regard, lapses);
            for (int part = 0; part < PARTS; part++) {
                moved = Math.max(moved, Math.abs(next[part] - weights[part]));
            }
            weights = next;
            if (moved < CONVERGED) {
                break;
            }
        }
        regard(comparisons, differences, weights, lapses, regard);
        RealMatrix covariance = new CholeskyDecomposition(precision(differences, regard, weights))
                .getSolver()
                .getInverse();
        return new Posterior(bounded(weights, comparisons.size()), weights, covariance, lapses, comparisons.size());
    }

    /** Probability that each comparison was answered by the reward. */
    private void regard(
            List<Comparison> comparisons,
            double[][] differences,
            double[] weights,
            Map<String, Double> lapses,
            double[] regard) {
        for (int i = 0; i < regard.length; i++) {
            double lapse = lapses.get(comparisons.get(i).reviewer());
            double by = (1 - lapse) * probability(differences[i], weights);
            regard[i] = by / (by + lapse / 2);
        }
    }

    /** Mode of each reviewer's lapse; how far the farthest moved. */
    private double lapse(List<Comparison> comparisons, double[] regard, Map<String, Double> lapses) {
        Map<String, double[]> sums = new TreeMap<>();
        for (int i = 0; i < regard.length; i++) {
            double[] sum = sums.computeIfAbsent(comparisons.get(i).reviewer(), reviewer -> new double[2]);
            sum[0] += 1 - regard[i];
            sum[1]++;
        }
        double moved = 0;
        for (Map.Entry<String, double[]> sum : sums.entrySet()) {
            PreferenceKnowledge.Lapse prior = knowledge.lapse();
            double lapse = (sum.getValue()[0] + prior.answeredWithoutRegard() - 1)
                    / (sum.getValue()[1] + prior.answeredWithoutRegard() + prior.answeredByReward() - 2);
            moved = Math.max(moved, Math.abs(lapse - lapses.put(sum.getKey(), lapse)));
        }
        return moved;
    }

    /** Newton's method on a concave function. */
    private double[] maximum(double[][] differences, double[] regard, double[] from) {
        double[] weights = from.clone();
        double[] centre = shipped.toArray();
        for (int step = 0; step < NEWTON_STEPS; step++) {
            double[] gradient = new double[PARTS];
            for (int part = 0; part < PARTS; part++) {
                gradient[part] = (centre[part] - weights[part]) / variance(part);
            }
            for (int i = 0; i < differences.length; i++) {
                double surprise = regard[i] * (1 - probability(differences[i], weights)) * knowledge.sharpness();
                for (int part = 0; part < PARTS; part++) {
                    gradient[part] += surprise * differences[i][part];
                }
            }
            RealVector change = new CholeskyDecomposition(precision(differences, regard, weights))
                    .getSolver()
                    .solve(MatrixUtils.createRealVector(gradient));
            for (int part = 0; part < PARTS; part++) {
                weights[part] += change.getEntry(part);
            }
            if (change.getLInfNorm() < CONVERGED) {
                break;
            }
        }
        return weights;
    }

    /** Negative second derivative of the log-posterior. */
    private RealMatrix precision(double[][] differences, double[] regard, double[] weights) {
        double[][] precision = new double[PARTS][PARTS];
        for (int part = 0; part < PARTS; part++) {
            precision[part][part] = 1 / variance(part);
        }
        for (int i = 0; i < differences.length; i++) {
            add(precision, differences[i], regard[i] * information(differences[i], weights));
        }
        return MatrixUtils.createRealMatrix(precision);
    }

    private static void add(double[][] precision, double[] difference, double times) {
        for (int row = 0; row < PARTS; row++) {
            for (int column = 0; column < PARTS; column++) {
                // In this order of multiplication the matrix is symmetric to the bit.
                precision[row][column] += times * (difference[row] * difference[column]);
            }
        }
    }

    /** Fisher information of a comparison along its difference. */
    private double information(double[] difference, double[] weights) {
        double p = probability(difference, weights);
        return knowledge.sharpness() * knowledge.sharpness() * p * (1 - p);
    }

    private double probability(double[] difference, double[] weights) {
        double z = 0;
        for (int part = 0; part < PARTS; part++) {
            z += weights[part] * difference[part];
        }
        return 1 / (1 + Math.exp(-knowledge.sharpness() * z));
    }

    private double variance(int part) {
        double sd = knowledge.relativeSd() * shipped.toArray()[part];
        return Math.max(LEAST_VARIANCE, sd * sd);
    }

    private RewardWeights bounded(double[] weights, int comparisons) {
        if (comparisons < knowledge.leastComparisons()) {
            return shipped;
        }
        double[] centre = shipped.toArray();
        double[] bounded = new double[PARTS];
        for (int part = 0; part < PARTS; part++) {
            bounded[part] = Math.clamp(
                    weights[part],
                    knowledge.region().low() * centre[part],
                    knowledge.region().high() * centre[part]);
        }
        return new RewardWeights(bounded[0], bounded[1], bounded[2]);
    }

    /** Sharpness of the preferences it assumes. */
    double sharpness() {
        return knowledge.sharpness();
    }
}
