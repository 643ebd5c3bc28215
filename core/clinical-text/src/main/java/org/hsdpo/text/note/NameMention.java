package org.hsdpo.text.note;

import java.util.Objects;

/**
 * Words that read like the name of something clinical and stand in no dictionary. A recogniser that learnt from examples
 * found them by their letters and by the words around them. They have no code, so nothing is computed from them: they are
 * shown to whoever reviews the note.
 *
 * @param span where the words stand
 * @param text as written
 * @param kind what they seem to name
 * @param context what the surrounding words say of it
 * @param confidence 0 to 1: the recogniser's own probability, which is not calibrated, times the factor for the language
 */
public record NameMention(Span span, String text, Kind kind, Context context, double confidence) {
    /** What words seem to name. */
    public enum Kind {
        DRUG,
        PROBLEM,
        LAB,
        VITAL,
        ADVERSE_EVENT,
        /** Something the patient is allergic to. */
        ALLERGY,
        /** A problem of a relative. */
        FAMILY_HISTORY,
        SOCIAL_HISTORY
    }

    public NameMention {
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(context, "context");
    }
}
