package org.hsdpo.data.note;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.patient.Allergy;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.drug.DoseLimits;
import org.hsdpo.data.drug.DrugVocabulary;
import org.hsdpo.data.note.NoteStatement.Assertion;
import org.hsdpo.data.note.NoteStatement.Experiencer;
import org.hsdpo.data.note.NoteStatement.Temporality;

/**
 * Turns the statements of one note into facts.
 *
 * <ul>
 *   <li>Negated conditions are refuted conditions; historical ones are resolved where they are
 *       episodes; a chronic condition in the history is still there.
 *   <li>Of the family only medullary thyroid carcinoma is used, as its own fact.
 *   <li>What is hypothetical, possible or said of someone else is no fact.
 *   <li>An impossible value in a note is quarantined with an issue, unlike one in coded data: a parser may misread.
 * </ul>
 */
public final class NoteFacts {
    /** Transformation of a measurement whose date is only the note's own. */
    public static final String DATED_BY_NOTE = "no date beside the value: dated by the note";

    /** Conditions that come and go: "history of" one of them means that it is over. */
    private static final Set<ConditionConcept> EPISODES = EnumSet.of(
            ConditionConcept.SEVERE_HYPOGLYCAEMIA,
            ConditionConcept.PANCREATITIS,
            ConditionConcept.KETOACIDOSIS,
            ConditionConcept.METABOLIC_ACIDOSIS,
            ConditionConcept.URINARY_SEPSIS,
            ConditionConcept.GENITAL_MYCOTIC_INFECTION,
            ConditionConcept.GESTATIONAL_DIABETES,
            ConditionConcept.PREGNANCY,
            ConditionConcept.BREASTFEEDING);

    private final Receipt receipt;
    private final Instant noteTime;
    private final ClinicalFacts.Collector facts = new ClinicalFacts.Collector();

    private NoteFacts(Receipt receipt, Instant noteTime) {
        this.receipt = receipt;
        this.noteTime = noteTime;
    }

    /**
     * The facts of a note.
     *
     * @param statements what the parser found
     * @param receipt of the record that holds the note
     * @param noteTime when the note was written, or received where it does not say
     */
    public static ClinicalFacts of(List<NoteStatement> statements, Receipt receipt, Instant noteTime) {
        NoteFacts reading = new NoteFacts(receipt, noteTime);
        statements.forEach(reading::take);
        return reading.facts.facts();
    }

    private void take(NoteStatement statement) {
        NoteStatement.Context context = statement.context();
        boolean said = context.temporality() != Temporality.HYPOTHETICAL
                && context.assertion() != Assertion.POSSIBLE
                && context.experiencer() != Experiencer.OTHER;
        if (!said) {
            return;
        }
        switch (statement) {
            case NoteStatement.OfCondition condition -> condition(condition);
            case NoteStatement.OfMedication medication -> medication(medication);
            case NoteStatement.OfMeasurement measurement -> measurement(measurement);
        }
    }

    private Provenance provenance(NoteStatement statement, String transformation) {
        return receipt.uncertain(
                Provenance.Source.CLINICAL_NOTE,
                "note:" + statement.place(),
                transformation,
                statement.context().confidence());
    }

    private void condition(NoteStatement.OfCondition statement) {
        ConditionConcept concept = statement.concept();
        if (statement.context().experiencer() == Experiencer.FAMILY) {
            boolean medullary = concept == ConditionConcept.MEDULLARY_THYROID_CARCINOMA
                    || concept == ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA;
            if (!medullary) {
                return;
            }
            concept = ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA;
        }
        boolean negated = statement.context().assertion() == Assertion.NEGATED;
        boolean over = statement.context().temporality() == Temporality.HISTORICAL
                && statement.context().experiencer() == Experiencer.PATIENT
                && EPISODES.contains(concept);
        ConditionRecord.Status status = negated
                ? ConditionRecord.Status.REFUTED
                : over ? ConditionRecord.Status.RESOLVED : ConditionRecord.Status.ACTIVE;
        facts.add(new ConditionRecord(concept, status, Optional.empty(), provenance(statement, "read in a note")));
    }

