package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;
import org.hsdpo.clinical.patient.Provenance;

/** What every fact's row has: whose it is, from which record, and its provenance. */
@MappedSuperclass
@IdClass(FactKey.class)
abstract class FactRow {
    @Id
    private String tenant;

    @Id
    @Column(name = "record_id")
    private UUID recordId;

    @Id
    private int position;

    @Column(name = "patient_id")
    private String patientId;

    private String source;

    @Column(name = "source_id")
    private String sourceId;

    @Column(name = "recorded_at")
    private Instant recordedAt;

    private String transformation;
    private double confidence;

    /** For Hibernate. */
    protected FactRow() {}

    protected FactRow(RecordRow record, int position, Provenance provenance) {
        this.tenant = record.tenant();
        this.recordId = record.recordId();
        this.position = position;
        this.patientId = record.patientId();
        this.source = provenance.source().name();
        this.sourceId = StoredSource.of(provenance).text();
        this.recordedAt = provenance.recordedAt();
        this.transformation = provenance.transformation();
        this.confidence = provenance.confidence();
    }

    UUID recordId() {
        return recordId;
    }

    protected Provenance provenance() {
        StoredSource entry = new StoredSource(sourceId);
        return new Provenance(
                Provenance.Source.valueOf(source),
                entry.sourceId(),
                recordedAt,
                transformation,
                confidence,
                entry.lineage());
    }
}
