package org.hsdpo.text.language;

import org.hsdpo.clinical.error.InvalidInputException;

/** Tells text from what is not: binary content, broken encodings, and too much of it. */
public final class NoteText {
    /** Share of control characters above which content is no text; real notes hold none but line ends and tabs. */
    private static final double CONTROL_SHARE = 0.01;
    /** Share of replacement characters that shows that the bytes were not UTF-8. */
    private static final double REPLACEMENT_SHARE = 0.02;

    private NoteText() {}

    /**
     * Refuses what is not the text of one note.
     *
     * @throws InvalidInputException naming the fault
     */
    public static void require(String note, int longest) {
        if (note.isBlank()) {
            throw refused("NOTE_EMPTY", "the note is empty", "UTF-8 text of one clinical note");
        }
        if (note.length() > longest) {
            throw refused(
                    "NOTE_TOO_LONG",
                    "the note has " + note.length() + " characters",
                    "at most " + longest + " characters");
        }
        int controls = 0;
        int replacements = 0;
        for (int i = 0; i < note.length(); i++) {
            char c = note.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == note.length()
                        || !Character.isLowSurrogate(note.charAt(i + 1))) {
                    throw refused(
                            "NOTE_NOT_TEXT",
                            "the note is not text: half a surrogate pair stands at offset " + i,
                            "well-formed Unicode text");
                }
                i++;
            } else if (c == '\u0000') {
                throw refused(
                        "NOTE_NOT_TEXT",
                        "the note is not text: a NUL character stands at offset " + i,
                        "UTF-8 text without control characters");
            } else if (c == '\uFFFD') {
                replacements++;
            } else if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t' && c != '\f') {
                controls++;
            }
        }
        if (controls > CONTROL_SHARE * note.length() + 1) {
            throw refused(
                    "NOTE_NOT_TEXT",
                    "the note is not text: " + controls + " of its " + note.length()
                            + " characters are control characters",
                    "UTF-8 text without control characters");
        }
        if (replacements > REPLACEMENT_SHARE * note.length() + 1) {
            throw refused(
                    "NOTE_NOT_UTF8",
                    "the note was not UTF-8: " + replacements + " of its characters could not be decoded",
                    "UTF-8 text");
        }
    }

    private static InvalidInputException refused(String code, String message, String accepted) {
        return new InvalidInputException("text", code, message, accepted);
    }
}
