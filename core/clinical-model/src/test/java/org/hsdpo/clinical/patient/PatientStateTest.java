package org.hsdpo.clinical.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hsdpo.clinical.testing.PatientBuilder.aPatient;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.junit.jupiter.api.Test;

class PatientStateTest {
    @Test
    void withoutAnyStatementAConditionIsUnknown() {
        assertThat(aPatient().build().has(ConditionConcept.HEART_FAILURE)).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void aProblemListThatIsSilentMeansAbsenceWhereItWouldNameTheCondition() {
        PatientState state = aPatient().withProblemList().build();
        assertThat(state.has(ConditionConcept.HEART_FAILURE)).isEqualTo(Truth.FALSE);
        assertThat(state.isAssumedAbsent(ConditionConcept.HEART_FAILURE)).isTrue();
    }

    @Test
    void aProblemListThatIsSilentOnFamilyHistorySaysNothing() {
        assertThat(aPatient()
                        .withProblemList()
                        .build()
                        .has(ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA))
                .isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void aResolvedConditionIsHistoryButNotPresent() {
        PatientState state = aPatient()
                .stating(ConditionConcept.PANCREATITIS, ConditionRecord.Status.RESOLVED)
                .build();
        assertThat(state.has(ConditionConcept.PANCREATITIS)).isEqualTo(Truth.FALSE);
        assertThat(state.hasOrHad(ConditionConcept.PANCREATITIS)).isEqualTo(Truth.TRUE);
    }

    @Test
    void anOldValueIsKnownButNotCurrent() {
        PatientState state =
                aPatient().withAt(Measurement.HBA1C, 8.1, Duration.ofDays(400)).build();
        assertThat(state.latest(Measurement.HBA1C)).isPresent();
        assertThat(state.current(Measurement.HBA1C)).isEmpty();
    }

    @Test
    void theNewestValueCounts() {
        PatientState state = aPatient()
                .withAt(Measurement.HBA1C, 7.4, Duration.ofDays(10))
                .withAt(Measurement.HBA1C, 8.9, Duration.ofDays(120))
                .build();
        assertThat(state.currentValue(Measurement.HBA1C)).hasValue(7.4);
    }

    @Test
    void dataLaterThanTheMomentOfTheStateAreNotPartOfIt() {
        PatientState state =
                aPatient().withAt(Measurement.HBA1C, 9.9, Duration.ofDays(-3)).build();
        assertThat(state.latest(Measurement.HBA1C)).isEmpty();
    }

    @Test
    void anUnknownDoseIsNotADose() {
        CurrentTherapy therapy = aPatient()
                .taking(Drug.METFORMIN, 1000)
                .takingUnknownDoseOf(Drug.GLIMEPIRIDE)
                .takingAlso("warfarin")
                .takingAlso("acarbose")
                .build()
                .currentTherapy();
        assertThat(therapy.regimen().dose(Drug.METFORMIN)).isEqualTo(1000);
        assertThat(therapy.doseUnknown()).containsExactly(Drug.GLIMEPIRIDE);
        assertThat(therapy.regimen().takes(Drug.GLIMEPIRIDE)).isFalse();
        assertThat(therapy.coMedication()).containsExactly("warfarin");
        assertThat(therapy.otherGlucoseLowering()).containsExactly("acarbose");
    }

    @Test
    void aDrugWithoutARecordedDoseIsStillNamed() {
        assertThat(aPatient()
                        .takingUnknownDoseOf(Drug.METFORMIN)
                        .takingAlso("acarbose")
                        .build()
                        .currentTherapy()
                        .toString())
                .isEqualTo("metformin, dose not recorded + acarbose (not dosed here)");
        assertThat(aPatient().build().currentTherapy().toString()).isEqualTo("no glucose-lowering drug");
    }

    @Test
    void ageIsInCompletedYears() {
        assertThat(aPatient().aged(61).build().age()).hasValue(61);
        assertThat(aPatient().build().age()).isEmpty();
    }

    private static Genotype uncertain(String... possible) {
        return new Genotype(
                "CYP2C9",
                "",
                "",
                List.of(possible),
                OptionalDouble.empty(),
                List.of(),
                List.of(),
                "",
                new Provenance(Provenance.Source.VARIANT_FILE, "r", Instant.EPOCH, "", 1));
    }

    @Test
    void aPhenotypeIsKnownWhereEverySourceAllowsIt() {
        assertThat(aPatient()
                        .withGenotype("CYP2C9", "*1/*3", "Intermediate Metabolizer")
                        .with(uncertain("Normal Metabolizer", "Intermediate Metabolizer"))
                        .with(uncertain("Indeterminate"))
                        .build()
                        .phenotypes())
                .containsExactly(Map.entry("CYP2C9", "Intermediate Metabolizer"));
    }

    @Test
    void aPhenotypeIsUnknownWhereSourcesContradictEachOtherOrNoneIsCertain() {
        assertThat(aPatient()
                        .withGenotype("CYP2C9", "*1/*3", "Intermediate Metabolizer")
                        .withGenotype("CYP2C9", "*1/*1", "Normal Metabolizer")
                        .build()
                        .phenotypes())
                .isEmpty();
        assertThat(aPatient()
                        .withGenotype("CYP2C9", "*1/*3", "Intermediate Metabolizer")
                        .with(uncertain("Normal Metabolizer", "Poor Metabolizer"))
                        .build()
                        .phenotypes())
                .isEmpty();
        assertThat(aPatient().with(uncertain("Normal Metabolizer")).build().phenotypes())
                .isEmpty();
    }
}
