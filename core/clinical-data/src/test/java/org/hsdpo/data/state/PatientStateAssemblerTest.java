package org.hsdpo.data.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.ProblemList;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Sourced;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.note.NoteFacts;
import org.junit.jupiter.api.Test;

class PatientStateAssemblerTest {
    private static final Instant NOW = Instant.parse("2026-11-01T09:00:00Z");
    private static final Provenance CODED = new Provenance(Provenance.Source.FHIR, "Observation/1", NOW, "", 1);
    private static final Provenance NOTE =
            new Provenance(Provenance.Source.CLINICAL_NOTE, "note:1-9", NOW, "read in a note", 0.8);
    private static final Provenance UNDATED_NOTE =
            new Provenance(Provenance.Source.CLINICAL_NOTE, "note:1-9", NOW, NoteFacts.DATED_BY_NOTE, 0.8);

    private final List<ClinicalFacts> records = new ArrayList<>();

    private PatientState state() {
        return new PatientStateAssembler().assemble("p", NOW, records);
    }

    private void record(java.util.function.Consumer<ClinicalFacts.Collector> fill) {
        ClinicalFacts.Collector facts = new ClinicalFacts.Collector();
        fill.accept(facts);
        records.add(facts.facts());
    }

    private static Observation observed(Measurement measurement, double value, String time, Provenance provenance) {
        return new Observation(
                measurement,
                Quantity.of(
                        value,
                        MeasurementCatalogue.shipped().definition(measurement).unit()),
                Instant.parse(time),
                false,
                provenance);
    }

    private static Observation bounded(
            Measurement measurement, Bound bound, double value, String time, Provenance provenance) {
        Observation exact = observed(measurement, value, time, provenance);
        return new Observation(measurement, exact.value(), bound, exact.time(), false, provenance);
    }

    @Test
    void aResultKnownOnlyAsABoundStaysOneAndIsSaidToBeOne() {
        record(facts -> facts.add(bounded(Measurement.EGFR, Bound.BELOW, 30, "2026-10-01T08:00:00Z", CODED)));
        assertThat(state().current(Measurement.EGFR))
                .hasValueSatisfying(egfr -> assertThat(egfr.bound()).isEqualTo(Bound.BELOW));
        assertThat(state().issues())
                .filteredOn(issue ->
                        issue.kind() == DataIssue.Kind.ASSUMED && issue.field().equals("EGFR"))
                .singleElement()
                .satisfies(issue -> assertThat(issue.message())
                        .contains("known only as < 30.0 mL/min/{1.73_m2}", "forecasts count it as 30.0"));
    }

    @Test
    void aValueWithinABoundOfTheSameTimeSaysMoreThanTheBoundAndOneOutsideContradictsIt() {
        record(facts -> {
            facts.add(bounded(Measurement.EGFR, Bound.BELOW, 30, "2026-10-01T08:00:00Z", CODED));
            facts.add(observed(Measurement.EGFR, 24, "2026-10-01T08:00:00Z", CODED));
            facts.add(bounded(Measurement.HBA1C, Bound.ABOVE, 14, "2026-10-01T08:00:00Z", CODED));
            facts.add(observed(Measurement.HBA1C, 8.1, "2026-10-01T08:00:00Z", CODED));
        });
        assertThat(state().history(Measurement.EGFR))
                .singleElement()
                .satisfies(egfr -> assertThat(egfr.value().value()).isEqualTo(24));
        assertThat(state().history(Measurement.HBA1C)).hasSize(2);
        assertThat(state().issues())
                .filteredOn(issue -> issue.kind() == DataIssue.Kind.CONFLICT)
                .singleElement()
                .satisfies(issue -> assertThat(issue.message()).contains("> 14.0 %", "8.1 %"));
    }

