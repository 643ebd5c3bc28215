package org.hsdpo.ingestion.store;

import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A record that was taken in. */
@Entity
@Immutable
@Table(name = "record")
@IdClass(RecordRow.Key.class)
public class RecordRow {
    /** Tenant and identifier. */
    public record Key(String tenant, UUID recordId) implements Serializable {}

    @Id
    private String tenant;

    @Id
    @Column(name = "record_id")
    private UUID recordId;

    @Column(name = "patient_id")
    private String patientId;

    @Column(name = "idempotency_key")
    private String idempotencyKey;

    @Column(name = "content_hash")
    private String contentHash;

    @Column(name = "media_type")
    private String mediaType;

    private String subject;

    @Column(name = "received_at")
    private Instant receivedAt;

    @Column(name = "newest_fact")
    private Instant newestFact;

    @Column(name = "fact_counts")
    private String factCounts;

    /** For Hibernate. */
    protected RecordRow() {}

    /** A row to insert; times are kept to the microsecond, as the database keeps them. */
    public RecordRow(
            String tenant,
            UUID recordId,
            String patientId,
            String idempotencyKey,
            String contentHash,
            String mediaType,
            String subject,
            Instant receivedAt,
            Optional<Instant> newestFact,
            Map<String, Integer> factCounts) {
        this.tenant = tenant;
        this.recordId = recordId;
        this.patientId = patientId;
        this.idempotencyKey = idempotencyKey;
        this.contentHash = contentHash;
        this.mediaType = mediaType;
        this.subject = subject;
        this.receivedAt = receivedAt.truncatedTo(ChronoUnit.MICROS);
        this.newestFact = newestFact.orElse(null);
        JsonObject counts = new JsonObject();
        factCounts.forEach(counts::put);
        this.factCounts = counts.encode();
    }

    public String tenant() {
        return tenant;
    }

    public UUID recordId() {
        return recordId;
    }

    public String patientId() {
        return patientId;
    }

    public String idempotencyKey() {
        return idempotencyKey;
    }

    public String contentHash() {
        return contentHash;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    public Optional<Instant> newestFact() {
        return Optional.ofNullable(newestFact);
    }

    /** Facts by kind, in the order in which they were counted. */
    public Map<String, Integer> factCounts() {
        JsonObject counts = new JsonObject(factCounts);
        Map<String, Integer> byKind = new LinkedHashMap<>();
        counts.fieldNames().forEach(kind -> byKind.put(kind, counts.getInteger(kind)));
        return byKind;
    }
}
