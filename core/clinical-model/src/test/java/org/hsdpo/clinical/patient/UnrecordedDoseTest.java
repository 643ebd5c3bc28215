package org.hsdpo.clinical.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hsdpo.clinical.testing.PatientBuilder.aPatient;

import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnrecordedDoseTest {
    @ParameterizedTest
    @CsvSource({
        "METFORMIN, 500, 'one unit of 500 mg once a day'",
        "METFORMIN, 1000, 'one unit of 1000 mg once a day'",
        "GLIMEPIRIDE, 2, 'one unit of 2 mg once a day'",
        "LIRAGLUTIDE, 0.6, 'one unit of 0.6 mg once a day'",
        "SEMAGLUTIDE, 0.5, 'one unit of 0.5 mg once a week'",
    })
    void assumesOneUnitOfAStrengthThatIsAStepOfTheLadder(Drug drug, double strength, String words) {
        UnrecordedDose dose = new UnrecordedDose(drug, OptionalDouble.of(strength));
        assertThat(dose.assumed()).hasValue(strength);
        assertThat(dose.basis()).isEqualTo(words);
    }

    // 850 mg lies between two steps, 7 mg semaglutide is the tablet, 18 mg liraglutide and 100 [iU] are what a pen
    // holds.
    @ParameterizedTest
    @CsvSource({
        "METFORMIN, 850",
        "METFORMIN, 750",
        "GLIMEPIRIDE, 3",
        "GLIMEPIRIDE, 6",
        "SEMAGLUTIDE, 7",
        "LIRAGLUTIDE, 18",
        "INSULIN_GLARGINE, 100",
        "INSULIN_GLARGINE, 10"
    })
    void assumesNothingElse(Drug drug, double strength) {
        UnrecordedDose dose = new UnrecordedDose(drug, OptionalDouble.of(strength));
        assertThat(dose.assumed()).isEmpty();
        assertThat(dose.whyNotAssumed()).contains("is not both a marketed strength and a step of its dose ladder");
    }

    @Test
    void assumesNothingWhereTheProductStatesNoStrength() {
        UnrecordedDose dose = new UnrecordedDose(Drug.METFORMIN, OptionalDouble.empty());
        assertThat(dose.assumed()).isEmpty();
        assertThat(dose.whyNotAssumed()).contains("does not give one strength of metformin");
    }

    @Test
    void anAssumedDoseIsSaidAndLeavesTheRecordedTherapyAsItWas() {
        PatientState recorded =
                aPatient().takingUnknownDoseOf(Drug.METFORMIN, 500).build();
        PatientState assumed = recorded.withAssumedDoses();
        assertThat(recorded.currentTherapy().regimen()).isEqualTo(Regimen.none());
        assertThat(recorded.currentTherapy())
                .hasToString("metformin, dose not recorded (evaluated as if metformin 500 mg/d were taken)");
        assertThat(recorded.currentTherapy().assumptionInWords())
                .contains("as if metformin 500 mg/d were taken (one unit of 500 mg once a day); confirm the dose"
                        + " taken");
        assertThat(recorded.currentTherapy().withoutAssumption()).hasToString("metformin, dose not recorded");
        assertThat(assumed.currentTherapy().regimen()).isEqualTo(Regimen.of(Drug.METFORMIN, 500));
        assertThat(assumed.currentTherapy().unrecorded()).isEmpty();
        assertThat(assumed.medications().getFirst().provenance().transformation())
                .contains("dose assumed");
    }

    @Test
    void aRecordedDoseIsNeverReplaced() {
        PatientState recorded = aPatient()
                .taking(Drug.METFORMIN, 1500)
                .takingUnknownDoseOf(Drug.SITAGLIPTIN, 50)
                .build();
        assertThat(recorded.withAssumedDoses().currentTherapy().regimen())
                .isEqualTo(Regimen.of(Drug.METFORMIN, 1500).with(Drug.SITAGLIPTIN, 50));
        PatientState complete = aPatient().taking(Drug.METFORMIN, 1500).build();
        assertThat(complete.withAssumedDoses()).isSameAs(complete);
    }

    @Test
    void oneDoseThatCannotBeAssumedLeavesAllUnassumed() {
        PatientState recorded = aPatient()
                .takingUnknownDoseOf(Drug.METFORMIN, 500)
                .takingUnknownDoseOf(Drug.INSULIN_GLARGINE)
                .build();
        assertThat(recorded.withAssumedDoses()).isSameAs(recorded);
        assertThat(recorded.currentTherapy().assumption()).isEmpty();
        assertThat(recorded.currentTherapy())
                .hasToString("metformin, dose not recorded + insulin glargine, dose not recorded");
    }

    @Test
    void productsOfDifferentStrengthsOrAnEarlierStatedDoseLeaveNothingToAssume() {
        assertThat(aPatient()
                        .takingUnknownDoseOf(Drug.METFORMIN, 500)
                        .takingUnknownDoseOf(Drug.METFORMIN, 1000)
                        .build()
                        .currentTherapy()
                        .assumption())
                .isEmpty();
        assertThat(aPatient()
                        .taking(Drug.METFORMIN, 2000)
                        .takingUnknownDoseOf(Drug.METFORMIN, 500)
                        .build()
                        .currentTherapy()
                        .assumption())
                .isEmpty();
    }
}
