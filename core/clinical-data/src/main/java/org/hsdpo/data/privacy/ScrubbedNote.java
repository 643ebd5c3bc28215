package org.hsdpo.data.privacy;

import java.util.List;

/**
 * A note from which a program took what it recognised as identifying. A program misses some: what leaves has to be marked
 * as scrubbed by machine, and a person has to look at it before it is given to anybody who may not know the patient.
 *
 * @param text the note with {@code [DATE]}, {@code [NAME]} and the like in place of what was taken
 * @param removals what was taken from the original, by rising position
 */
public record ScrubbedNote(String text, List<Removal> removals) {
    /** Kinds of identifying text. */
    public enum Kind {
        NAME,
        DATE,
        AGE,
        PHONE,
        EMAIL,
        URL,
        IP_ADDRESS,
        NUMBER,
        PLACE
    }

    /**
     * One piece taken out.
     *
     * @param start first position in the original, in UTF-16 code units
     * @param end position after the last
     */
    public record Removal(Kind kind, int start, int end) {}

    public ScrubbedNote {
        removals = List.copyOf(removals);
    }
}
