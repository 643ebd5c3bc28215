package org.hsdpo.twin.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.CounterRandom;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;
import org.hsdpo.twin.TwinPrior;
import org.hsdpo.twin.map.Cholesky;

/**
 * Personalises a twin to a whole history.
 *
 * <p>The prior is the personalisation at the first record. The weekly model takes its people through the doses of the
 * history; what was measured on the way weighs them. Around the most probable person ({@link PosteriorMode}) people are
 * drawn, weighted and resampled, so that the result is the posterior and not its normal approximation.
 */
public final class HistoryPersonalisation {
    /** Fewer independent draws than this say too little of the tails: there is no result then. */
    public static final double LEAST_EFFECTIVE_SIZE = 100;

    /** Sampling goes on in further rounds until it reaches this: the 90 % interval of n draws holds 90·(n − 1)/(n + 1) %. */
    private static final double WANTED_EFFECTIVE_SIZE = 400;

    /** Beyond this many standard deviations the history contradicts the model or itself, as in the personalisation of one day. */
    private static final double CONTRADICTION = 4.5;
    /** People drawn for each draw wanted, and at least. */
    private static final int PEOPLE_PER_DRAW = 2;

    private static final int LEAST_PEOPLE = 1000;
    private static final int MOST_ROUNDS = 4;

    private HistoryPersonalisation() {}

    /** {@link #of(PatientHistory, int, long, ModelVariant)} with the standard variant. */
    public static HistoryPosterior of(PatientHistory history, int draws, long seed) {
        return of(history, draws, seed, ModelVariant.STANDARD);
    }

    /**
     * Draws of the posterior today. Without earlier measurements this is {@link TwinCohort#personalised}.
     *
     * @param draws number of draws, at least 1
     * @param seed the same seed gives the same draws
     * @throws InvalidInputException as {@link TwinCohort#personalised}; where no person of the model explains the history
     *     ({@code HISTORY_INCONSISTENT}); where the posterior could not be sampled ({@code POSTERIOR_NOT_SAMPLED})
     */
    public static HistoryPosterior of(PatientHistory history, int draws, long seed, ModelVariant variant) {
        if (draws < 1) {
            throw new IllegalArgumentException("a cohort needs at least one draw: " + draws);
        }
        Timeline timeline = Timeline.of(history);
        if (timeline.isPresentOnly()) {
            TwinCohort present = TwinCohort.personalised(present(history, timeline), draws, seed, variant);
            return new HistoryPosterior(present, List.of(), timeline.anchors(), 0, draws, 0);
        }
        TwinPrior prior = new TwinPrior(timeline.first(), timeline.drugs(), variant, "history.first");
        HistoryFit fit = new HistoryFit(timeline);
        PosteriorMode mode = PosteriorMode.of(prior, fit);
        double misfit = standardised(mode.objective(), fit.size());
        if (misfit > CONTRADICTION) {
            throw notExplained();
        }
        WeightedPeople people = sample(mode, prior, fit, Math.max(LEAST_PEOPLE, PEOPLE_PER_DRAW * draws), seed);
        int[] chosen = people.resampled(draws, CounterRandom.uniform(seed, 0));
        return new HistoryPosterior(
                people.run().today().standing(chosen, CounterRandom.key(seed, MOST_ROUNDS)),
                shrinkage(timeline, people, variant, seed),
                timeline.anchors() + fit.size(),
                timeline.weeks(),
                Math.min(people.effectiveSize(), draws),
                misfit);
    }

    /** Rounds of sampling, each around what the best before found and twice as large, until one suffices. */
    private static WeightedPeople sample(PosteriorMode mode, TwinPrior prior, HistoryFit fit, int size, long seed) {
        WeightedPeople best = WeightedPeople.around(
                mode.coordinates(), mode.precision(), prior, fit, size, CounterRandom.key(seed, 0));
        for (int round = 1; round < MOST_ROUNDS && best.effectiveSize() < WANTED_EFFECTIVE_SIZE; round++) {
            WeightedPeople next = again(best, prior, fit, size << round, CounterRandom.key(seed, round));
            best = next.effectiveSize() > best.effectiveSize() ? next : best;
        }
        if (best.effectiveSize() < LEAST_EFFECTIVE_SIZE) {
            throw new InvalidInputException(
                    "history",
                    "POSTERIOR_NOT_SAMPLED",
                    "the people who explain the history could not be sampled well enough",
                    "a history whose effective sample size reaches " + LEAST_EFFECTIVE_SIZE
                            + ", or the newest values alone");
        }
        return best;
    }

