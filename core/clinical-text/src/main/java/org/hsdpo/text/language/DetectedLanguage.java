package org.hsdpo.text.language;

import java.util.Objects;

/**
 * The language of a note.
 *
 * @param code ISO 639-1 code; {@code und} (ISO 639-2: undetermined) where the note is too short or too terse to tell
 * @param readAs the language whose rules read it; English where it is undetermined
 */
public record DetectedLanguage(String code, NoteLanguage readAs) {
    public static final DetectedLanguage UNDETERMINED = new DetectedLanguage("und", NoteLanguage.ENGLISH);

    public DetectedLanguage {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(readAs, "readAs");
    }

    static DetectedLanguage of(NoteLanguage language) {
        return new DetectedLanguage(language.code(), language);
    }

    public boolean isDetermined() {
        return !code.equals(UNDETERMINED.code);
    }
}
