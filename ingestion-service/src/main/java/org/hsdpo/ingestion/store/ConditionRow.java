package org.hsdpo.ingestion.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.patient.ConditionRecord;

/** A statement about a condition. */
@Entity
@Immutable
@Table(name = "condition")
class ConditionRow extends FactRow {
    private String concept;
    private String status;
    private Instant onset;

    /** For Hibernate. */
    protected ConditionRow() {}

    ConditionRow(RecordRow record, int position, ConditionRecord fact) {
        super(record, position, fact.provenance());
        concept = fact.concept().name();
        status = fact.status().name();
        onset = fact.onset().orElse(null);
    }

    ConditionRecord fact() {
        return new ConditionRecord(
                ConditionConcept.valueOf(concept),
                ConditionRecord.Status.valueOf(status),
                Optional.ofNullable(onset),
                provenance());
    }
}
