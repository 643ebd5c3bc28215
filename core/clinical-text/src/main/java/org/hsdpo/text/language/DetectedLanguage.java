package org.hsdpo.text.language;

import java.util.Objects;

/**
 * The language of a note.
 *
 * @param code ISO 639-1 code, {@code en}; {@code und} (ISO 639-2: undetermined) where the note is too short or too
 *     terse to tell, in which case it is read by the rules for English
 */
public record DetectedLanguage(String code) {
    public static final DetectedLanguage ENGLISH = new DetectedLanguage("en");
    public static final DetectedLanguage UNDETERMINED = new DetectedLanguage("und");

    public DetectedLanguage {
        Objects.requireNonNull(code, "code");
    }

    public boolean isDetermined() {
        return this != UNDETERMINED;
    }
}