    /** A note that quotes a bound repeats the coded value within it; one that gives the value adds it to a coded bound. */
    @Test
    void aBoundInANoteIsAQuotationOfTheCodedValueButNotTheOtherWayRound() {
        Provenance note = new Provenance(
                Provenance.Source.CLINICAL_NOTE, "note", NOW, "read in a note; " + NoteFacts.DATED_BY_NOTE, 0.8);
        record(facts -> {
            facts.add(observed(Measurement.EGFR, 24, "2026-09-01T08:00:00Z", CODED));
            facts.add(bounded(Measurement.EGFR, Bound.BELOW, 30, "2026-10-01T08:00:00Z", note));
            facts.add(bounded(Measurement.HBA1C, Bound.ABOVE, 14, "2026-09-01T08:00:00Z", CODED));
            facts.add(observed(Measurement.HBA1C, 14.6, "2026-10-01T08:00:00Z", note));
        });
        assertThat(state().history(Measurement.EGFR)).hasSize(1);
        assertThat(state().latest(Measurement.HBA1C)).hasValueSatisfying(hba1c -> {
            assertThat(hba1c.value().value()).isEqualTo(14.6);
            assertThat(hba1c.bound()).isEqualTo(Bound.EXACT);
        });
    }

    /** CKD-EPI 2021, man of 66, 0.9 mg/dL: 142·0.9938^66 = 94.2 mL/min/1.73 m2; 3 mg/dL: 22.2. */
    @Test
    void creatinineGivesTheValueThatAReportedBoundLeavesOpenUnlessItContradictsTheBound() {
        record(facts -> {
            facts.sex(new Sourced<>(Sex.MALE, CODED));
            facts.birthDate(new Sourced<>(LocalDate.parse("1960-01-01"), CODED));
            facts.add(bounded(Measurement.EGFR, Bound.ABOVE, 60, "2026-10-01T09:00:00Z", CODED));
            facts.add(observed(Measurement.CREATININE, 0.9, "2026-10-01T08:00:00Z", CODED));
        });
        assertThat(state().latest(Measurement.EGFR)).hasValueSatisfying(egfr -> {
            assertThat(egfr.bound()).isEqualTo(Bound.EXACT);
            assertThat(egfr.value().value()).isCloseTo(94.2, org.assertj.core.api.Assertions.within(0.1));
        });
        record(facts -> {
            facts.add(bounded(Measurement.EGFR, Bound.ABOVE, 60, "2026-10-02T09:00:00Z", CODED));
            facts.add(observed(Measurement.CREATININE, 3, "2026-10-02T08:00:00Z", CODED));
        });
        assertThat(state().latest(Measurement.EGFR))
                .hasValueSatisfying(egfr -> assertThat(egfr.bound()).isEqualTo(Bound.ABOVE));
    }

    @Test
    void whatIsDerivedFromABoundIsABound() {
        record(facts -> {
            facts.sex(new Sourced<>(Sex.MALE, CODED));
            facts.birthDate(new Sourced<>(LocalDate.parse("1960-01-01"), CODED));
            facts.add(bounded(Measurement.CREATININE, Bound.ABOVE, 3, "2026-10-01T08:00:00Z", CODED));
            facts.add(bounded(Measurement.WEIGHT, Bound.ABOVE, 200, "2026-10-01T08:00:00Z", CODED));
            facts.add(observed(Measurement.HEIGHT, 180, "2026-10-01T08:00:00Z", CODED));
        });
        assertThat(state().latest(Measurement.EGFR))
                .hasValueSatisfying(egfr -> assertThat(egfr.bound()).isEqualTo(Bound.BELOW));
        assertThat(state().latest(Measurement.BODY_MASS_INDEX))
                .hasValueSatisfying(index -> assertThat(index.bound()).isEqualTo(Bound.ABOVE));
    }

    private static MedicationRecord metformin(Double dose, String start, Provenance provenance) {
        return metformin(dose, OptionalDouble.empty(), start, provenance);
    }

    private static MedicationRecord tabletOf(double strength, String start) {
        return metformin(null, OptionalDouble.of(strength), start, CODED);
    }

    private static MedicationRecord metformin(
            Double dose, OptionalDouble strength, String start, Provenance provenance) {
        return new MedicationRecord(
                Optional.of(Drug.METFORMIN),
                "metformin",
                "",
                dose == null ? OptionalDouble.empty() : OptionalDouble.of(dose),
                strength,
                MedicationRecord.Status.ACTIVE,
                Optional.of(Instant.parse(start)),
                Optional.empty(),
                "metformin",
                provenance);
    }

