package org.hsdpo.twin.map;

import java.util.List;
import org.hsdpo.clinical.error.InvalidInputException;

/** Cholesky factor L of a small symmetric positive definite matrix L·Lᵀ, row by row. Not for several threads at once. */
public final class Cholesky {
    private final int size;
    private final double[] factor;
    private final double[] column;

    /** @param size rows of the matrix, at least 1 */
    public Cholesky(int size) {
        this.size = size;
        this.factor = new double[size * size];
        this.column = new double[size];
    }

    /**
     * Factorises a covariance matrix that someone stated.
     *
     * @throws InvalidInputException where it is not symmetric or not positive definite
     */
    void factorise(List<String> names, double[][] covariance) {
        double[] flat = new double[size * size];
        boolean square = covariance.length == size;
        for (int i = 0; i < size && square; i++) {
            square = covariance[i].length == size;
            for (int j = 0; j < size && square; j++) {
                flat[i * size + j] = covariance[i][j];
                square = covariance[i][j] == covariance[j][i];
            }
        }
        if (!square || !factorise(flat)) {
            throw new InvalidInputException(
                    String.join(", ", names),
                    "VARIANCE_INVALID",
                    "the variances are not a covariance matrix",
                    "a symmetric positive definite matrix of " + size + " rows");
        }
    }

    /** Whether the matrix is positive definite; the factor is usable only then. */
    public boolean factorise(double[] matrix) {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i * size + j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i * size + k] * factor[j * size + k];
                }
                if (i == j) {
                    if (!(sum > 1e-14 * Math.abs(matrix[i * size + i]))) {
                        return false;
                    }
                    factor[i * size + i] = Math.sqrt(sum);
                } else {
                    factor[i * size + j] = sum / factor[j * size + j];
                }
            }
        }
        return true;
    }

    /** Solves matrix · x = b. */
    public void solve(double[] b, double[] x) {
        for (int i = 0; i < size; i++) {
            double sum = b[i];
            for (int k = 0; k < i; k++) {
                sum -= factor[i * size + k] * x[k];
            }
            x[i] = sum / factor[i * size + i];
        }
        for (int i = size - 1; i >= 0; i--) {
            double sum = x[i];
            for (int k = i + 1; k < size; k++) {
                sum -= factor[k * size + i] * x[k];
            }
            x[i] = sum / factor[i * size + i];
        }
    }

    /** Solves Lᵀ · x = b: with b standard normal, x has the inverse of the matrix as covariance. */
    public void solveTransposed(double[] b, double[] x) {
        for (int i = size - 1; i >= 0; i--) {
            double sum = b[i];
            for (int k = i + 1; k < size; k++) {
                sum -= factor[k * size + i] * x[k];
            }
            x[i] = sum / factor[i * size + i];
        }
    }

    /** Writes the inverse matrix, row by row. */
    public void inverse(double[] target) {
        double[] unit = new double[size];
        for (int j = 0; j < size; j++) {
            unit[j] = 1;
            solve(unit, column);
            unit[j] = 0;
            for (int i = 0; i < size; i++) {
                target[i * size + j] = column[i];
            }
        }
    }

    /** Logarithm of the determinant of the matrix. */
    public double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += 2 * Math.log(factor[i * size + i]);
        }
        return sum;
    }
}
