package org.hsdpo.hyperscore.fusion;

/**
 * Weights from pairwise comparisons: the principal eigenvector of a reciprocal matrix.
 *
 * <p>Source: Saaty 1980, The Analytic Hierarchy Process; random index of order 5: 1.12.
 */
public final class AnalyticHierarchy {
    /** A matrix whose consistency ratio reaches this is refused. */
    public static final double MAXIMUM_CONSISTENCY_RATIO = 0.1;

    private static final double RANDOM_INDEX_5 = 1.12;
    private static final int ITERATIONS = 200;

    private final double[] weights;
    private final double consistencyRatio;

    private AnalyticHierarchy(double[] weights, double consistencyRatio) {
        this.weights = weights;
        this.consistencyRatio = consistencyRatio;
    }

    /**
     * Solves a matrix of order 5; entry [i][j] says how many times as important term i is as term j.
     *
     * @throws IllegalArgumentException where it is not reciprocal or contradicts itself too much
     */
    public static AnalyticHierarchy of(double[][] comparisons) {
        int n = Term.COUNT;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (comparisons.length != n
                        || comparisons[i].length != n
                        || !(comparisons[i][j] > 0)
                        || Math.abs(comparisons[i][j] * comparisons[j][i] - 1) > 1e-9) {
                    throw new IllegalArgumentException("the comparisons are not a reciprocal 5 × 5 matrix");
                }
            }
        }
        double[] vector = new double[n];
        java.util.Arrays.fill(vector, 1.0 / n);
        double eigenvalue = n;
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] next = new double[n];
            double sum = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    next[i] += comparisons[i][j] * vector[j];
                }
                sum += next[i];
            }
            for (int i = 0; i < n; i++) {
                next[i] /= sum;
            }
            eigenvalue = sum;
            vector = next;
        }
        double ratio = (eigenvalue - n) / (n - 1) / RANDOM_INDEX_5;
        if (!(ratio < MAXIMUM_CONSISTENCY_RATIO)) {
            throw new IllegalArgumentException(
                    "the comparisons contradict each other: consistency ratio " + ratio + ", below 0.1 is accepted");
        }
        return new AnalyticHierarchy(vector, ratio);
    }

    /** The principal eigenvector, sum 1. */
    public Weights weights() {
        return Weights.of(weights);
    }

    public double consistencyRatio() {
        return consistencyRatio;
    }
}
