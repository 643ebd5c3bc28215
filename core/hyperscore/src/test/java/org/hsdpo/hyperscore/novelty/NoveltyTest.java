package org.hsdpo.hyperscore.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.hyperscore.EngineScore;
import org.hsdpo.hyperscore.sandbox.Distribution;
import org.hsdpo.hyperscore.sandbox.Simulation;
import org.junit.jupiter.api.Test;

class NoveltyTest {
    private static final List<ReferencePatient> POPULATION =
            ReferencePopulation.shipped().patients(3_000, 20_260_101);
    private static final PracticeIndex INDEX = new PracticeIndex(POPULATION);
    private static final NoveltyEngine ENGINE = new NoveltyEngine(INDEX);

    private static PracticeQuery query(double age) {
        return new PracticeQuery(
                OptionalDouble.of(age),
                Optional.of(Sex.MALE),
                OptionalDouble.of(31),
                OptionalDouble.of(7.5),
                OptionalDouble.of(85),
                OptionalDouble.of(7),
                Truth.FALSE,
                Truth.FALSE);
    }

    private static Simulation simulation(Regimen regimen, double hba1c, double success) {
        Distribution d = new Distribution(hba1c, hba1c, hba1c, hba1c, hba1c, hba1c, 0.5, "%");
        return new Simulation(
                DoseCourse.constant(regimen),
                1000,
                d,
                d,
                d,
                d,
                d,
                d,
                d,
                success,
                0.02,
                success,
                Map.of(),
                new BitSet());
    }

    @Test
    void populationHasTheMarginsOfTheSurvey() {
        // NHANES 2011-2016, diagnosed diabetes, n = 2,058: see population.yaml.
        assertThat(mean(POPULATION.stream().mapToDouble(ReferencePatient::age))).isCloseTo(61.6, within(1.5));
        assertThat(mean(POPULATION.stream().mapToDouble(ReferencePatient::hba1c)))
                .isCloseTo(7.50, within(0.2));
        assertThat(mean(POPULATION.stream().mapToDouble(ReferencePatient::bodyMassIndex)))
                .isCloseTo(32.4, within(1.0));
        assertThat(mean(POPULATION.stream().mapToDouble(ReferencePatient::egfr)))
                .isCloseTo(81.2, within(2.5));
        assertThat(share(Drug.METFORMIN)).isCloseTo(0.58, within(0.04));
        assertThat(share(Drug.GLIMEPIRIDE)).isCloseTo(0.28, within(0.04));
        assertThat(share(Drug.INSULIN_GLARGINE)).isCloseTo(0.26, within(0.04));
    }

    private static double mean(java.util.stream.DoubleStream values) {
        return values.average().orElseThrow();
    }

    private static double share(Drug drug) {
        return mean(POPULATION.stream().mapToDouble(patient -> patient.regimen().takes(drug) ? 1 : 0));
    }

    @Test
    void theIndexFindsTheNearestNeighboursThatAnExhaustiveSearchFinds() {
        int found = 0;
        for (int i = 0; i < 50; i++) {
            PracticeQuery query = PracticeQuery.of(POPULATION.get(i));
            assertThat(INDEX.similarPatients(query).getFirst().patient()).isEqualTo(POPULATION.get(i));
            found += INDEX.similarPatients(query).size();
        }
        assertThat(found).isEqualTo(50 * PracticeIndex.NEIGHBOURS);
    }

    @Test
    void theCommonestCombinationIsExactlyOneHalf() {
        NoveltyEngine.Practice practice = ENGINE.practice(query(60));
        Regimen usual = practice.usual(regimen -> true).orElseThrow();
        Simulation forecast = simulation(usual, 7.2, 0.5);
        assertThat(ENGINE.score(practice, forecast, Optional.of(forecast)).score())
                .isEqualTo(0.5);
    }

    @Test
    void aDepartureThatIsBorneOutScoresAboveOneHalfAndOneThatIsNotBelow() {
        NoveltyEngine.Practice practice = ENGINE.practice(query(60));
        Regimen rare = Regimen.of(Drug.PIOGLITAZONE, 45)
                .with(Drug.LIRAGLUTIDE, 1.8)
                .with(Drug.EMPAGLIFLOZIN, 25)
                .with(Drug.GLIMEPIRIDE, 8);
        Simulation usual = simulation(practice.usual(regimen -> true).orElseThrow(), 7.6, 0.4);

        EngineScore better = ENGINE.score(practice, simulation(rare, 6.6, 0.8), Optional.of(usual));
        EngineScore worse = ENGINE.score(practice, simulation(rare, 8.4, 0.1), Optional.of(usual));
        EngineScore noComparison = ENGINE.score(practice, simulation(rare, 6.6, 0.8), Optional.empty());

        assertThat(better.score()).isGreaterThan(0.5);
        assertThat(worse.score()).isLessThan(0.5);
        assertThat(noComparison.score()).isLessThan(0.5);
        assertThat(better.evidence()).anyMatch(line -> line.contains("30 similar patients"));
    }

