package org.hsdpo.twin.history;

import org.hsdpo.twin.TwinPrior;
import org.hsdpo.twin.map.Cholesky;

/**
 * The most probable coordinates z of a person given their history, and the Laplace posterior around them: the minimum of
 * Φ(z) = z'z + Σ residual² (minus twice the logarithm of the posterior density) by Levenberg-Marquardt steps, with the
 * precision I + J'J there.
 *
 * @param coordinates where Φ is least
 * @param precision of the normal approximation, row by row
 * @param objective Φ at the mode: under the model it is chi-squared with one degree of freedom for each measurement where
 *     residuals are linear in z
 */
record PosteriorMode(double[] coordinates, double[] precision, double objective) {
    /** Step of the differences: far above the error of the balance, far below the curvature of the model. */
    private static final double DIFFERENCE = 1e-4;

    private static final int MOST_STEPS = 60;
    /** The search ends where a step promises to lower Φ by less than twice this: it changes no weight that matters. */
    private static final double SETTLED = 1e-5;

    private static final double MOST_DAMPING = 1e8;

    static PosteriorMode of(TwinPrior prior, HistoryFit fit) {
        int size = prior.dimension();
        Neighbourhood here = neighbourhood(prior, fit, new double[size]);
        if (!Double.isFinite(here.objective)) {
            throw HistoryPersonalisation.notExplained();
        }
        Cholesky cholesky = new Cholesky(size);
        double[] step = new double[size];
        double damping = 1e-3;
        for (int steps = 0; steps < MOST_STEPS && damping < MOST_DAMPING; steps++) {
            double[] damped = here.precision.clone();
            for (int k = 0; k < size; k++) {
                damped[k * size + k] *= 1 + damping;
            }
            if (!cholesky.factorise(damped)) {
                throw HistoryPersonalisation.notExplained();
            }
            cholesky.solve(here.descent, step);
            double[] next = here.coordinates.clone();
            double promised = 0;
            for (int k = 0; k < size; k++) {
                next[k] += step[k];
                promised += step[k] * here.descent[k];
            }
            if (promised < SETTLED) {
                break;
            }
            Neighbourhood there = neighbourhood(prior, fit, next);
            if (there.objective < here.objective) {
                here = there;
                damping /= 10;
            } else {
                damping *= 10;
            }
        }
        return new PosteriorMode(here.coordinates, here.precision, here.objective);
    }

    /** Φ, half its descent and half its expected second derivative at some coordinates. */
    private record Neighbourhood(double[] coordinates, double objective, double[] descent, double[] precision) {}

    private static Neighbourhood neighbourhood(TwinPrior prior, HistoryFit fit, double[] coordinates) {
        int size = coordinates.length;
        double[][] points = new double[size + 1][];
        points[size] = coordinates;
        for (int k = 0; k < size; k++) {
            points[k] = coordinates.clone();
            points[k][k] += DIFFERENCE;
        }
        HistoryFit.Run run = fit.run(prior.typical(points));
        double objective = run.misfit(size);
        double[] descent = new double[size];
        double[] precision = new double[size * size];
        double[] residuals = run.residuals();
        int measurements = fit.size();
        double[][] slopes = new double[size][measurements];
        for (int k = 0; k < size; k++) {
            objective += coordinates[k] * coordinates[k];
            descent[k] = -coordinates[k];
            precision[k * size + k] = 1;
            // Without a person at the neighbouring point only the prior speaks for this direction.
            if (Double.isFinite(run.misfit(k))) {
                for (int j = 0; j < measurements; j++) {
                    double residual = residuals[size * measurements + j];
                    slopes[k][j] = (residuals[k * measurements + j] - residual) / DIFFERENCE;
                    descent[k] -= slopes[k][j] * residual;
                }
            }
        }
        for (int k = 0; k < size; k++) {
            for (int l = 0; l < size; l++) {
                for (int j = 0; j < measurements; j++) {
                    precision[k * size + l] += slopes[k][j] * slopes[l][j];
                }
            }
        }
        return new Neighbourhood(coordinates, objective, descent, precision);
    }
}
