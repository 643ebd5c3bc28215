package org.hsdpo.twin.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.MedicationRecord.Status;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.testing.PatientBuilder;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;
import org.hsdpo.twin.TwinSimulator;
import org.junit.jupiter.api.Test;

class PersonalTwinTest {
    private static final Regimen METFORMIN = Regimen.of(Drug.METFORMIN, 2000);

    @Test
    void aHistoryNarrowsTheForecast() {
        PatientState state = onMetforminForYears().build();
        PersonalTwin twin = PersonalTwin.of(state, 400, 5);
        assertThat(twin.source()).isInstanceOf(TwinSource.History.class);
        assertThat(spread(twin.cohort()))
                .isLessThan(0.85 * spread(TwinCohort.personalised(TwinInputs.from(state), 400, 5)));
    }

    @Test
    void saysWhatItWasMadeFromAndWhatTheHistoryLeavesOpen() {
        assertThat(PersonalTwin.of(onMetforminForYears().build(), 400, 5)
                        .basis()
                        .inWords())
                .startsWith(
                        "The twin was personalised from 11 measurements over 23 months (HbA1c 6, fasting plasma glucose 1,"
                                + " body weight 1, estimated glomerular filtration rate 1, systolic blood pressure 1, LDL"
                                + " cholesterol 1) with no dose change.")
                .contains("insulin secretion ", "response to metformin ", "clearance of metformin ")
                .doesNotContain("Not part of it");
    }

    @Test
    void withoutAHistoryItIsThePersonalisationOfTheCurrentValuesAndSaysWhy() {
        PatientState state = aTypicalPatient().taking(Drug.METFORMIN, 1000).build();
        PersonalTwin twin = PersonalTwin.of(state, 200, 5);
        assertThat(forecast(twin.cohort()))
                .isEqualTo(forecast(TwinCohort.personalised(TwinInputs.from(state), 200, 5)));
        assertThat(twin.basis().inWords())
                .isEqualTo(
                        "The twin was personalised from current values only, without the history: there is no earlier"
                                + " HbA1c, sensor mean or fasting glucose.");
    }

    @Test
    void aHistoryNobodyCouldHaveIsNotUsedAndSaysSo() {
        PatientBuilder patient = aTypicalPatient();
        for (int visit = 1; visit <= 6; visit++) {
            patient.withAt(Measurement.HBA1C, visit % 2 == 0 ? 6.5 : 11, Duration.ofDays(7 + 60 * visit));
        }
        PersonalTwin twin = PersonalTwin.of(patient.build(), 200, 5);
        assertThat(twin.source()).isSameAs(twin.present());
        assertThat(twin.basis().inWords()).contains("no person of the model explains the measurements");
    }

    @Test
    void weightsThatTheModelDoesNotExplainCostOnlyThemselves() {
        PersonalTwin twin = PersonalTwin.of(
                onMetforminForYears()
                        .withAt(Measurement.WEIGHT, 118, Duration.ofDays(350))
                        .withAt(Measurement.WEIGHT, 94, Duration.ofDays(500))
                        .build(),
                200,
                5);
        assertThat(twin.source()).isInstanceOf(TwinSource.History.class);
        assertThat(twin.basis().inWords())
                .contains(
                        "HbA1c 6",
                        "body weight 1",
                        "Not part of it: earlier weights, which the model does not explain");
    }

    @Test
    void anAssumedDoseIsNoHistory() {
        PersonalTwin twin = PersonalTwin.of(
                withEarlierHba1c(aTypicalPatient().takingUnknownDoseOf(Drug.METFORMIN, 500))
                        .build(),
                200,
                5);
        assertThat(twin.present().inputs().currentRegimen()).isEqualTo(Regimen.of(Drug.METFORMIN, 500));
        assertThat(twin.source()).isSameAs(twin.present());
        assertThat(twin.basis().inWords()).contains("the dose of metformin taken from 2025-06-29 is not known");
    }

    @Test
    void aHistoryDoesNotHealWhatContradictsItselfToday() {
        PatientState state =
                onMetforminForYears().with(Measurement.FASTING_GLUCOSE, 21).build();
        assertThatThrownBy(() -> PersonalTwin.of(state, 200, 5))
                .isInstanceOfSatisfying(InvalidInputException.class, refusal -> assertThat(
                                refusal.violations().getFirst().code())
                        .isEqualTo("GLUCOSE_INCONSISTENT"));
    }

    @Test
    void aSmallerSampleIsOneOfTheSamePosterior() {
        PersonalTwin twin = PersonalTwin.of(onMetforminForYears().build(), 400, 5);
        TwinCohort fewer = twin.source().fewer(twin.cohort(), 50, 5);
        double[] all = forecast(twin.cohort());
        double[] some = forecast(fewer);
        assertThat(fewer.size()).isEqualTo(50);
        for (int i = 0; i < 50; i++) {
            assertThat(some[i]).isEqualTo(all[8 * i]);
        }
    }

    @Test
    void theSameRecordAndSeedGiveTheSameTwin() {
        PersonalTwin once = PersonalTwin.of(onMetforminForYears().build(), 100, 5);
        PersonalTwin again = PersonalTwin.of(onMetforminForYears().build(), 100, 5);
        assertThat(forecast(once.cohort())).isEqualTo(forecast(again.cohort()));
        assertThat(once.basis().inWords()).isEqualTo(again.basis().inWords());
        assertThat(forecast(once.cohort())).isNotEqualTo(forecast(once.source().draw(100, 6, ModelVariant.STANDARD)));
    }

    @Test
    void whatTheHistoryMeasuredIsNotSampled() {
        PersonalTwin twin = PersonalTwin.of(onMetforminForYears().build(), 100, 5);
        assertThat(twin.source().sampledCovariates())
                .doesNotContain("hba1c", "weight", "egfr", "fastingGlucose")
                .contains("meanGlucose", "diabetesDuration");
    }

    private static PatientBuilder onMetforminForYears() {
        return withEarlierHba1c(aTypicalPatient())
                .withMedication(
                        Drug.METFORMIN,
                        OptionalDouble.of(2000),
                        Status.ACTIVE,
                        Optional.of(Duration.ofDays(2000)),
                        Optional.empty());
    }

    private static PatientBuilder withEarlierHba1c(PatientBuilder patient) {
        double[] values = {7.8, 7.9, 8.0, 7.9, 8.1};
        for (int i = 0; i < values.length; i++) {
            patient.withAt(Measurement.HBA1C, values[i], Duration.ofDays(700 - 130L * i));
        }
        return patient;
    }

    private static double[] forecast(TwinCohort cohort) {
        return TwinSimulator.forecast(cohort, METFORMIN.with(Drug.SITAGLIPTIN, 100), 26)
                .hba1c();
    }

    /** From the 5th to the 95th percentile. */
    private static double spread(TwinCohort cohort) {
        double[] sorted = forecast(cohort).clone();
        Arrays.sort(sorted);
        return sorted[(int) (0.95 * sorted.length)] - sorted[(int) (0.05 * sorted.length)];
    }
}
