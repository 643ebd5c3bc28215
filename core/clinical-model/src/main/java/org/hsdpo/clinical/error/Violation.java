package org.hsdpo.clinical.error;

import java.util.Objects;

/**
 * One thing that is wrong with an input: where it stands, what was found, and what would be accepted.
 *
 * @param field path of the offending field in the input's own terms, for example {@code entry[3].resource.valueQuantity}
 * @param code stable machine-readable reason, upper snake case, for example {@code UNIT_UNKNOWN}
 * @param message what is wrong, in one sentence; never holds a patient's name or identifier
 * @param accepted what would be accepted instead, or an empty string where nothing would
 */
public record Violation(String field, String code, String message, String accepted) {
    public Violation {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(accepted, "accepted");
    }
}
