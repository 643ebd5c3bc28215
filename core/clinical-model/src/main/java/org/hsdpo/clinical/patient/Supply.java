package org.hsdpo.clinical.patient;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A drug that was handed over for a time, or given once. What a prescription says should be taken is another thing: this is
 * what the patient had.
 *
 * @param ingredient in lower case
 * @param kind handed over or given
 * @param from when
 * @param days it lasts as it is to be taken, at least 1; empty where nobody says, which is not zero
 * @param provenance source
 */
public record Supply(String ingredient, Kind kind, Instant from, OptionalInt days, Provenance provenance) {
    /** How the patient came by it. */
    public enum Kind {
        /** Handed over to be taken at home. */
        DISPENSED,
        /** Taken before somebody's eyes. */
        GIVEN
    }

    public Supply {
        Objects.requireNonNull(ingredient, "ingredient");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(provenance, "provenance");
        if (days.isPresent() && days.getAsInt() < 1) {
            throw new IllegalArgumentException("a supply lasts at least a day: " + days.getAsInt());
        }
    }
}
