package org.hsdpo.data.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.note.NoteStatement.Assertion;
import org.hsdpo.data.note.NoteStatement.Context;
import org.hsdpo.data.note.NoteStatement.Experiencer;
import org.hsdpo.data.note.NoteStatement.MedicationEvent;
import org.hsdpo.data.note.NoteStatement.Temporality;
import org.junit.jupiter.api.Test;

class NoteFactsTest {
    private static final Instant WRITTEN = Instant.parse("2026-10-12T09:00:00Z");
    private static final Context SAID = context(Assertion.AFFIRMED, Temporality.CURRENT, Experiencer.PATIENT);

    private static Context context(Assertion assertion, Temporality temporality, Experiencer experiencer) {
        return new Context(assertion, temporality, experiencer, 0.8);
    }

    private static ClinicalFacts facts(NoteStatement... statements) {
        return NoteFacts.of(List.of(statements), new Receipt("note", WRITTEN), WRITTEN);
    }

    private static NoteStatement condition(ConditionConcept concept, Context context) {
        return new NoteStatement.OfCondition("0-5", "words", concept, context);
    }

    private static NoteStatement metformin(OptionalDouble total, MedicationEvent event, Context context) {
        return new NoteStatement.OfMedication(
                "0-5", "metformin", Optional.of(Drug.METFORMIN), "metformin", total, false, event, context);
    }

    private static NoteStatement hba1c(double value, Optional<LocalDate> date, Context context) {
        return new NoteStatement.OfMeasurement(
                "0-5", "HbA1c", Measurement.HBA1C, Quantity.of(value, "%"), Bound.EXACT, date, context);
    }

