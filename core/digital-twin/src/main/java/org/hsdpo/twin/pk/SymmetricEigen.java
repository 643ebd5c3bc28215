package org.hsdpo.twin.pk;

import java.util.Arrays;

/**
 * Eigenvalues and orthonormal eigenvectors of a small symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan 2013,
 * <i>Matrix Computations</i>, 4th ed., section 8.5).
 */
final class SymmetricEigen {
    private static final int MOST_SWEEPS = 50;

    private final int size;
    private final double[] matrix;
    private final double[] vectors;
    private final double[] values;

    SymmetricEigen(int size) {
        this.size = size;
        matrix = new double[size * size];
        vectors = new double[size * size];
        values = new double[size];
    }

    /** The matrix, row by row; overwritten by {@link #decompose}. */
    double[] matrix() {
        return matrix;
    }

    /** Eigenvalue by column of {@link #vectors}. */
    double[] values() {
        return values;
    }

    /** Eigenvectors in columns, row by row. */
    double[] vectors() {
        return vectors;
    }

    void decompose() {
        Arrays.fill(vectors, 0);
        for (int i = 0; i < size; i++) {
            vectors[i * size + i] = 1;
        }
        boolean rotated = true;
        for (int sweep = 0; sweep < MOST_SWEEPS && rotated; sweep++) {
            rotated = false;
            for (int p = 0; p < size; p++) {
                for (int q = p + 1; q < size; q++) {
                    rotated |= rotate(p, q);
                }
            }
        }
        for (int i = 0; i < size; i++) {
            values[i] = matrix[i * size + i];
        }
    }

    private boolean rotate(int p, int q) {
        double off = matrix[p * size + q];
        double first = matrix[p * size + p];
        double second = matrix[q * size + q];
        if (!(Math.abs(off) > 1e-17 * Math.sqrt(Math.abs(first * second)))) {
            return false;
        }
        double theta = (second - first) / (2 * off);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cosine = 1 / Math.sqrt(t * t + 1);
        double sine = t * cosine;
        for (int k = 0; k < size; k++) {
            double kp = matrix[k * size + p];
            double kq = matrix[k * size + q];
            matrix[k * size + p] = cosine * kp - sine * kq;
            matrix[k * size + q] = sine * kp + cosine * kq;
        }
        for (int k = 0; k < size; k++) {
            double pk = matrix[p * size + k];
            double qk = matrix[q * size + k];
            matrix[p * size + k] = cosine * pk - sine * qk;
            matrix[q * size + k] = sine * pk + cosine * qk;
            double vp = vectors[k * size + p];
            double vq = vectors[k * size + q];
            vectors[k * size + p] = cosine * vp - sine * vq;
            vectors[k * size + q] = sine * vp + cosine * vq;
        }
        matrix[p * size + q] = 0;
        matrix[q * size + p] = 0;
        return true;
    }
}
