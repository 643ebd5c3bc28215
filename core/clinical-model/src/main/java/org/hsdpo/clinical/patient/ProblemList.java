package org.hsdpo.clinical.patient;

import java.time.Instant;
import java.util.Objects;

/**
 * A problem list that a source supplied: its silence on a condition may be read as absence.
 *
 * @param time when it was current
 * @param entries number of entries, at least 1
 * @param provenance source
 */
public record ProblemList(Instant time, int entries, Provenance provenance) {
    public ProblemList {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(provenance, "provenance");
        if (entries < 1) {
            throw new IllegalArgumentException("a problem list without entries says nothing");
        }
    }
}