    @Test
    void negatedConditionsAreRefuted() {
        assertThat(facts(condition(
                                ConditionConcept.PANCREATITIS,
                                context(Assertion.NEGATED, Temporality.CURRENT, Experiencer.PATIENT)))
                        .conditions())
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.status()).isEqualTo(ConditionRecord.Status.REFUTED);
                    assertThat(condition.provenance().confidence()).isEqualTo(0.8);
                });
    }

    @Test
    void ofTheFamilyOnlyMedullaryThyroidCarcinomaCounts() {
        Context denied = context(Assertion.NEGATED, Temporality.CURRENT, Experiencer.FAMILY);
        ClinicalFacts facts = facts(
                condition(ConditionConcept.MEDULLARY_THYROID_CARCINOMA, denied),
                condition(
                        ConditionConcept.TYPE_2_DIABETES,
                        context(Assertion.AFFIRMED, Temporality.CURRENT, Experiencer.FAMILY)));
        assertThat(facts.conditions()).singleElement().satisfies(condition -> {
            assertThat(condition.concept()).isEqualTo(ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA);
            assertThat(condition.status()).isEqualTo(ConditionRecord.Status.REFUTED);
        });
    }

    @Test
    void whatIsHypotheticalPossibleOrOfOthersIsNoFact() {
        assertThat(facts(
                                condition(
                                        ConditionConcept.PANCREATITIS,
                                        context(Assertion.AFFIRMED, Temporality.HYPOTHETICAL, Experiencer.PATIENT)),
                                condition(
                                        ConditionConcept.HEART_FAILURE,
                                        context(Assertion.POSSIBLE, Temporality.CURRENT, Experiencer.PATIENT)),
                                metformin(
                                        OptionalDouble.of(500),
                                        MedicationEvent.TAKES,
                                        context(Assertion.AFFIRMED, Temporality.CURRENT, Experiencer.OTHER)))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void anEpisodeInTheHistoryIsOverAChronicConditionIsNot() {
        Context history = context(Assertion.AFFIRMED, Temporality.HISTORICAL, Experiencer.PATIENT);
        assertThat(facts(
                                condition(ConditionConcept.PANCREATITIS, history),
                                condition(ConditionConcept.HYPERTENSION, history))
                        .conditions())
                .extracting(ConditionRecord::status)
                .containsExactly(ConditionRecord.Status.RESOLVED, ConditionRecord.Status.ACTIVE);
    }

    @Test
    void drugsHaveDoseStatusAndTime() {
        ClinicalFacts facts = facts(
                metformin(OptionalDouble.of(1000), MedicationEvent.TAKES, SAID),
                metformin(OptionalDouble.empty(), MedicationEvent.STOP, SAID));
        assertThat(facts.medications())
                .extracting(MedicationRecord::status, MedicationRecord::dose)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(MedicationRecord.Status.ACTIVE, OptionalDouble.of(1000)),
                        org.assertj.core.groups.Tuple.tuple(MedicationRecord.Status.STOPPED, OptionalDouble.empty()));
        assertThat(facts.medications().getLast().end()).contains(WRITTEN);
    }

    @Test
    void aDoseThatCanOnlyBeASlipStaysUnknown() {
        ClinicalFacts facts = facts(metformin(OptionalDouble.of(100_000), MedicationEvent.TAKES, SAID));
        assertThat(facts.medications().getFirst().dose()).isEmpty();
        assertThat(facts.issues()).extracting(DataIssue::kind).containsExactly(DataIssue.Kind.IMPROBABLE);
    }

    @Test
    void anAllergyIsNoTherapy() {
        ClinicalFacts facts = facts(metformin(OptionalDouble.empty(), MedicationEvent.ALLERGY, SAID));
        assertThat(facts.allergies()).hasSize(1);
        assertThat(facts.medications()).isEmpty();
    }

    @Test
    void measurementsTakeTheirOwnDateOrTheNotes() {
        ClinicalFacts facts =
                facts(hba1c(8.1, Optional.of(LocalDate.parse("2026-03-02")), SAID), hba1c(8.6, Optional.empty(), SAID));
        assertThat(facts.observations().getFirst().time()).isEqualTo(Instant.parse("2026-03-02T00:00:00Z"));
        assertThat(facts.observations().getLast().time()).isEqualTo(WRITTEN);
        assertThat(facts.observations().getLast().provenance().transformation()).contains(NoteFacts.DATED_BY_NOTE);
    }

    @Test
    void impossibleAndUndatedEarlierValuesAreQuarantined() {
        ClinicalFacts facts = facts(
                hba1c(700, Optional.empty(), SAID),
                hba1c(7.2, Optional.empty(), context(Assertion.AFFIRMED, Temporality.HISTORICAL, Experiencer.PATIENT)));
        assertThat(facts.observations()).isEmpty();
        assertThat(facts.issues())
                .extracting(DataIssue::kind)
                .containsExactly(DataIssue.Kind.QUARANTINED, DataIssue.Kind.QUARANTINED);
    }

    @Test
    void aBoundStaysABound() {
        ClinicalFacts facts = facts(new NoteStatement.OfMeasurement(
                "0-8",
                "eGFR <30",
                Measurement.EGFR,
                Quantity.of(30, "mL/min/{1.73_m2}"),
                Bound.BELOW,
                Optional.empty(),
                context(Assertion.AFFIRMED, Temporality.CURRENT, Experiencer.PATIENT)));
        assertThat(facts.observations()).singleElement().satisfies(observation -> {
            assertThat(observation.value().value()).isEqualTo(30);
            assertThat(observation.bound()).isEqualTo(Bound.BELOW);
        });
    }

    @Test
    void anAllergyToSemaglutideByMouthIsOneToSemaglutide() {
        ClinicalFacts facts = facts(new NoteStatement.OfMedication(
                "0-8",
                "Rybelsus",
                Optional.empty(),
                "semaglutide oral",
                OptionalDouble.empty(),
                false,
                MedicationEvent.ALLERGY,
                context(Assertion.AFFIRMED, Temporality.CURRENT, Experiencer.PATIENT)));
        assertThat(facts.allergies()).singleElement().satisfies(allergy -> assertThat(allergy.substance())
                .isEqualTo("semaglutide"));
    }
}
