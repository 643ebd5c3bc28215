package org.hsdpo.text.note;

import java.util.Objects;
import java.util.Optional;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;

/**
 * A problem that a note ties to a drug. A problem without words that tie it to a drug is none, and so is one that is denied,
 * feared or of somebody else.
 *
 * @param event where the problem is named
 * @param text the problem as written
 * @param concept the condition of the clinical model; empty for a problem the model does not use
 * @param drugSpan where the drug is named
 * @param drug its formulary identifier; empty for co-medication
 * @param ingredient the drug's ingredient
 * @param basis what ties the two
 * @param context what the surrounding words say of the problem; {@code POSSIBLE} also where the tie itself is a suspicion
 * @param confidence 0 to 1, see {@link org.hsdpo.text.Confidence}
 */
public record AdverseEventMention(
        Span event,
        String text,
        Optional<ConditionConcept> concept,
        Span drugSpan,
        Optional<Drug> drug,
        String ingredient,
        Basis basis,
        Context context,
        double confidence) {
    /** What ties a problem to a drug. */
    public enum Basis {
        /** The note names the drug as the cause, or lists the problem as the reaction of an allergy or intolerance. */
        STATED_CAUSE,
        /** It arose under the drug: {@code nausea with metformin}. The note does not say that the drug caused it. */
        UNDER_DRUG,
        /** The drug was stopped or reduced for it. */
        WITHDRAWN_FOR
    }

    public AdverseEventMention {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(concept, "concept");
        Objects.requireNonNull(drugSpan, "drugSpan");
        Objects.requireNonNull(drug, "drug");
        Objects.requireNonNull(ingredient, "ingredient");
        Objects.requireNonNull(basis, "basis");
        Objects.requireNonNull(context, "context");
    }
}
