package org.hsdpo.hyperscore.reproducibility;

import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;

/**
 * The patient's twins made again.
 *
 * @param name what is different
 * @param cohort the twins
 */
public record Reproduction(String name, TwinCohort cohort) {
    /** Draws of each reproduction. */
    public static final int DRAWS = 128;

    /** Three reproductions: another seed, another model structure, and measurements perturbed within their error. */
    public static List<Reproduction> of(TwinInputs inputs, long seed) {
        return List.of(
                new Reproduction("another seed", TwinCohort.personalised(inputs, DRAWS, seed + 1)),
                new Reproduction(
                        "another model structure",
                        TwinCohort.personalised(inputs, DRAWS, seed + 1, ModelVariant.ALTERNATIVE)),
                new Reproduction(
                        "measurements perturbed within their error",
                        TwinCohort.personalised(perturbed(inputs, seed + 2), DRAWS, seed + 1)));
    }

    private static TwinInputs perturbed(TwinInputs inputs, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
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
