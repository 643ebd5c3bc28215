package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.patient.ProblemList;

/** A problem list that a record supplied. */
@Entity
@Immutable
@Table(name = "problem_list")
class ProblemListRow extends FactRow {
    @Column(name = "current_at")
    private Instant currentAt;

    private int entries;

    /** For Hibernate. */
    protected ProblemListRow() {}

    ProblemListRow(RecordRow record, int position, ProblemList fact) {
        super(record, position, fact.provenance());
        currentAt = fact.time();
        entries = fact.entries();
    }

    ProblemList fact() {
        return new ProblemList(currentAt, entries, provenance());
    }
}