    private void medication(NoteStatement.OfMedication statement) {
        boolean ofPatient = statement.context().experiencer() == Experiencer.PATIENT;
        boolean negated = statement.context().assertion() == Assertion.NEGATED;
        if (!ofPatient) {
            return;
        }
        if (statement.event() == NoteStatement.MedicationEvent.ALLERGY) {
            if (!negated) {
                facts.add(new Allergy(
                        DrugVocabulary.shipped().substance(statement.ingredient()),
                        provenance(statement, "read in a note")));
            }
            return;
        }
        MedicationRecord.Status status =
                switch (statement.event()) {
                    case TAKES, START, INCREASE, DECREASE ->
                        negated || statement.context().temporality() == Temporality.HISTORICAL
                                ? MedicationRecord.Status.STOPPED
                                : MedicationRecord.Status.ACTIVE;
                    case STOP -> MedicationRecord.Status.STOPPED;
                    case HOLD -> MedicationRecord.Status.ON_HOLD;
                    case ALLERGY -> throw new IllegalStateException("an allergy is no therapy");
                };
        // A negated start or stop ("did not stop metformin") says nothing certain of what is taken.
        if (negated && statement.event() != NoteStatement.MedicationEvent.TAKES) {
            return;
        }
        boolean stopped = status == MedicationRecord.Status.STOPPED;
        facts.add(new MedicationRecord(
                statement.drug(),
                statement.ingredient(),
                "",
                dose(statement),
                status,
                stopped ? Optional.empty() : Optional.of(noteTime),
                stopped ? Optional.of(noteTime) : Optional.empty(),
                statement.text(),
                provenance(statement, "read in a note")));
    }

    private OptionalDouble dose(NoteStatement.OfMedication statement) {
        if (statement.drug().isEmpty()
                || statement.asNeeded()
                || statement.total().isEmpty()
                || !(statement.total().getAsDouble() > 0)) {
            return OptionalDouble.empty();
        }
        Optional<String> objection =
                DoseLimits.objection(statement.drug().get(), statement.total().getAsDouble());
        if (objection.isPresent()) {
            facts.issue(
                    DataIssue.Kind.IMPROBABLE,
                    Formulary.shipped().entry(statement.drug().get()).label(),
                    objection.get() + "; the dose stays unknown");
            return OptionalDouble.empty();
        }
        return statement.total();
    }

    private void measurement(NoteStatement.OfMeasurement statement) {
        if (statement.context().experiencer() != Experiencer.PATIENT
                || statement.context().assertion() != Assertion.AFFIRMED) {
            return;
        }
        MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(statement.measurement());
        if (statement.date().isEmpty() && statement.context().temporality() == Temporality.HISTORICAL) {
            facts.issue(
                    DataIssue.Kind.QUARANTINED,
                    "note:" + statement.place(),
                    "an earlier " + definition.label() + " without a date was not taken");
            return;
        }
        try {
            Quantity value = definition.normalise(statement.value(), statement.bound());
            Instant time = statement
                    .date()
                    .map(date -> date.atStartOfDay(ZoneOffset.UTC).toInstant())
                    .orElse(noteTime);
            String how = statement.date().isPresent() ? "read in a note" : "read in a note; " + DATED_BY_NOTE;
            boolean improbable = !definition.isPlausible(value.value());
            if (improbable) {
                facts.issue(
                        DataIssue.Kind.IMPROBABLE,
                        "note:" + statement.place(),
                        definition.label() + " of " + statement.bound().before(value)
                                + " is possible but rare: to be confirmed");
            }
            facts.add(new Observation(
                    statement.measurement(), value, statement.bound(), time, improbable, provenance(statement, how)));
        } catch (InvalidInputException e) {
            facts.issue(
                    DataIssue.Kind.QUARANTINED,
                    "note:" + statement.place(),
                    definition.label() + " in the note was not taken: "
                            + e.violations().getFirst().message());
        }
    }
}
