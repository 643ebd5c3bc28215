package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.patient.DataIssue;

/** Something about a record's data that a reader has to know. */
@Entity
@Immutable
@Table(name = "issue")
@IdClass(FactKey.class)
class IssueRow {
    @Id
    private String tenant;

    @Id
    @Column(name = "record_id")
    private UUID recordId;

    @Id
    private int position;

    @Column(name = "patient_id")
    private String patientId;

    private String kind;
    private String field;
    private String message;

    /** For Hibernate. */
    protected IssueRow() {}

    IssueRow(RecordRow record, int position, DataIssue issue) {
        tenant = record.tenant();
        recordId = record.recordId();
        this.position = position;
        patientId = record.patientId();
        kind = issue.kind().name();
        field = issue.field();
        message = issue.message();
    }

    UUID recordId() {
        return recordId;
    }

    DataIssue issue() {
        return new DataIssue(DataIssue.Kind.valueOf(kind), field, message);
    }
}