    private static ConditionRecord condition(
            ConditionConcept concept, ConditionRecord.Status status, Provenance provenance) {
        return new ConditionRecord(concept, status, Optional.empty(), provenance);
    }

    private long issues(PatientState state, DataIssue.Kind kind, String field) {
        return state.issues().stream()
                .filter(issue -> issue.kind() == kind && issue.field().equals(field))
                .count();
    }

    @Test
    void takesTheSameFactOfTwoRecordsOnce() {
        for (int i = 0; i < 2; i++) {
            record(facts -> {
                facts.add(observed(Measurement.HBA1C, 8.6, "2026-09-28T08:00:00Z", CODED));
                facts.add(metformin(1000.0, "2026-01-01T00:00:00Z", CODED));
                facts.add(condition(ConditionConcept.TYPE_2_DIABETES, ConditionRecord.Status.ACTIVE, CODED));
            });
        }
        PatientState state = state();
        assertThat(state.history(Measurement.HBA1C)).hasSize(1);
        assertThat(state.medications()).hasSize(1);
        assertThat(state.conditions()).hasSize(1);
        assertThat(state.issues()).noneMatch(issue -> issue.kind() == DataIssue.Kind.CONFLICT);
    }

    @Test
    void keepsBothOfTwoDifferentValuesOfOneTime() {
        record(facts -> facts.add(observed(Measurement.HBA1C, 8.6, "2026-09-28T08:00:00Z", CODED)));
        record(facts -> facts.add(observed(Measurement.HBA1C, 7.1, "2026-09-28T08:00:00Z", CODED)));
        PatientState state = state();
        assertThat(state.history(Measurement.HBA1C)).hasSize(2);
        assertThat(issues(state, DataIssue.Kind.CONFLICT, "HBA1C")).isEqualTo(1);
    }

    @Test
    void aCodedValueOutweighsANoteOfTheSameDay() {
        record(facts -> facts.add(observed(Measurement.HBA1C, 8.6, "2026-09-28T08:00:00Z", CODED)));
        record(facts -> facts.add(observed(Measurement.HBA1C, 6.8, "2026-09-28T00:00:00Z", NOTE)));
        PatientState state = state();
        assertThat(state.history(Measurement.HBA1C))
                .singleElement()
                .extracting(o -> o.value().value())
                .isEqualTo(8.6);
        assertThat(issues(state, DataIssue.Kind.CONFLICT, "HBA1C")).isEqualTo(1);
    }

    @Test
    void aNoteThatQuotesAKnownResultIsNoNewResult() {
        record(facts -> facts.add(observed(Measurement.HBA1C, 8.6, "2026-09-28T08:00:00Z", CODED)));
        record(facts -> facts.add(observed(Measurement.HBA1C, 8.6, "2026-10-12T09:00:00Z", UNDATED_NOTE)));
        record(facts -> facts.add(observed(Measurement.WEIGHT, 88, "2026-10-12T09:00:00Z", UNDATED_NOTE)));
        PatientState state = state();
        assertThat(state.history(Measurement.HBA1C)).hasSize(1);
        assertThat(state.history(Measurement.WEIGHT)).hasSize(1);
        assertThat(state.issues()).noneMatch(issue -> issue.kind() == DataIssue.Kind.CONFLICT);
    }

    @Test
    void leavesOutWhatIsLaterThanTheMoment() {
        record(facts -> {
            facts.add(observed(Measurement.HBA1C, 8.6, "2026-12-28T08:00:00Z", CODED));
            facts.add(metformin(1000.0, "2026-12-01T00:00:00Z", CODED));
        });
        PatientState state = state();
        assertThat(state.observations()).isEmpty();
        assertThat(state.medications()).isEmpty();
        assertThat(issues(state, DataIssue.Kind.MISSING, "HBA1C")).isEqualTo(1);
    }

