package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hsdpo.clinical.patient.Lineage;
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

    @Column(name = "source_entry")
    private String sourceEntry;

    @Column(name = "recorded_at")
    private Instant recordedAt;

    private String transformation;
    private double confidence;

    /** Null, like {@code standing}, where the source has no entries. */
    @Column(name = "entry_keys")
    private String[] entryKeys;

    private String standing;

    /** Null where the sender does not say when. */
    @Column(name = "stated_at")
    private Instant statedAt;

    /** For Hibernate. */
    protected FactRow() {}

    protected FactRow(RecordRow record, int position, Provenance provenance) {
        this.tenant = record.tenant();
        this.recordId = record.recordId();
        this.position = position;
        this.patientId = record.patientId();
        this.source = provenance.source().name();
        this.sourceEntry = provenance.sourceId();
        this.recordedAt = provenance.recordedAt();
        this.transformation = provenance.transformation();
        this.confidence = provenance.confidence();
        provenance.lineage().ifPresent(lineage -> {
            entryKeys = lineage.sortedKeys().toArray(String[]::new);
            standing = lineage.standing().name();
            statedAt = lineage.statedAt().orElse(null);
        });
    }

    UUID recordId() {
        return recordId;
    }

    protected Provenance provenance() {
        return new Provenance(
                Provenance.Source.valueOf(source), sourceEntry, recordedAt, transformation, confidence, lineage());
    }

    private Optional<Lineage> lineage() {
        return standing == null
                ? Optional.empty()
                : Optional.of(new Lineage(
                        Set.of(entryKeys), Lineage.Standing.valueOf(standing), Optional.ofNullable(statedAt)));
    }
}
