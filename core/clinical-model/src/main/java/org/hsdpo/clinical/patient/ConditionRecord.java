package org.hsdpo.clinical.patient;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.hsdpo.clinical.condition.ConditionConcept;

/**
 * A statement about a condition.
 *
 * @param concept which condition
 * @param status what the source says of it
 * @param onset when it began, where known
 * @param provenance source
 */
public record ConditionRecord(ConditionConcept concept, Status status, Optional<Instant> onset, Provenance provenance) {

    /** What a source says of a condition. */
    public enum Status {
        /** The patient has it. */
        ACTIVE,
        /** The patient had it. */
        RESOLVED,
        /** The source says that the patient does not have it. */
        REFUTED
    }

    public ConditionRecord {
        Objects.requireNonNull(concept, "concept");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(onset, "onset");
        Objects.requireNonNull(provenance, "provenance");
    }
}