    @Test
    void derivesRenalFunctionBodyMassIndexAndDuration() {
        record(facts -> {
            facts.sex(new Sourced<>(Sex.FEMALE, CODED));
            facts.birthDate(new Sourced<>(LocalDate.parse("1965-03-14"), CODED));
            facts.add(observed(Measurement.CREATININE, 0.94, "2026-09-28T08:00:00Z", CODED));
            facts.add(observed(Measurement.HEIGHT, 163, "2020-09-28T08:00:00Z", CODED));
            facts.add(observed(Measurement.WEIGHT, 88, "2026-09-28T08:00:00Z", CODED));
            facts.add(new ConditionRecord(
                    ConditionConcept.TYPE_2_DIABETES,
                    ConditionRecord.Status.ACTIVE,
                    Optional.of(NOW.minus(Duration.ofDays(3653))),
                    CODED));
        });
        PatientState state = state();
        Observation egfr = state.latest(Measurement.EGFR).orElseThrow();
        // CKD-EPI 2021 by hand: 142 · (0.94/0.7)^-1.2 · 0.9938^61 · 1.012
        assertThat(egfr.value().value()).isCloseTo(69.05, within(0.1));
        assertThat(egfr.provenance().source()).isEqualTo(Provenance.Source.DERIVED);
        assertThat(egfr.provenance().transformation()).contains("CKD-EPI 2021").contains("Observation/1");
        assertThat(state.latest(Measurement.BODY_MASS_INDEX)
                        .orElseThrow()
                        .value()
                        .value())
                .isCloseTo(88 / (1.63 * 1.63), within(1e-9));
        assertThat(state.latest(Measurement.DIABETES_DURATION)
                        .orElseThrow()
                        .value()
                        .value())
                .isCloseTo(10.0, within(0.01));
    }

    @Test
    void doesNotDeriveRenalFunctionWithoutSexOrWhereItIsStated() {
        record(facts -> {
            facts.birthDate(new Sourced<>(LocalDate.parse("1965-03-14"), CODED));
            facts.add(observed(Measurement.CREATININE, 0.94, "2026-09-28T08:00:00Z", CODED));
        });
        assertThat(state().latest(Measurement.EGFR)).isEmpty();
        record(facts -> {
            facts.sex(new Sourced<>(Sex.FEMALE, CODED));
            facts.add(observed(Measurement.EGFR, 61, "2026-09-28T09:00:00Z", CODED));
        });
        assertThat(state().history(Measurement.EGFR))
                .singleElement()
                .extracting(o -> o.value().value())
                .isEqualTo(61.0);
    }

    @Test
    void contradictingDemographicsAreUnknown() {
        record(facts -> facts.sex(new Sourced<>(Sex.FEMALE, CODED)));
        record(facts -> facts.sex(new Sourced<>(Sex.MALE, CODED)));
        PatientState state = state();
        assertThat(state.sex()).isEmpty();
        assertThat(issues(state, DataIssue.Kind.CONFLICT, "sex")).isEqualTo(1);
    }

    @Test
    void aNoteCannotDenyACodedConditionButMayAffirmOne() {
        record(facts -> {
            facts.add(condition(ConditionConcept.PANCREATITIS, ConditionRecord.Status.ACTIVE, CODED));
            facts.add(condition(ConditionConcept.HEART_FAILURE, ConditionRecord.Status.REFUTED, CODED));
        });
        record(facts -> {
            facts.add(condition(ConditionConcept.PANCREATITIS, ConditionRecord.Status.REFUTED, NOTE));
            facts.add(condition(ConditionConcept.HEART_FAILURE, ConditionRecord.Status.ACTIVE, NOTE));
            facts.add(condition(
                    ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA, ConditionRecord.Status.REFUTED, NOTE));
        });
        PatientState state = state();
        assertThat(state.has(ConditionConcept.PANCREATITIS)).isEqualTo(Truth.TRUE);
        assertThat(state.has(ConditionConcept.HEART_FAILURE)).isEqualTo(Truth.TRUE);
        assertThat(state.has(ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA))
                .isEqualTo(Truth.FALSE);
        assertThat(issues(state, DataIssue.Kind.CONFLICT, "PANCREATITIS")).isEqualTo(1);
        assertThat(issues(state, DataIssue.Kind.CONFLICT, "HEART_FAILURE")).isEqualTo(1);
    }

