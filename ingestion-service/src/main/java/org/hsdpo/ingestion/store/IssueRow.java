package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.Amendment;

/**
 * Something about a record's data that a reader has to know, or ({@code kind} {@value #AMENDMENT}) what the record says of an
 * entry that came before it.
 */
@Entity
@Immutable
@Table(name = "issue")
@IdClass(FactKey.class)
class IssueRow {
    private static final String AMENDMENT = "AMENDMENT";

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

    /** {@code field} holds what becomes of the entry, {@code message} the rest, separated by line ends. */
    IssueRow(RecordRow record, int position, Amendment amendment) {
        tenant = record.tenant();
        recordId = record.recordId();
        this.position = position;
        patientId = record.patientId();
        kind = AMENDMENT;
        field = amendment.kind().name();
        Provenance provenance = amendment.provenance();
        message = String.join(
                "\n",
                provenance.source().name(),
                StoredSource.of(provenance).text(),
                provenance.recordedAt().toString(),
                amendment.measurement().map(Measurement::name).orElse(""),
                amendment.time().map(Instant::toString).orElse(""));
    }

    boolean isAmendment() {
        return kind.equals(AMENDMENT);
    }

    Amendment amendment() {
        String[] parts = message.split("\n", -1);
        StoredSource source = new StoredSource(parts[1]);
        return new Amendment(
                Amendment.Kind.valueOf(field),
                present(parts[3]).map(Measurement::valueOf),
                present(parts[4]).map(Instant::parse),
                new Provenance(
                        Provenance.Source.valueOf(parts[0]),
                        source.sourceId(),
                        Instant.parse(parts[2]),
                        "",
                        1,
                        source.lineage()));
    }

    private static Optional<String> present(String part) {
        return Optional.of(part).filter(text -> !text.isEmpty());
    }

    UUID recordId() {
        return recordId;
    }

    DataIssue issue() {
        return new DataIssue(DataIssue.Kind.valueOf(kind), field, message);
    }
}
