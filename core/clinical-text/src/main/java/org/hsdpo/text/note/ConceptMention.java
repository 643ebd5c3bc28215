package org.hsdpo.text.note;

import java.util.Objects;
import java.util.Optional;
import org.hsdpo.clinical.condition.ConditionConcept;

/**
 * A problem named in a note.
 *
 * @param span where it is named
 * @param text as written
 * @param concept the condition of the clinical model; empty for a problem the model does not use
 * @param context what the surrounding words say of it
 * @param confidence 0 to 1, see {@link org.hsdpo.text.Confidence}
 */
public record ConceptMention(
        Span span, String text, Optional<ConditionConcept> concept, Context context, double confidence) {
    public ConceptMention {
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(concept, "concept");
        Objects.requireNonNull(context, "context");
    }
}
