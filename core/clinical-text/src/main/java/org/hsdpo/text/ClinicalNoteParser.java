package org.hsdpo.text;

import java.util.EnumMap;
import java.util.Map;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.text.language.DetectedLanguage;
import org.hsdpo.text.language.LanguageDetection;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.language.NoteText;

/**
 * Turns one clinical note in English or German into facts with character offsets: sections, sentences with tokens, problems,
 * medications and measurements, each with its context. Loading takes about a second; one instance serves any number of
 * threads. The time to parse grows linearly with the note.
 */
public final class ClinicalNoteParser {
    /** Longest note accepted unless told otherwise, in UTF-16 code units: some 400 pages. */
    public static final int LONGEST_NOTE = 1_000_000;

    /** How much of a note is told. */
    public enum Detail {
        /** Facts without the tokens of sentences and their parts of speech, which no fact is read from. */
        FACTS,
        /** Facts, tokens and parts of speech. */
        ALL
    }

    private final int longestNote;
    private final LanguageDetection languages = new LanguageDetection();
    private final Map<NoteLanguage, Reader> readers = new EnumMap<>(NoteLanguage.class);

    public ClinicalNoteParser() {
        this(LONGEST_NOTE);
    }

    /**
     * @param longestNote longest note accepted, in UTF-16 code units, at least 1
     */
    public ClinicalNoteParser(int longestNote) {
        if (longestNote < 1) {
            throw new IllegalArgumentException(
                    "the longest note accepted must be at least 1 character: " + longestNote);
        }
        this.longestNote = longestNote;
        for (NoteLanguage language : NoteLanguage.values()) {
            readers.put(language, new Reader(language));
        }
    }

    /**
     * Reads a note.
     *
     * @throws InvalidInputException where the note is empty, too long, not text, or in neither English nor German
     */
    public ParsedNote parse(String note) {
        return parse(note, Detail.ALL);
    }

    /**
     * Reads a note in as much detail as is asked for.
     *
     * @throws InvalidInputException as {@link #parse(String)}
     */
    public ParsedNote parse(String note, Detail detail) {
        NoteText.require(note, longestNote);
        DetectedLanguage language = languages.language(note);
        return readers.get(language.readAs()).read(note, language, languages.version(), detail);
    }
}