    @Test
    void independenceIsGradedByDistanceFromWhatIsDone() {
        NoveltyEngine.Practice practice = ENGINE.practice(query(60));
        Regimen usual = practice.usual(regimen -> true).orElseThrow();
        Regimen strange = Regimen.of(Drug.PIOGLITAZONE, 45)
                .with(Drug.LIRAGLUTIDE, 1.8)
                .with(Drug.EMPAGLIFLOZIN, 25)
                .with(Drug.GLIMEPIRIDE, 8);
        Regimen oneMore = usual.with(Drug.SITAGLIPTIN, 100);

        assertThat(practice.departure(usual)).isZero();
        assertThat(practice.departure(oneMore)).isGreaterThan(0).isLessThan(practice.departure(strange));
        assertThat(ENGINE.value(practice, simulation(oneMore, 7.6, 0.4), Optional.of(simulation(usual, 7.6, 0.4))))
                .as("rare is not unheard of")
                .isGreaterThan(0.2)
                .isLessThan(0.5);
    }

    @Test
    void combinationsAreNearerTheMoreDrugsAndClassesTheyShare() {
        Set<Drug> metformin = Set.of(Drug.METFORMIN);
        assertThat(NoveltyEngine.distance(metformin, metformin)).isZero();
        assertThat(NoveltyEngine.distance(Set.of(), Set.of())).isZero();
        assertThat(NoveltyEngine.distance(metformin, Set.of())).isEqualTo(1);
        assertThat(NoveltyEngine.distance(metformin, Set.of(Drug.METFORMIN, Drug.SITAGLIPTIN)))
                .isEqualTo(0.5);
        assertThat(NoveltyEngine.distance(Set.of(Drug.LIRAGLUTIDE), Set.of(Drug.SEMAGLUTIDE)))
                .as("another drug of the same class")
                .isEqualTo(0.5);
    }

    @Test
    void whereSuccessCannotBeToldApartTheLowerHba1cBearsADepartureOut() {
        NoveltyEngine.Practice practice = ENGINE.practice(query(60));
        Regimen usual = practice.usual(regimen -> true).orElseThrow();
        Regimen oneMore = usual.with(Drug.SITAGLIPTIN, 100);
        assertThat(ENGINE.value(practice, simulation(oneMore, 8.0, 0), Optional.of(simulation(usual, 8.7, 0))))
                .isGreaterThan(0.5);
        assertThat(ENGINE.value(practice, simulation(oneMore, 9.3, 0), Optional.of(simulation(usual, 8.7, 0))))
                .isLessThan(0.5);
    }

    @Test
    void aDepartureOutsideThePopulationHasNoSupport() {
        PracticeQuery far = new PracticeQuery(
                OptionalDouble.of(19),
                Optional.of(Sex.FEMALE),
                OptionalDouble.of(75),
                OptionalDouble.of(18),
                OptionalDouble.of(5),
                OptionalDouble.of(0),
                Truth.TRUE,
                Truth.TRUE);
        NoveltyEngine.Practice practice = ENGINE.practice(far);
        Regimen rare = Regimen.of(Drug.PIOGLITAZONE, 45).with(Drug.GLIMEPIRIDE, 8);
        Simulation usual = simulation(Regimen.none(), 9, 0.1);

        assertThat(practice.isSupported()).isFalse();
        assertThat(practice.supportDistance()).isGreaterThan(1);
        assertThat(ENGINE.score(practice, simulation(rare, 6.5, 0.9), Optional.of(usual))
                        .score())
                .isLessThan(0.5);
    }

    @Test
    void equalForecastsHaveNoDivergence() {
        Simulation forecast = simulation(Regimen.none(), 7.5, 0.5);
        assertThat(NoveltyEngine.gain(forecast, forecast)).isCloseTo(0, within(1e-12));
        // Two normals of standard deviation 0.5 whose means differ by 1: (1/0.5)²/2 = 2 nats.
        assertThat(NoveltyEngine.gain(simulation(Regimen.none(), 6.5, 0.5), forecast))
                .isCloseTo(2, within(1e-12));
    }
}
