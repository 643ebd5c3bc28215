package org.hsdpo.service.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.contracts.common.v1.Quantity;
import org.hsdpo.contracts.evaluation.v1.DrugDose;
import org.junit.jupiter.api.Test;

class PatientStateWireTest {
    private final PatientState patient = aTypicalPatient()
            .having(ConditionConcept.HYPERTENSION)
            .taking(Drug.METFORMIN, 1000)
            .takingUnknownDoseOf(Drug.GLIMEPIRIDE)
            .takingUnknownDoseOf(Drug.SITAGLIPTIN, 50)
            .takingAlso("warfarin")
            .allergicTo("sulfonamide")
            .withGenotype("CYP2C9", "*1/*3", "Intermediate Metabolizer")
            .with(new Genotype(
                    "TPMT",
                    "*1/*3A or *3B/*3C",
                    "",
                    List.of("Intermediate Metabolizer", "Poor Metabolizer"),
                    OptionalDouble.of(1.5),
                    List.of(
                            new Genotype.Allele("*1", "Normal function", OptionalDouble.of(1)),
                            new Genotype.Allele("*3A", "", OptionalDouble.empty())),
                    List.of("rs1800462"),
                    "CPIC",
                    new Provenance(Provenance.Source.VARIANT_FILE, "r#TPMT", Instant.EPOCH, "", 1)))
            .with(Measurement.URINE_ALBUMIN_CREATININE_RATIO, Bound.AT_MOST, 5)
            .build();

    @Test
    void aStateSurvivesTheWire() {
        assertThat(PatientStateWire.fromWire(PatientStateWire.toWire(patient))).isEqualTo(patient);
    }

    @Test
    void suppliesSurviveTheWireWithAndWithoutTheirDays() {
        var wire = PatientStateWire.toWire(patient).toBuilder();
        for (int days : new int[] {0, 30}) {
            var supply = org.hsdpo.contracts.patient.v1.Supply.newBuilder()
                    .setIngredient("metformin")
                    .setKind("DISPENSED")
                    .setFrom(TimeWire.toWire(patient.asOf().minusSeconds(60)))
                    .setProvenance(wire.getObservations(0).getProvenance());
            wire.addSupplies(days == 0 ? supply : supply.setDays(days));
        }
        PatientState state = PatientStateWire.fromWire(wire.build());
        assertThat(state.supplies())
                .extracting(supply -> supply.days())
                .containsExactly(java.util.OptionalInt.empty(), java.util.OptionalInt.of(30));
        assertThat(PatientStateWire.toWire(state)).isEqualTo(wire.build());
    }

    @Test
    void aResultSentBeforePossiblePhenotypesWereKnownHasItsOwn() {
        var wire = PatientStateWire.toWire(patient).toBuilder();
        wire.getGenotypesBuilder(0).clearPossiblePhenotypes();
        assertThat(PatientStateWire.fromWire(wire.build())).isEqualTo(patient);
    }

    @Test
    void anUnknownDoseIsUnsetOnTheWire() {
        assertThat(PatientStateWire.toWire(patient).getMedicationsList())
                .filteredOn(fact -> fact.getDrug().equals("glimepiride"))
                .singleElement()
                .satisfies(fact -> assertThat(fact.hasDose()).isFalse());
    }

    @Test
    void theStrengthOfAProductIsOnTheWireInItsUnitAndReadInAnother() {
        var wire = PatientStateWire.toWire(patient).toBuilder();
        var sitagliptin = wire.getMedicationsBuilderList().stream()
                .filter(fact -> fact.getDrug().equals("sitagliptin"))
                .findFirst()
                .orElseThrow();
        assertThat(sitagliptin.getProductStrength().getValue()).isEqualTo(50);
        assertThat(sitagliptin.getProductStrength().getUnit()).isEqualTo("mg");
        sitagliptin.setProductStrength(Quantity.newBuilder().setValue(0.05).setUnit("g"));
        assertThat(PatientStateWire.fromWire(wire.build())).isEqualTo(patient);
        sitagliptin.setProductStrength(Quantity.newBuilder().setValue(50).setUnit("mg/mL"));
        assertThatThrownBy(() -> PatientStateWire.fromWire(wire.build()))
                .isInstanceOfSatisfying(InvalidInputException.class, failure -> assertThat(failure.violations())
                        .singleElement()
                        .satisfies(violation -> assertThat(violation.field()).startsWith("patient.medications[2]")));
    }

    @Test
    void aBoundTravelsAsItsComparatorAndAnUnknownComparatorIsRefused() {
        var wire = PatientStateWire.toWire(patient).toBuilder();
        var ratio = wire.getObservationsBuilderList().stream()
                .filter(fact -> fact.getMeasurement().equals("URINE_ALBUMIN_CREATININE_RATIO"))
                .findFirst()
                .orElseThrow();
        assertThat(ratio.getComparator()).isEqualTo("<=");
        ratio.setComparator("about");
        assertThatThrownBy(() -> PatientStateWire.fromWire(wire.build()))
                .isInstanceOfSatisfying(InvalidInputException.class, failure -> assertThat(failure.violations())
                        .singleElement()
                        .satisfies(violation -> assertThat(violation.field()).endsWith("].comparator")));
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
    void anAssumedDoseStandsBesideTheMissingOneAndOnlyWhereEveryDoseCanBeAssumed() {
        assertThat(RegimenWire.toWire(patient.currentTherapy()).getDrugsList()).noneMatch(DrugDose::hasAssumedDose);
        var wire = RegimenWire.toWire(aTypicalPatient()
                .takingUnknownDoseOf(Drug.SEMAGLUTIDE, 0.5)
                .build()
                .currentTherapy());
        assertThat(wire.getText())
                .isEqualTo("semaglutide, dose not recorded (evaluated as if semaglutide 0.5 mg/wk were taken)");
        assertThat(wire.getDrugsList()).singleElement().satisfies(dose -> {
            assertThat(dose.hasDose()).isFalse();
            assertThat(dose.getAssumedDose())
                    .isEqualTo(
                            Quantity.newBuilder().setValue(0.5).setUnit("mg/wk").build());
        });
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
