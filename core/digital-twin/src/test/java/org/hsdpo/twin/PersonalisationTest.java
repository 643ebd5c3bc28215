package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.hsdpo.clinical.testing.PatientBuilder.aPatient;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;
import static org.hsdpo.twin.Means.mean;
import static org.hsdpo.twin.TwinInputsBuilder.someone;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PersonalisationTest {
    private static final int DRAWS = 1000;

    static Stream<Regimen> regimens() {
        return Stream.concat(
                Stream.of(
                        Regimen.none(),
                        Regimen.of(Map.of(Drug.METFORMIN, 2000.0, Drug.GLIMEPIRIDE, 4.0, Drug.INSULIN_GLARGINE, 40.0))),
                Stream.of(Drug.values())
                        .map(drug -> Regimen.of(
                                drug, Formulary.shipped().entry(drug).ladder().getLast())));
    }

    @ParameterizedTest
    @MethodSource("regimens")
    void drawsStandAtTheMeasuredHba1cUnderTheCurrentRegimen(Regimen regimen) {
        for (ModelVariant variant : ModelVariant.values()) {
            TwinBatch batch = new TwinBatch(
                    TwinCohort.personalised(someone().taking(regimen).build(), DRAWS, 1, variant));
            assertThat(mean(batch, batch::hba1c)).isCloseTo(8.2, within(0.03));
            assertThat(sd(batch, batch::hba1c)).isCloseTo(0.2, within(0.02));
            batch.advance(1);
            assertThat(mean(batch, batch::hba1c)).as("after a week of the same").isCloseTo(8.2, within(0.04));
        }
    }

    @ParameterizedTest
    @CsvSource({"5.2, 95", "6.8, 128", "8.0, 160", "9.5, 260", "12.5, 250", "15.0, 390"})
    void drawsStandAtAMeasuredFastingGlucose(double hba1c, double fasting) {
        TwinBatch batch = new TwinBatch(TwinCohort.personalised(
                someone()
                        .hba1c(Covariate.known(hba1c, 0.1))
                        .fasting(Covariate.known(fasting, 3))
                        .build(),
                DRAWS,
                1));
        assertThat(mean(batch, batch::hba1c)).isCloseTo(hba1c, within(0.05));
        assertThat(mean(batch, batch::fastingGlucose)).isCloseTo(fasting, within(3.0));
        assertThat(sd(batch, batch::fastingGlucose)).isLessThan(4);
    }

    /** Random people from thin to heavy, from tight to no control, on random regimens. */
    @Test
    void everyPlausiblePatientHasATwin() {
        List<Regimen> regimens = regimens().toList();
        for (int i = 0; i < 3000; i++) {
            long key = CounterRandom.key(17, i);
            double hba1c = 4.6 + 10 * CounterRandom.uniform(key, 0);
            TwinInputs inputs = someone()
                    .aged(18 + 80 * CounterRandom.uniform(key, 1))
                    .weighing(40 + 160 * CounterRandom.uniform(key, 2))
                    .egfr(6 + 130 * CounterRandom.uniform(key, 3))
                    .hba1c(Covariate.known(hba1c, 0.025 * hba1c))
                    .taking(regimens.get((int) (regimens.size() * CounterRandom.uniform(key, 4))))
                    .build();
            TwinBatch batch = new TwinBatch(TwinCohort.personalised(inputs, 4, i, ModelVariant.values()[i % 2]));
            for (int draw = 0; draw < 4; draw++) {
                assertThat(batch.hba1c(draw)).as("%s", inputs).isCloseTo(hba1c, within(0.15 * hba1c));
                assertThat(batch.fastingGlucose(draw)).as("%s", inputs).isBetween(40.0, 700.0);
                assertThat(batch.timeInRange(draw)).as("%s", inputs).isBetween(0.0, 100.0);
            }
            batch.advance(52);
            for (int draw = 0; draw < 4; draw++) {
                assertThat(batch.hba1c(draw)).as("a year on: %s", inputs).isBetween(3.0, 25.0);
                assertThat(batch.egfr(draw)).as("a year on: %s", inputs).isBetween(1.0, 180.0);
            }
        }
    }

    @Test
    void drawsStandAtAMeasuredMeanGlucoseAndCv() {
        TwinBatch batch = new TwinBatch(TwinCohort.personalised(
                someone()
                        .hba1c(Covariate.known(7.4, 0.2))
                        .mean(Covariate.known(185, 4))
                        .cv(Covariate.known(33, 1))
                        .taking(Regimen.of(Drug.GLIMEPIRIDE, 4))
                        .build(),
                DRAWS,
                1));
        assertThat(mean(batch, batch::meanGlucose)).isCloseTo(185, within(4.0));
        assertThat(mean(batch, batch::hba1c)).isCloseTo(7.4, within(0.03));
        assertThat(mean(batch, batch::glucoseCv)).isCloseTo(33, within(0.3));
    }

    @Test
    void meanGlucoseAloneGivesHba1cByAdag() {
        TwinBatch batch = new TwinBatch(TwinCohort.personalised(
                someone()
                        .hba1c(Covariate.unknown())
                        .mean(Covariate.known(183, 5))
                        .build(),
                DRAWS,
                1));
        // ADAG: an HbA1c of 8 % is an average glucose of 183 mg/dL (Nathan 2008, table 2).
        assertThat(mean(batch, batch::hba1c)).isCloseTo(8.0, within(0.06));
        assertThat(sd(batch, batch::hba1c)).isBetween(0.4, 0.65);
    }

    @Test
    void fastingGlucoseAloneGivesAWiderHba1c() {
        TwinBatch batch = new TwinBatch(TwinCohort.personalised(
                someone()
                        .hba1c(Covariate.unknown())
                        .fasting(Covariate.known(160, 20))
                        .build(),
                DRAWS,
                1));
        assertThat(mean(batch, batch::hba1c)).isBetween(7.0, 8.2);
        assertThat(sd(batch, batch::hba1c)).isGreaterThan(0.7);
    }

    @Test
    void withoutAnyGlucoseItSaysWhatIsNeeded() {
        assertThatThrownBy(() -> TwinCohort.personalised(
                        someone().hba1c(Covariate.unknown()).build(), 10, 1))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> {
                    assertThat(e.violations().getFirst().code()).isEqualTo("GLUCOSE_UNKNOWN");
                    assertThat(e.violations().getFirst().accepted())
                            .contains("HbA1c")
                            .contains("fasting glucose");
                });
    }

    @Test
    void measurementsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> TwinCohort.personalised(
                        someone()
                                .hba1c(Covariate.known(5.5, 0.1))
                                .mean(Covariate.known(320, 10))
                                .build(),
                        10,
                        1))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.violations().getFirst().code()).isEqualTo("GLUCOSE_INCONSISTENT"));
        assertThatThrownBy(() -> TwinCohort.personalised(
                        someone()
                                .hba1c(Covariate.known(5.5, 0.1))
                                .fasting(Covariate.known(420, 10))
                                .build(),
                        10,
                        1))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.violations().getFirst().field()).isEqualTo("patient.fastingGlucose"));
    }

    @Test
    void impossibleValuesAreAllNamedAtOnce() {
        assertThatThrownBy(() -> TwinCohort.personalised(
                        someone()
                                .aged(7)
                                .weighing(900)
                                .hba1c(Covariate.known(700, 1))
                                .build(),
                        10,
                        1))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                        .extracting("field")
                        .containsExactlyInAnyOrder("patient.age", "patient.weight", "patient.hba1c"));
    }

    @Test
    void aPopulationNamesThePatientAtFault() {
        assertThatThrownBy(() -> TwinCohort.population(
                        List.of(someone().build(), someone().egfr(900).build()), 1, ModelVariant.STANDARD))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("patients[1].egfr");
    }

    @Test
    void anUnknownCovariateSpreadsOverTheReferencePopulation() {
        TwinInputs unknown = new TwinInputs(
                Covariate.unknown(),
                java.util.Optional.empty(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.known(8, 0.2),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Map.of(),
                Truth.UNKNOWN,
                Truth.UNKNOWN,
                Truth.UNKNOWN,
                Regimen.none());
        TwinCohort cohort = TwinCohort.personalised(unknown, 4000, 1);
        TwinBatch batch = new TwinBatch(cohort);
        // NHANES 2011-2016, adults with diagnosed diabetes: see twin.yaml.
        assertThat(mean(batch, batch::weight)).isCloseTo(89.4, within(1.5));
        assertThat(mean(batch, batch::egfr)).isCloseTo(81, within(3.0));
        assertThat(sd(batch, batch::egfr)).isCloseTo(24, within(3.0));
        assertThat(mean(batch, batch::systolicPressure)).isCloseTo(132, within(1.5));
        assertThat(mean(batch, i -> cohort.female[i] ? 1 : 0)).isCloseTo(0.486, within(0.03));
        assertThat(unknown.sampledCovariates())
                .contains("age", "sex", "weight", "egfr", "phenotypes.CYP2C9", "heartFailure")
                .doesNotContain("hba1c");
    }

    @Test
    void aPoorMetaboliserGetsMoreOutOfALowDose() {
        double normal = after(someone().phenotype("CYP2C9", "Normal Metabolizer"), Regimen.of(Drug.GLIMEPIRIDE, 1));
        double poor = after(someone().phenotype("CYP2C9", "Poor Metabolizer"), Regimen.of(Drug.GLIMEPIRIDE, 1));
        assertThat(poor).isLessThan(normal - 0.1);
    }

    @Test
    void renalImpairmentTakesTheEffectOfEmpagliflozin() {
        double preserved = after(someone().egfr(100), Regimen.of(Drug.EMPAGLIFLOZIN, 25));
        double impaired = after(someone().egfr(30), Regimen.of(Drug.EMPAGLIFLOZIN, 25));
        assertThat(impaired).isGreaterThan(preserved + 0.3);
        assertThat(impaired).isLessThan(8.2);
    }

    @Test
    void anUnlistedPhenotypeIsUnknownAndSaysSo() {
        TwinInputs inputs = someone().phenotype("CYP2C9", "Indeterminate").build();
        assertThat(inputs.sampledCovariates()).contains("phenotypes.CYP2C9");
        assertThat(someone().phenotype("CYP2C9", "Poor Metabolizer").build().sampledCovariates())
                .doesNotContain("phenotypes.CYP2C9");
    }

    @Test
    void inputsComeFromTheCurrentValuesOfAState() {
        TwinInputs inputs = TwinInputs.from(aTypicalPatient()
                .with(Measurement.DIABETES_DURATION, 6)
                .taking(Drug.METFORMIN, 1500)
                .withGenotype("CYP2C9", "*1/*3", "Intermediate Metabolizer")
                .build());
        assertThat(inputs.hba1c().value()).hasValue(8.2);
        assertThat(inputs.fastingGlucose().value()).hasValue(172);
        assertThat(inputs.fastingGlucose().measurementSd()).isCloseTo(0.137 * 172, within(1e-9));
        assertThat(inputs.sex()).contains(Sex.MALE);
        assertThat(inputs.currentRegimen()).isEqualTo(Regimen.of(Drug.METFORMIN, 1500));
        assertThat(inputs.phenotypes()).containsEntry("CYP2C9", "Intermediate Metabolizer");
        assertThat(inputs.severeHypoglycaemiaHistory()).isEqualTo(Truth.FALSE);
        assertThat(inputs.sampledCovariates())
                .contains("meanGlucose", "glucoseCv")
                .doesNotContain("ldl");
    }

    @Test
    void staleValuesAreUnknownAndCreatinineStandsInForEgfr() {
        TwinInputs inputs = TwinInputs.from(aPatient()
                .aged(60)
                .of(Sex.FEMALE)
                .withAt(Measurement.HBA1C, 9, Duration.ofDays(700))
                .with(Measurement.CREATININE, 1.0)
                .with(Measurement.WEIGHT, 81)
                .with(Measurement.BODY_MASS_INDEX, 30)
                .build());
        assertThat(inputs.hba1c().isKnown()).isFalse();
        // CKD-EPI 2021 of a woman of 60 with a creatinine of 1.0 mg/dL: 65 by the National Kidney Foundation's
        // calculator.
        assertThat(inputs.egfr().value().getAsDouble()).isCloseTo(65, within(1.0));
        assertThat(inputs.height().value().getAsDouble()).isCloseTo(164.3, within(0.1));
        assertThat(inputs.heartFailure()).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void aDoseNobodyStatedIsRefused() {
        assertThatThrownBy(() -> TwinInputs.from(
                        aTypicalPatient().takingUnknownDoseOf(Drug.GLIMEPIRIDE).build()))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.violations().getFirst().field()).isEqualTo("medications.glimepiride"));
    }

    @Test
    void aRefutedConditionIsNotSampled() {
        TwinInputs inputs = TwinInputs.from(
                aTypicalPatient().lacking(ConditionConcept.HEART_FAILURE).build());
        assertThat(inputs.sampledCovariates()).doesNotContain("heartFailure");
    }

    @ParameterizedTest
    @EnumSource(ModelVariant.class)
    void theSameSeedGivesTheSameDraws(ModelVariant variant) {
        TwinBatch one = new TwinBatch(TwinCohort.personalised(someone().build(), 50, 9, variant));
        TwinBatch two = new TwinBatch(TwinCohort.personalised(someone().build(), 50, 9, variant));
        TwinBatch other = new TwinBatch(TwinCohort.personalised(someone().build(), 50, 10, variant));
        assertThat(values(one, one::fastingGlucose)).isEqualTo(values(two, two::fastingGlucose));
        assertThat(values(one, one::fastingGlucose)).isNotEqualTo(values(other, other::fastingGlucose));
    }

    @Test
    void aDrawDoesNotDependOnHowManyFollow() {
        TwinBatch few = new TwinBatch(TwinCohort.personalised(someone().build(), 10, 9));
        TwinBatch many = new TwinBatch(TwinCohort.personalised(someone().build(), 100, 9));
        assertThat(few.fastingGlucose(9)).isEqualTo(many.fastingGlucose(9));
    }

    private static double after(TwinInputsBuilder inputs, Regimen regimen) {
        RegimenForecast forecast =
                TwinSimulator.forecast(TwinCohort.personalised(inputs.build(), DRAWS, 1), regimen, 26);
        return java.util.Arrays.stream(forecast.hba1c()).average().orElseThrow();
    }

    private static double[] values(TwinBatch batch, IntToDoubleFunction value) {
        return IntStream.range(0, batch.size()).mapToDouble(value).toArray();
    }

    private static double sd(TwinBatch batch, IntToDoubleFunction value) {
        double mean = mean(batch, value);
        return Math.sqrt(mean(batch, i -> Math.pow(value.applyAsDouble(i) - mean, 2)));
    }
}
