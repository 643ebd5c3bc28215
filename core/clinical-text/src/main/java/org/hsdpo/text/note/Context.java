package org.hsdpo.text.note;

import java.util.Objects;

/**
 * What the words around a mention say of it.
 *
 * @param assertion whether it is said to be so
 * @param temporality when
 * @param experiencer of whom
 */
public record Context(Assertion assertion, Temporality temporality, Experiencer experiencer) {

    /** A plain statement about the patient today. */
    public static final Context PLAIN = new Context(Assertion.AFFIRMED, Temporality.CURRENT, Experiencer.PATIENT);

    /** Whether a fact is stated, denied or held possible. */
    public enum Assertion {
        AFFIRMED,
        NEGATED,
        POSSIBLE
    }

    /** When a fact holds: now, formerly, or only under a condition or in the future. */
    public enum Temporality {
        CURRENT,
        HISTORICAL,
        HYPOTHETICAL
    }

    /** Whose fact it is. */
    public enum Experiencer {
        PATIENT,
        FAMILY,
        OTHER
    }

    public Context {
        Objects.requireNonNull(assertion, "assertion");
        Objects.requireNonNull(temporality, "temporality");
        Objects.requireNonNull(experiencer, "experiencer");
    }

    public Context with(Assertion other) {
        return new Context(other, temporality, experiencer);
    }

    public Context with(Temporality other) {
        return new Context(assertion, other, experiencer);
    }

    public Context with(Experiencer other) {
        return new Context(assertion, temporality, other);
    }
}
