package org.hsdpo.data;

import java.util.Objects;

/**
 * A code that means nothing to HSDPO, for those who keep the mapping files: what a feed sends in vain.
 *
 * @param kind what it would have been
 * @param system address or name of its coding system; empty where the source names none
 * @param code as the source writes it; empty where there is only text
 * @param entries of the record that have it
 */
public record UnmappedCode(Kind kind, String system, String code, int entries) {
    /** What a code stands for. */
    public enum Kind {
        MEASUREMENT,
        CONDITION,
        DRUG
    }

    public UnmappedCode {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(system, "system");
        Objects.requireNonNull(code, "code");
    }
}