    @Test
    void severeHypoglycaemiaOfMoreThanAYearAgoIsOver() {
        record(facts -> facts.add(new ConditionRecord(
                ConditionConcept.SEVERE_HYPOGLYCAEMIA,
                ConditionRecord.Status.ACTIVE,
                Optional.of(NOW.minus(Duration.ofDays(400))),
                CODED)));
        assertThat(state().has(ConditionConcept.SEVERE_HYPOGLYCAEMIA)).isEqualTo(Truth.FALSE);
        assertThat(state().hasOrHad(ConditionConcept.SEVERE_HYPOGLYCAEMIA)).isEqualTo(Truth.TRUE);
    }

    @Test
    void aPrescriptionWithoutADoseTakesItFromANote() {
        record(facts -> facts.add(metformin(null, "2026-01-01T00:00:00Z", CODED)));
        assertThat(state().currentTherapy().doseUnknown()).containsExactly(Drug.METFORMIN);
        record(facts -> facts.add(metformin(1000.0, "2026-10-12T00:00:00Z", NOTE)));
        PatientState state = state();
        assertThat(state.currentTherapy().regimen().dose(Drug.METFORMIN)).isEqualTo(1000);
        assertThat(state.medications()).singleElement().satisfies(medication -> {
            assertThat(medication.provenance().source()).isEqualTo(Provenance.Source.CLINICAL_NOTE);
            assertThat(medication.provenance().confidence()).isEqualTo(0.8);
        });
    }

    @Test
    void saysWhatIsAssumedOfATabletWithoutADose() {
        record(facts -> facts.add(tabletOf(500, "2026-01-01T00:00:00Z")));
        assertThat(state().issues())
                .filteredOn(issue -> issue.kind() == DataIssue.Kind.ASSUMED)
                .extracting(DataIssue::message)
                .contains(
                        "an evaluation is made as if metformin 500 mg/d were taken (one unit of 500 mg once a day); confirm the dose"
                                + " taken");
        assertThat(issues(state(), DataIssue.Kind.MISSING, "metformin")).isEqualTo(1);
    }

    @Test
    void twoTabletsOfOneDayInDifferentStrengthsLeaveNothingToAssume() {
        record(facts -> facts.add(tabletOf(500, "2026-01-01T00:00:00Z")));
        record(facts -> facts.add(tabletOf(1000, "2026-01-01T00:00:00Z")));
        assertThat(state().currentTherapy().doseUnknown()).containsExactly(Drug.METFORMIN);
        assertThat(state().currentTherapy().assumption()).isEmpty();
        assertThat(issues(state(), DataIssue.Kind.ASSUMED, "current therapy")).isZero();
    }

    @Test
    void aDoseInConflictIsNotReplacedByAnAssumption() {
        record(facts -> facts.add(metformin(1000.0, "2026-01-01T00:00:00Z", CODED)));
        record(facts -> facts.add(tabletOf(500, "2026-01-01T00:00:00Z")));
        assertThat(state().currentTherapy().doseUnknown()).containsExactly(Drug.METFORMIN);
        assertThat(state().currentTherapy().assumption()).isEmpty();
    }

    @Test
    void aPrescribedDoseOutweighsANote() {
        record(facts -> facts.add(metformin(1000.0, "2026-01-01T00:00:00Z", CODED)));
        record(facts -> facts.add(metformin(2000.0, "2026-10-12T00:00:00Z", NOTE)));
        PatientState state = state();
        assertThat(state.currentTherapy().regimen().dose(Drug.METFORMIN)).isEqualTo(1000);
        assertThat(issues(state, DataIssue.Kind.CONFLICT, "metformin")).isEqualTo(1);
    }

