package org.hsdpo.service.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.contracts.common.v1.Quantity;
import org.hsdpo.contracts.evaluation.v1.DrugDose;
import org.junit.jupiter.api.Test;

class PatientStateWireTest {
    private final PatientState patient = aTypicalPatient()
            .having(ConditionConcept.HYPERTENSION)
            .taking(Drug.METFORMIN, 1000)
            .takingUnknownDoseOf(Drug.GLIMEPIRIDE)
            .takingAlso("warfarin")
            .allergicTo("sulfonamide")
            .withGenotype("CYP2C9", "*1/*3", "Intermediate Metabolizer")
            .build();

    @Test
    void aStateSurvivesTheWire() {
        assertThat(PatientStateWire.fromWire(PatientStateWire.toWire(patient))).isEqualTo(patient);
    }

    @Test
    void anUnknownDoseIsUnsetOnTheWire() {
        assertThat(PatientStateWire.toWire(patient).getMedicationsList())
                .filteredOn(fact -> fact.getDrug().equals("glimepiride"))
                .singleElement()
                .satisfies(fact -> assertThat(fact.hasDose()).isFalse());
    }

    @Test
    void everyViolationIsListedWithItsPlace() {
        var wire = PatientStateWire.toWire(patient).toBuilder();
        wire.getObservationsBuilder(0).setMeasurement("HAIR_LENGTH");
        wire.getObservationsBuilder(1)
                .setValue(Quantity.newBuilder().setValue(1e6).setUnit("mg/dL"));
        wire.getMedicationsBuilder(0).setDrug("snake-oil");
        assertThatThrownBy(() -> PatientStateWire.fromWire(wire.build()))
                .isInstanceOfSatisfying(InvalidInputException.class, failure -> assertThat(failure.violations())
                        .extracting(Violation::field)
                        .containsExactly(
                                "patient.observations[0]",
                                "patient.observations[1].value",
                                "patient.medications[0].drug"));
    }

    @Test
    void aDrugWithoutARecordedDoseStandsInTheCurrentTherapyWithoutADose() {
        assertThat(RegimenWire.toWire(patient.currentTherapy()).getDrugsList())
                .filteredOn(dose -> dose.getDrug().equals("glimepiride"))
                .singleElement()
                .satisfies(dose -> assertThat(dose.hasDose()).isFalse());
    }

    @Test
    void aRegimenSurvivesTheWire() {
        Regimen regimen = Regimen.of(Drug.SEMAGLUTIDE, 0.5).with(Drug.INSULIN_GLARGINE, 18);
        assertThat(RegimenWire.fromWire(RegimenWire.toWire(regimen), "regimen")).isEqualTo(regimen);
    }

    @Test
    void aDoseInAnotherUnitIsConvertedAndOneOfAnotherKindIsRefused() {
        assertThat(RegimenWire.fromWire(regimenOf(1, "g/d"), "ordered")).isEqualTo(Regimen.of(Drug.METFORMIN, 1000));
        assertThatThrownBy(() -> RegimenWire.fromWire(regimenOf(500, "mg"), "ordered"))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> RegimenWire.fromWire(regimenOf(0, "mg/d"), "ordered"))
                .isInstanceOf(InvalidInputException.class);
    }

    private static org.hsdpo.contracts.evaluation.v1.Regimen regimenOf(double dose, String unit) {
        return org.hsdpo.contracts.evaluation.v1.Regimen.newBuilder()
                .addDrugs(DrugDose.newBuilder()
                        .setDrug("metformin")
                        .setDose(Quantity.newBuilder().setValue(dose).setUnit(unit)))
                .build();
    }
}
