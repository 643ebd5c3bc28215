package org.hsdpo.twin.map;

import java.util.ArrayList;
import java.util.List;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.pk.ParameterSource;
import org.hsdpo.twin.pk.Subject;

/** Finds the most probable random effects of one person; deterministic. */
public final class MapEstimator {
    /** Standard deviations above its expectation at which the misfit asks for further starts. */
    private static final double SURPRISE = 3;
    /** Distance of the further starts from the prior's centre, in its standard deviations. */
    private static final double START = 2;
    /** Decrease of the objective that makes another mode the better one. */
    private static final double GAIN = 1e-6;

    private MapEstimator() {}

    /**
     * The estimate.
     *
     * @throws InvalidInputException naming file, line and field where the person's data does not fit the model
     */
    public static MapEstimate estimate(PopulationModel model, Subject subject) {
        Posterior posterior = new Posterior(model, subject);
        ModeSearch search = new ModeSearch(posterior);
        search.from(new double[posterior.size()]);
        double objective = posterior.evaluate(search.point());
        if (search.converged() && isPlausible(posterior)) {
            return result(posterior, search, objective, search.evaluations() + 1, 1);
        }
        return restarted(posterior, search);
    }

    /** At the point of the last evaluation. */
    private static boolean isPlausible(Posterior posterior) {
        int measurements = posterior.measurements();
        return posterior.misfit() <= measurements + SURPRISE * Math.sqrt(2.0 * measurements);
    }

    /** From either side of the prior along every effect: a person may have a second mode, for example flip-flop kinetics. */
    private static MapEstimate restarted(Posterior posterior, ModeSearch first) {
        int size = posterior.size();
        ModeSearch best = first;
        int evaluations = first.evaluations();
        int starts = 1;
        for (int i = 0; i < size; i++) {
            for (int side = -1; side <= 1; side += 2) {
                double[] start = new double[size];
                start[i] = side * START * Math.sqrt(posterior.priorVariance(i));
                ModeSearch search = new ModeSearch(posterior);
                search.from(start);
                evaluations += search.evaluations();
                starts++;
                boolean better = search.value() < best.value() - GAIN;
                if (search.converged() ? better || !best.converged() : better && !best.converged()) {
                    best = search;
                }
            }
        }
        double objective = posterior.evaluate(best.point());
        if (objective == Double.POSITIVE_INFINITY) {
            throw new InvalidInputException(
                    "DV",
                    "PREDICTION_IMPOSSIBLE",
                    "the measurements of a person have no finite prediction",
                    "measurements the model can predict");
        }
        return result(posterior, best, objective, evaluations + 2, starts);
    }

    /**
     * The function that is minimised, at given effects.
     *
     * @see MapEstimate#objective()
     */
    public static double objective(PopulationModel model, Subject subject, List<Double> effects) {
        Posterior posterior = new Posterior(model, subject);
        double[] point = array(posterior.size(), effects);
        double value = posterior.evaluate(point);
        if (value == Double.POSITIVE_INFINITY) {
            posterior.refuseZeroVariance(point);
        }
        return value;
    }

    /** The person's parameters for given effects, for predictions. */
    public static ParameterSource parameters(PopulationModel model, Subject subject, List<Double> effects) {
        Individual individual = new Individual(model, subject);
        individual.effects(array(individual.directions(), effects));
        return individual;
    }

    private static double[] array(int size, List<Double> effects) {
        if (effects.size() != size) {
            throw new InvalidInputException(
                    "effects", "EFFECT_COUNT", "there are " + effects.size() + " effects", size + " effects");
        }
        return effects.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The estimate at the search's point, at which the posterior was evaluated last. */
    private static MapEstimate result(
            Posterior posterior, ModeSearch search, double objective, int evaluations, int starts) {
        int size = posterior.size();
        Cholesky cholesky = new Cholesky(size);
        double[] half = halved(posterior.information());
        if (!cholesky.factorise(half)) {
            throw new IllegalStateException("the expected curvature is positive definite");
        }
        double[] expected = new double[size * size];
        cholesky.inverse(expected);
        double marginal = objective + posterior.priorLogDeterminant() + cholesky.logDeterminant();
        double[] covariance = expected;
        if (search.converged() && cholesky.factorise(halved(search.second()))) {
            covariance = new double[size * size];
            cholesky.inverse(covariance);
        }
        List<Double> effects = new ArrayList<>();
        List<Double> shrinkage = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            effects.add(search.point()[i]);
            shrinkage.add(covariance[i * size + i] / posterior.priorVariance(i));
        }
        return new MapEstimate(
                List.copyOf(effects),
                posterior.occasions(),
                objective,
                marginal,
                rows(covariance, size),
                rows(expected, size),
                List.copyOf(shrinkage),
                search.converged(),
                evaluations,
                starts);
    }

    private static double[] halved(double[] matrix) {
        double[] half = matrix.clone();
        for (int i = 0; i < half.length; i++) {
            half[i] *= 0.5;
        }
        return half;
    }

    private static List<List<Double>> rows(double[] matrix, int size) {
        List<List<Double>> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<Double> row = new ArrayList<>();
            for (int j = 0; j < size; j++) {
                row.add(matrix[i * size + j]);
            }
            rows.add(List.copyOf(row));
        }
        return List.copyOf(rows);
    }
}
