package org.hsdpo.data.note;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.quantity.Quantity;

/** Something a note says, with its context. */
public sealed interface NoteStatement {
    /** Offsets of the words in the note, for example {@code 120-134}: the way back from a fact to the text. */
    String place();

    /** The words as written. */
    String text();

    Context context();

    /**
     * How the note says it.
     *
     * @param assertion affirmed, negated or possible
     * @param temporality current, historical or hypothetical
     * @param experiencer of whom it is said
     * @param confidence 0 to 1
     */
    record Context(Assertion assertion, Temporality temporality, Experiencer experiencer, double confidence) {
        public Context {
            Objects.requireNonNull(assertion, "assertion");
            Objects.requireNonNull(temporality, "temporality");
            Objects.requireNonNull(experiencer, "experiencer");
            if (!(confidence >= 0 && confidence <= 1)) {
                throw new IllegalArgumentException("confidence is not between 0 and 1: " + confidence);
            }
        }
    }

    /** Whether something is said to be so. */
    enum Assertion {
        AFFIRMED,
        NEGATED,
        POSSIBLE
    }

    /** When something is said to be so. */
    enum Temporality {
        CURRENT,
        HISTORICAL,
        HYPOTHETICAL
    }

    /** Of whom something is said. */
    enum Experiencer {
        PATIENT,
        FAMILY,
        OTHER
    }

    /** What a note says happens to a drug. */
    enum MedicationEvent {
        TAKES,
        START,
        STOP,
        INCREASE,
        DECREASE,
        HOLD,
        ALLERGY
    }

    /** A condition. */
    record OfCondition(String place, String text, ConditionConcept concept, Context context) implements NoteStatement {}

    /**
     * A drug.
     *
     * @param drug formulary drug, or empty for co-medication
     * @param ingredient in lower case
     * @param total in the drug's formulary unit; empty where the note does not say
     */
    record OfMedication(
            String place,
            String text,
            Optional<Drug> drug,
            String ingredient,
            OptionalDouble total,
            boolean asNeeded,
            MedicationEvent event,
            Context context)
            implements NoteStatement {}

    /**
     * A measured value.
     *
     * @param value in any unit that converts to the measurement's
     * @param bound how the number relates to the value, for example {@code BELOW} for {@code eGFR <30}
     * @param date written beside the value, where one is
     */
    record OfMeasurement(
            String place,
            String text,
            Measurement measurement,
            Quantity value,
            Bound bound,
            Optional<LocalDate> date,
            Context context)
            implements NoteStatement {}
}
