package org.hsdpo.clinical.patient;

import java.util.Objects;

/**
 * Something about the data that a reader of the profile has to know.
 *
 * @param kind what kind of issue
 * @param field what it concerns, in words or as a path in the source
 * @param message one sentence
 */
public record DataIssue(Kind kind, String field, String message) {
    /** Kinds of issue. */
    public enum Kind {
        /** A single record was refused; the others were taken. */
        QUARANTINED,
        /** Possible, but rare: to be confirmed. */
        IMPROBABLE,
        /** A code or a text that HSDPO does not know. */
        UNMAPPED,
        /** Two sources say different things; both are kept. */
        CONFLICT,
        /** Too old for a dosing decision. */
        STALE,
        /** Needed and not there. */
        MISSING,
        /** Taken to be so without being stated, for example absent because a problem list is silent. */
        ASSUMED
    }

    public DataIssue {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
    }
}
