package org.hsdpo.text.note;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.quantity.Quantity;

/**
 * A drug named in a note, with what the note says of its dose. Whatever the note does not say is empty, which is not
 * zero.
 *
 * @param span where the drug is named
 * @param text the name as written
 * @param drug formulary drug; empty for co-medication and for products whose route the formulary does not hold
 * @param ingredient ingredient in lower case
 * @param dose one administration
 * @param doseSpan where the dose is written
 * @param timesPerDay administrations a day: 2 for twice daily, 1/7 for once weekly
 * @param frequencySpan where the frequency is written
 * @param route SNOMED-like route in upper case, {@code ORAL} or {@code SUBCUTANEOUS} and the like; empty where not
 *     stated
 * @param dailyDose total in the drug's formulary unit; empty where it cannot be computed from what is written
 * @param asNeeded whether it is taken only when needed
 * @param asDirected whether the note refers to instructions that stand elsewhere
 * @param course how long it is taken, and the steps of a taper or titration
 * @param purpose the words that say what it is taken for
 * @param event what happens to the therapy
 * @param eventSpan the verb that says so; empty where no verb does
 * @param reason the words that say why the therapy is changed
 * @param context what the surrounding words say
 * @param confidence 0 to 1, see {@link org.hsdpo.text.Confidence}
 */
public record MedicationMention(
        Span span,
        String text,
        Optional<Drug> drug,
        String ingredient,
        Optional<Quantity> dose,
        Optional<Span> doseSpan,
        OptionalDouble timesPerDay,
        Optional<Span> frequencySpan,
        String route,
        Optional<Quantity> dailyDose,
        boolean asNeeded,
        boolean asDirected,
        Course course,
        Optional<Span> purpose,
        Event event,
        Optional<Span> eventSpan,
        Optional<Span> reason,
        Context context,
        double confidence) {

    /** What a note says is done with a drug. */
    public enum Event {
        TAKES,
        START,
        STOP,
        INCREASE,
        DECREASE,
        HOLD,
        ALLERGY
    }

    public MedicationMention {
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(drug, "drug");
        Objects.requireNonNull(ingredient, "ingredient");
        Objects.requireNonNull(dose, "dose");
        Objects.requireNonNull(doseSpan, "doseSpan");
        Objects.requireNonNull(timesPerDay, "timesPerDay");
        Objects.requireNonNull(frequencySpan, "frequencySpan");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(dailyDose, "dailyDose");
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(eventSpan, "eventSpan");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(context, "context");
    }
}