    private static WeightedPeople again(WeightedPeople before, TwinPrior prior, HistoryFit fit, int size, long seed) {
        double[] mean = before.mean();
        double[] covariance = before.covariance(mean);
        int dimension = mean.length;
        // A small sample knows little of the correlations.
        double trust = before.effectiveSize() / (before.effectiveSize() + dimension);
        for (int k = 0; k < dimension; k++) {
            for (int l = 0; l < dimension; l++) {
                if (k != l) {
                    covariance[k * dimension + l] *= trust;
                }
            }
            covariance[k * dimension + k] = Math.max(covariance[k * dimension + k], 1e-4);
        }
        Cholesky cholesky = new Cholesky(dimension);
        if (!cholesky.factorise(covariance)) {
            throw notExplained();
        }
        double[] precision = new double[dimension * dimension];
        cholesky.inverse(precision);
        return WeightedPeople.around(mean, precision, prior, fit, size, seed);
    }

    static InvalidInputException notExplained() {
        return new InvalidInputException(
                "history",
                "HISTORY_INCONSISTENT",
                "no person of the model explains the measurements under the doses stated",
                "measurements and doses of one person with their true dates, or the newest values alone");
    }

    /** Wilson and Hilferty 1931 (Proc Natl Acad Sci 17:684): a chi-squared number as a standard normal one. */
    private static double standardised(double chiSquare, int degrees) {
        if (degrees == 0) {
            return 0;
        }
        double variance = 2 / (9.0 * degrees);
        return (Math.cbrt(chiSquare / degrees) - (1 - variance)) / Math.sqrt(variance);
    }

    private static TwinInputs present(PatientHistory history, Timeline timeline) {
        return history.measurements().isEmpty() ? history.covariates() : timeline.first();
    }

    private static List<HistoryPosterior.Shrinkage> shrinkage(
            Timeline timeline, WeightedPeople people, ModelVariant variant, long seed) {
        TwinCohort before = TwinCohort.personalised(timeline.first(), people.weights().length, seed, variant);
        List<HistoryPosterior.Shrinkage> shrinkage = new ArrayList<>();
        shrinkage.add(share("secretion", before, people, (cohort, i) -> Math.log(cohort.secretion(i))));
        shrinkage.add(share("resistance", before, people, (cohort, i) -> Math.log(cohort.resistance(i))));
        shrinkage.add(share("prandialGlucose", before, people, TwinCohort::prandialGlucose));
        shrinkage.add(share("glycationGap", before, people, TwinCohort::glycationGap));
        shrinkage.add(share("betaCellDecline", before, people, (cohort, i) -> Math.log(cohort.betaCellDecline(i))));
        shrinkage.add(share("slowResponse", before, people, (cohort, i) -> Math.log(cohort.slowResponse(i))));
        for (Drug drug : timeline.drugs()) {
            shrinkage.add(
                    share("response." + drug.id(), before, people, (cohort, i) -> Math.log(cohort.response(i, drug))));
            shrinkage.add(share(
                    "clearance." + drug.id(), before, people, (cohort, i) -> Math.log(cohort.clearance(i, drug))));
        }
        return shrinkage;
    }

    private static HistoryPosterior.Shrinkage share(
            String parameter, TwinCohort before, WeightedPeople people, ToDoubleBiFunction<TwinCohort, Integer> value) {
        double[] equal = new double[before.size()];
        Arrays.fill(equal, 1.0 / equal.length);
        TwinCohort after = people.run().people().cohort();
        return new HistoryPosterior.Shrinkage(
                parameter, variance(after, people.weights(), value) / variance(before, equal, value));
    }

    private static double variance(TwinCohort cohort, double[] weights, ToDoubleBiFunction<TwinCohort, Integer> value) {
        double mean = 0;
        double square = 0;
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                double x = value.applyAsDouble(cohort, i);
                sum += weights[i];
                double step = weights[i] / sum * (x - mean);
                square += weights[i] * (x - mean) * (x - mean - step);
                mean += step;
            }
        }
        return square / sum;
    }
}
