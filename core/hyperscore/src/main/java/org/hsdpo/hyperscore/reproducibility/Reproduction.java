package org.hsdpo.hyperscore.reproducibility;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;
import org.hsdpo.twin.history.DatedMeasurement;
import org.hsdpo.twin.history.PatientHistory;
import org.hsdpo.twin.history.PersonalTwin;
import org.hsdpo.twin.history.TwinSource;

/**
 * The patient's twins made again.
 *
 * @param name what is different
 * @param cohort the twins
 */
public record Reproduction(String name, TwinCohort cohort) {
    /** Draws of each reproduction. */
    public static final int DRAWS = 128;

    private static final double LEFT_OUT = 0.2;

    /** What can be different. */
    public enum Kind {
        SEED("another seed", "another seed"),
        STRUCTURE("another model structure", "another model structure"),
        MEASUREMENTS("measurements perturbed within their error", "a fifth of the measurements left out");

        private final String words;
        private final String ofHistory;

        Kind(String words, String ofHistory) {
            this.words = words;
            this.ofHistory = ofHistory;
        }
    }

    /**
     * Makes the twins again. Where a history cannot be explained that way they are made from current values, and the name
     * says so.
     *
     * @param seed of the twins that are made again
     */
    public static Reproduction of(Kind kind, PersonalTwin twin, long seed) {
        return switch (twin.source()) {
            case TwinSource.CurrentValues present -> new Reproduction(kind.words, again(kind, present, seed));
            case TwinSource.History history -> {
                try {
                    yield new Reproduction(kind.ofHistory, again(kind, history, seed));
                } catch (InvalidInputException notExplained) {
                    yield new Reproduction(
                            kind.ofHistory + ", from current values, as it does not explain the history",
                            again(kind, twin.present(), seed));
                }
            }
        };
    }

    private static TwinCohort again(Kind kind, TwinSource source, long seed) {
        return switch (kind) {
            case SEED -> source.draw(DRAWS, seed + 1, ModelVariant.STANDARD);
            case STRUCTURE -> source.draw(DRAWS, seed + 1, ModelVariant.ALTERNATIVE);
            case MEASUREMENTS -> disturbed(source, seed + 2).draw(DRAWS, seed + 1, ModelVariant.STANDARD);
        };
    }

    private static TwinSource disturbed(TwinSource source, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        return switch (source) {
            case TwinSource.CurrentValues(TwinInputs inputs) -> new TwinSource.CurrentValues(perturbed(inputs, random));
            case TwinSource.History(PatientHistory history) -> new TwinSource.History(thinned(history, random));
        };
    }

    /**
     * Without a fifth of the measurements. Errors added to a whole history would make it a history of twice the errors, which
     * contradicts the model.
     */
    private static PatientHistory thinned(PatientHistory history, RandomGenerator random) {
        List<DatedMeasurement> kept = new ArrayList<>();
        for (DatedMeasurement measurement : history.measurements()) {
            boolean keep = random.nextDouble() >= LEFT_OUT;
            if (keep
                    || measurement
                            .date()
                            .equals(history.measurements().getFirst().date())) {
                kept.add(measurement);
            }
        }
        return new PatientHistory(history.covariates(), history.today(), kept, history.doses());
    }

    private static TwinInputs perturbed(TwinInputs inputs, RandomGenerator random) {
        return new TwinInputs(
                inputs.age(),
                inputs.sex(),
                perturbed(inputs.weight(), random),
                perturbed(inputs.height(), random),
                perturbed(inputs.egfr(), random),
                perturbed(inputs.hba1c(), random),
                perturbed(inputs.fastingGlucose(), random),
                perturbed(inputs.meanGlucose(), random),
                perturbed(inputs.glucoseCv(), random),
                inputs.diabetesDuration(),
                perturbed(inputs.systolicPressure(), random),
                perturbed(inputs.ldl(), random),
                inputs.phenotypes(),
                inputs.severeHypoglycaemiaHistory(),
                inputs.heartFailure(),
                inputs.cardiovascularDisease(),
                inputs.currentRegimen());
    }

    /** In proportion, so that a value stays above 0. */
    private static Covariate perturbed(Covariate covariate, RandomGenerator random) {
        double draw = random.nextGaussian();
        OptionalDouble value = covariate.value();
        return value.isPresent() && value.getAsDouble() > 0
                ? Covariate.known(
                        value.getAsDouble() * Math.exp(covariate.measurementSd() / value.getAsDouble() * draw),
                        covariate.measurementSd())
                : covariate;
    }
}
