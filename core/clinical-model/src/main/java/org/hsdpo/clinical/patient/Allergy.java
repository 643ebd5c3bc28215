package org.hsdpo.clinical.patient;

import java.util.Objects;

/**
 * A recorded allergy or intolerance.
 *
 * @param substance in lower case: an ingredient or a group such as {@code sulfonamide}
 * @param provenance source
 */
public record Allergy(String substance, Provenance provenance) {
    public Allergy {
        Objects.requireNonNull(substance, "substance");
        Objects.requireNonNull(provenance, "provenance");
    }
}
