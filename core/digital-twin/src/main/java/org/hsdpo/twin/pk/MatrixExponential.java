package org.hsdpo.twin.pk;

import java.util.Arrays;

/**
 * exp(M) and its derivative in several directions by scaling and squaring of a Taylor series (Moler and Van Loan 2003,
 * SIAM Review 45:3–49, method 3; derivative: Al-Mohy and Higham 2009, SIAM J Matrix Anal Appl 30:1639–1657). For the rare
 * parameters at which two rate constants coincide and eigenvectors lose their digits.
 */
final class MatrixExponential {
    /** Norm after scaling at which {@link #DEGREE} terms leave less than the rounding error. */
    private static final double NORM = 0.5;

    private static final int DEGREE = 15;

    private final int size;
    private final double[] matrix;
    private final double[] term;
    private final double[] product;
    private final double[] result;
    private final double[][] direction;
    private final double[][] directionTerm;
    private final double[][] directionResult;

    MatrixExponential(int size, int directions) {
        this.size = size;
        matrix = new double[size * size];
        term = new double[size * size];
        product = new double[size * size];
        result = new double[size * size];
        direction = new double[directions][size * size];
        directionTerm = new double[directions][size * size];
        directionResult = new double[directions][size * size];
    }

    /** The matrix to be exponentiated, row by row; overwritten by {@link #compute}. */
    double[] matrix() {
        return matrix;
    }

    /** The direction a derivative is wanted in; overwritten by {@link #compute}. */
    double[] direction(int i) {
        return direction[i];
    }

    /** exp of the matrix, after {@link #compute}. */
    double[] result() {
        return result;
    }

    /** Derivative of exp in a direction, after {@link #compute}. */
    double[] derivative(int i) {
        return directionResult[i];
    }

    void compute() {
        int squarings = Math.max(0, Math.getExponent(norm() / NORM) + 1);
        double scale = Math.scalb(1.0, -squarings);
        scale(matrix, scale);
        identity(result);
        identity(term);
        for (int i = 0; i < direction.length; i++) {
            scale(direction[i], scale);
            Arrays.fill(directionResult[i], 0);
            Arrays.fill(directionTerm[i], 0);
        }
        for (int degree = 1; degree <= DEGREE; degree++) {
            for (int i = 0; i < direction.length; i++) {
                multiply(matrix, directionTerm[i], product);
                multiplyAdd(direction[i], term, product);
                accumulate(product, 1.0 / degree, directionTerm[i], directionResult[i]);
            }
            multiply(matrix, term, product);
            accumulate(product, 1.0 / degree, term, result);
        }
        for (int round = 0; round < squarings; round++) {
            for (double[] derivative : directionResult) {
                multiply(result, derivative, product);
                multiplyAdd(derivative, result, product);
                System.arraycopy(product, 0, derivative, 0, product.length);
            }
            multiply(result, result, product);
            System.arraycopy(product, 0, result, 0, product.length);
        }
    }

    private double norm() {
        double norm = 0;
        for (int column = 0; column < size; column++) {
            double sum = 0;
            for (int row = 0; row < size; row++) {
                sum += Math.abs(matrix[row * size + column]);
            }
            norm = Math.max(norm, sum);
        }
        return norm;
    }

    private void identity(double[] target) {
        Arrays.fill(target, 0);
        for (int i = 0; i < size; i++) {
            target[i * size + i] = 1;
        }
    }

    private static void scale(double[] target, double factor) {
        for (int i = 0; i < target.length; i++) {
            target[i] *= factor;
        }
    }

    private static void accumulate(double[] product, double factor, double[] term, double[] sum) {
        for (int i = 0; i < product.length; i++) {
            term[i] = product[i] * factor;
            sum[i] += term[i];
        }
    }

    private void multiply(double[] left, double[] right, double[] target) {
        Arrays.fill(target, 0);
        multiplyAdd(left, right, target);
    }

    private void multiplyAdd(double[] left, double[] right, double[] target) {
        for (int row = 0; row < size; row++) {
            for (int k = 0; k < size; k++) {
                double factor = left[row * size + k];
                if (factor != 0) {
                    for (int column = 0; column < size; column++) {
                        target[row * size + column] += factor * right[k * size + column];
                    }
                }
            }
        }
    }
}
