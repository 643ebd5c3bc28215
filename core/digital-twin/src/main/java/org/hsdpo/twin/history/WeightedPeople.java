package org.hsdpo.twin.history;

import java.util.Arrays;
import org.hsdpo.twin.CounterRandom;
import org.hsdpo.twin.TwinPrior;
import org.hsdpo.twin.map.Cholesky;

/**
 * People drawn around a centre, each with the weight that makes them a sample of the posterior.
 *
 * @param run the people on the day of today
 * @param coordinates of each
 * @param weights sum 1
 * @param effectiveSize 1 / Σ weight²: as many independent draws of the posterior say as much (Kong 1992, Technical Report
 *     348, University of Chicago); 0 where nobody explains the history
 */
record WeightedPeople(HistoryFit.Run run, double[][] coordinates, double[] weights, double effectiveSize) {
    /** Degrees of freedom of the proposal: its tails reach beyond the normal ones of the Laplace approximation. */
    private static final int DEGREES = 12;

    /**
     * Draws from a multivariate t distribution.
     *
     * @param precision inverse of the scale matrix, row by row, positive definite
     * @param seed of this draw
     */
    static WeightedPeople around(
            double[] centre, double[] precision, TwinPrior prior, HistoryFit fit, int people, long seed) {
        int size = centre.length;
        Cholesky cholesky = new Cholesky(size);
        if (!cholesky.factorise(precision)) {
            throw HistoryPersonalisation.notExplained();
        }
        double[][] coordinates = new double[people][size];
        double[] logProposal = new double[people];
        double[] normal = new double[size];
        for (int i = 0; i < people; i++) {
            long key = CounterRandom.key(seed, i);
            double square = 0;
            for (int k = 0; k < size; k++) {
                normal[k] = CounterRandom.normal(key, k);
                square += normal[k] * normal[k];
            }
            double chiSquare = 0;
            for (int k = size; k < size + DEGREES; k++) {
                double number = CounterRandom.normal(key, k);
                chiSquare += number * number;
            }
            cholesky.solveTransposed(normal, coordinates[i]);
            double scale = Math.sqrt(DEGREES / chiSquare);
            for (int k = 0; k < size; k++) {
                coordinates[i][k] = centre[k] + scale * coordinates[i][k];
            }
            logProposal[i] = -(DEGREES + size) / 2.0 * Math.log1p(scale * scale * square / DEGREES);
        }
        HistoryFit.Run run = fit.run(prior.draw(coordinates, CounterRandom.key(seed, people)));
        double[] weights = new double[people];
        for (int i = 0; i < people; i++) {
            double square = 0;
            for (double z : coordinates[i]) {
                square += z * z;
            }
            weights[i] = -(square + run.misfit(i)) / 2 - logProposal[i];
        }
        return new WeightedPeople(run, coordinates, weights, normalise(weights));
    }

    /** Turns logarithms into weights that add up to 1 and returns the effective size. */
    private static double normalise(double[] logWeights) {
        double most = Arrays.stream(logWeights).max().orElseThrow();
        if (!Double.isFinite(most)) {
            Arrays.fill(logWeights, 0);
            return 0;
        }
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < logWeights.length; i++) {
            logWeights[i] = Math.exp(logWeights[i] - most);
            sum += logWeights[i];
            squares += logWeights[i] * logWeights[i];
        }
        for (int i = 0; i < logWeights.length; i++) {
            logWeights[i] /= sum;
        }
        return sum * sum / squares;
    }

    double[] mean() {
        double[] mean = new double[coordinates[0].length];
        for (int i = 0; i < weights.length; i++) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += weights[i] * coordinates[i][k];
            }
        }
        return mean;
    }

    /** Weighted covariance around a mean, row by row. */
    double[] covariance(double[] mean) {
        int size = mean.length;
        double[] covariance = new double[size * size];
        for (int i = 0; i < weights.length; i++) {
            for (int k = 0; k < size; k++) {
                for (int l = 0; l < size; l++) {
                    covariance[k * size + l] +=
                            weights[i] * (coordinates[i][k] - mean[k]) * (coordinates[i][l] - mean[l]);
                }
            }
        }
        return covariance;
    }

    /**
     * Indices of equally weighted draws, by systematic resampling: each person comes as often as their weight says, to one.
     */
    int[] resampled(int draws, double uniform) {
        int[] chosen = new int[draws];
        double cumulative = weights[0];
        int person = 0;
        for (int i = 0; i < draws; i++) {
            double at = (i + uniform) / draws;
            while (cumulative < at && person < weights.length - 1) {
                person++;
                cumulative += weights[person];
            }
            chosen[i] = person;
        }
        return chosen;
    }
}