    @Test
    void ofTwoPrescriptionsTheNewestCountsAndASimultaneousPairLeavesTheDoseUnknown() {
        record(facts -> facts.add(metformin(500.0, "2025-01-01T00:00:00Z", CODED)));
        record(facts -> facts.add(metformin(1000.0, "2026-01-01T00:00:00Z", CODED)));
        assertThat(state().currentTherapy().regimen().dose(Drug.METFORMIN)).isEqualTo(1000);
        assertThat(issues(state(), DataIssue.Kind.CONFLICT, "metformin")).isEqualTo(1);
        record(facts -> facts.add(metformin(1500.0, "2026-01-01T00:00:00Z", CODED)));
        PatientState state = state();
        assertThat(state.currentTherapy().doseUnknown()).containsExactly(Drug.METFORMIN);
    }

    @Test
    void saysWhatIsStaleMissingAndAssumed() {
        record(facts -> {
            facts.add(observed(Measurement.HBA1C, 8.6, "2025-01-01T08:00:00Z", CODED));
            facts.add(new ProblemList(NOW, 3, CODED));
        });
        PatientState state = state();
        assertThat(issues(state, DataIssue.Kind.STALE, "HBA1C")).isEqualTo(1);
        assertThat(issues(state, DataIssue.Kind.MISSING, "EGFR")).isEqualTo(1);
        assertThat(issues(state, DataIssue.Kind.MISSING, "sex")).isEqualTo(1);
        assertThat(state.issues())
                .filteredOn(issue -> issue.kind() == DataIssue.Kind.ASSUMED)
                .singleElement()
                .satisfies(issue ->
                        assertThat(issue.message()).contains("heart failure").doesNotContain("frailty"));
    }

    @Test
    void theOrderOfRecordsDoesNotChangeTherapyOrValues() {
        record(facts -> facts.add(metformin(null, "2026-01-01T00:00:00Z", CODED)));
        record(facts -> facts.add(metformin(1000.0, "2026-10-12T00:00:00Z", NOTE)));
        record(facts -> facts.add(observed(Measurement.HBA1C, 8.6, "2026-09-28T08:00:00Z", CODED)));
        PatientState forward = state();
        PatientState backward = new PatientStateAssembler().assemble("p", NOW, records.reversed());
        assertThat(backward.currentTherapy()).isEqualTo(forward.currentTherapy());
        assertThat(backward.observations()).isEqualTo(forward.observations());
    }

    @Test
    void resultsOfPharmacogenesThatContradictEachOtherAllStayAndCountAsUnknown() {
        record(facts -> facts.add(new Genotype("CYP2C9", "*1/*3", "Intermediate Metabolizer", CODED)));
        record(facts -> facts.add(new Genotype("CYP2C9", "*1/*3", "Intermediate Metabolizer", CODED)));
        assertThat(state().genotypes()).hasSize(1);
        assertThat(state().phenotypes()).containsEntry("CYP2C9", "Intermediate Metabolizer");
        record(facts -> facts.add(new Genotype("CYP2C9", "*1/*1", "Normal Metabolizer", CODED)));
        assertThat(state().genotypes()).hasSize(2);
        assertThat(state().phenotypes()).isEmpty();
        assertThat(state().issues())
                .filteredOn(issue -> issue.kind() == DataIssue.Kind.CONFLICT)
                .singleElement()
                .satisfies(issue -> assertThat(issue.message()).contains("*1/*3", "*1/*1", "counts as unknown"));
    }

    @Test
    void anotherDiplotypeOfTheSamePhenotypeIsAConflictThatLeavesThePhenotypeKnown() {
        record(facts -> facts.add(new Genotype("CYP2C9", "*1/*3", "Intermediate Metabolizer", CODED)));
        record(facts -> facts.add(new Genotype("CYP2C9", "*1/*2", "Intermediate Metabolizer", CODED)));
        assertThat(state().phenotypes()).containsEntry("CYP2C9", "Intermediate Metabolizer");
        assertThat(state().issues())
                .filteredOn(issue -> issue.kind() == DataIssue.Kind.CONFLICT)
                .hasSize(1);
    }
}
