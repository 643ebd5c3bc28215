package org.hsdpo.hyperscore.novelty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How well the distance to the reference population tells patients of other populations from its own: the area under the
 * receiver operating characteristic, that is the probability that a patient of the other lies further away than one of its
 * own (Hanley and McNeil 1982, Radiology 143:29).
 */
class OutOfDistributionTest {
    private static final NoveltyEngine ENGINE =
            new NoveltyEngine(new PracticeIndex(ReferencePopulation.shipped().patients(3_000, 20_260_101)));
    private static final List<ReferencePatient> OWN =
            ReferencePopulation.shipped().patients(500, 4);

    /** Populations that the scores were not calibrated on, made of the population's own by one change. */
    private enum Shifted {
        ADVANCED_KIDNEY_DISEASE,
        VERY_OLD,
        VERY_OBESE,
        YOUNG_LEAN_AND_LONG_ILL,
        HBA1C_ABOVE_14,
        ADOLESCENTS;

        ReferencePatient of(ReferencePatient patient, RandomGenerator random) {
            return switch (this) {
                case ADVANCED_KIDNEY_DISEASE ->
                    with(
                            patient,
                            patient.age(),
                            patient.bodyMassIndex(),
                            patient.hba1c(),
                            random.nextDouble(8, 25),
                            patient.duration());
                case VERY_OLD ->
                    with(
                            patient,
                            random.nextDouble(88, 98),
                            patient.bodyMassIndex(),
                            patient.hba1c(),
                            patient.egfr(),
                            patient.duration());
                case VERY_OBESE ->
                    with(
                            patient,
                            patient.age(),
                            random.nextDouble(55, 70),
                            patient.hba1c(),
                            patient.egfr(),
                            patient.duration());
                case YOUNG_LEAN_AND_LONG_ILL ->
                    with(
                            patient,
                            random.nextDouble(20, 28),
                            random.nextDouble(18, 21),
                            patient.hba1c(),
                            patient.egfr(),
                            random.nextDouble(12, 18));
                case HBA1C_ABOVE_14 ->
                    with(
                            patient,
                            patient.age(),
                            patient.bodyMassIndex(),
                            random.nextDouble(14, 17),
                            patient.egfr(),
                            patient.duration());
                case ADOLESCENTS ->
                    with(
                            patient,
                            random.nextDouble(12, 18),
                            patient.bodyMassIndex(),
                            patient.hba1c(),
                            patient.egfr(),
                            random.nextDouble(0, 3));
            };
        }

        private static ReferencePatient with(
                ReferencePatient patient,
                double age,
                double bodyMassIndex,
                double hba1c,
                double egfr,
                double duration) {
            return new ReferencePatient(
                    age,
                    patient.sex(),
                    bodyMassIndex,
                    patient.height(),
                    hba1c,
                    egfr,
                    duration,
                    patient.systolicPressure(),
                    patient.ldl(),
                    patient.heartFailure(),
                    patient.cardiovascularDisease(),
                    patient.regimen());
        }
    }

    private static double[] distances(UnaryOperator<ReferencePatient> change) {
        return OWN.stream()
                .map(change)
                .mapToDouble(
                        patient -> ENGINE.practice(PracticeQuery.of(patient)).supportDistance())
                .toArray();
    }

    private static double areaUnderCurve(double[] own, double[] other) {
        double further = 0;
        for (double out : other) {
            for (double in : own) {
                further += out > in ? 1 : out == in ? 0.5 : 0;
            }
        }
        return further / own.length / other.length;
    }

    private static double outside(double[] distances) {
        return (double) java.util.Arrays.stream(distances)
                        .filter(each -> each > 1)
                        .count()
                / distances.length;
    }

    @ParameterizedTest
    @EnumSource
    void anotherPopulationLiesFurtherAway(Shifted population) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(6);
        double[] own = distances(UnaryOperator.identity());
        double[] other = distances(patient -> population.of(patient, random));
        double area = areaUnderCurve(own, other);
        System.out.printf(
                Locale.ROOT,
                "%s: AUROC %.3f, called outside %.0f %% (own %.0f %%)%n",
                population,
                area,
                100 * outside(other),
                100 * outside(own));
        assertThat(area).isGreaterThan(0.8);
    }

    @Test
    void theSamePopulationDrawnAgainDoesNot() {
        double[] own = distances(UnaryOperator.identity());
        double[] again = ReferencePopulation.shipped().patients(500, 5).stream()
                .mapToDouble(
                        patient -> ENGINE.practice(PracticeQuery.of(patient)).supportDistance())
                .toArray();
        assertThat(areaUnderCurve(own, again)).isBetween(0.45, 0.55);
        assertThat(outside(again)).isLessThan(0.1);
    }
}
