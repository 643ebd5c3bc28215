package org.hsdpo.hyperscore.calibration;

/**
 * Maximum a posteriori logistic regression with independent normal priors, by Newton's method. Responses may be shares in
 * [0, 1].
 */
final class LogisticFit {
    private static final int ITERATIONS = 100;

    private LogisticFit() {}

    /**
     * Coefficients, the intercept last.
     *
     * @param x rows of predictors
     * @param y response of each row
     * @param priorMean of each coefficient
     * @param priorSd of each coefficient
     */
    static double[] fit(double[][] x, double[] y, double[] priorMean, double[] priorSd) {
        int n = priorMean.length;
        double[] beta = priorMean.clone();
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] gradient = new double[n];
            double[][] hessian = new double[n][n];
            for (int j = 0; j < n; j++) {
                double precision = 1 / (priorSd[j] * priorSd[j]);
                gradient[j] = -(beta[j] - priorMean[j]) * precision;
                hessian[j][j] = precision;
            }
            for (int i = 0; i < x.length; i++) {
                double p = probability(beta, x[i]);
                for (int j = 0; j < n; j++) {
                    gradient[j] += (y[i] - p) * predictor(x[i], j);
                    for (int k = 0; k < n; k++) {
                        hessian[j][k] += p * (1 - p) * predictor(x[i], j) * predictor(x[i], k);
                    }
                }
            }
            double[] step = solve(hessian, gradient);
            double size = 0;
            for (int j = 0; j < n; j++) {
                // A bounded step keeps Newton's method from overshooting far from the optimum.
                double bounded = Math.clamp(step[j], -2, 2);
                beta[j] += bounded;
                size = Math.max(size, Math.abs(bounded));
            }
            if (size < 1e-10) {
                return beta;
            }
        }
        throw new IllegalStateException("the logistic fit did not converge");
    }

    static double probability(double[] beta, double[] x) {
        double z = 0;
        for (int j = 0; j < beta.length; j++) {
            z += beta[j] * predictor(x, j);
        }
        return 1 / (1 + Math.exp(-z));
    }

    private static double predictor(double[] x, int j) {
        return j < x.length ? x[j] : 1;
    }

    private static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = java.util.Arrays.copyOf(matrix[i], n + 1);
            a[i][n] = right[i];
        }
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                pivot = Math.abs(a[row][column]) > Math.abs(a[pivot][column]) ? row : pivot;
            }
            double[] swap = a[column];
            a[column] = a[pivot];
            a[pivot] = swap;
            for (int row = 0; row < n; row++) {
                if (row != column) {
                    double factor = a[row][column] / a[column][column];
                    for (int k = column; k <= n; k++) {
                        a[row][k] -= factor * a[column][k];
                    }
                }
            }
        }
        double[] solution = new double[n];
        for (int i = 0; i < n; i++) {
            solution[i] = a[i][n] / a[i][i];
        }
        return solution;
    }
}
