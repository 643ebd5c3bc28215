package org.hsdpo.text.note;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An abbreviation in a note.
 *
 * @param span where it stands
 * @param text as written
 * @param expansion what it stands for; empty where the note does not tell which of its readings is meant
 * @param readings all readings known, the usual one first; one only where the note itself defines it
 * @param basis how the expansion was found
 */
public record AbbreviationMention(
        Span span, String text, Optional<String> expansion, List<String> readings, Basis basis) {
    /** How an abbreviation was expanded. */
    public enum Basis {
        /** The note writes it out: {@code durable medical equipment (DME)}. */
        DEFINED,
        /** It has one reading. */
        ONLY_READING,
        /** Words of the sentence or the heading speak for exactly one reading. */
        SURROUNDINGS,
        /** It has one usual reading, and nothing around it speaks for another. */
        USUAL,
        /** Several readings are left: it is not expanded, and no finding is made of it. */
        AMBIGUOUS
    }

    public AbbreviationMention {
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(expansion, "expansion");
        readings = List.copyOf(readings);
        Objects.requireNonNull(basis, "basis");
    }
}
