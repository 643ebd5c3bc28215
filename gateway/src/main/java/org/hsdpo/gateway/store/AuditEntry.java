package org.hsdpo.gateway.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** Who did what, when, to which patient's data. */
@Entity
@Immutable
@Table(name = "audit_entry")
public class AuditEntry {
    /** What is audited. */
    public enum Action {
        RECORD_ADDED,
        NOTE_READ,
        PROFILE_CREATED,
        PROFILE_READ,
        PROFILE_REPLAYED,
        PROFILE_REVIEWED,
        RESEARCH_RECORDS_EXPORTED,
        STATISTIC_RELEASED,
        NOTE_SCRUBBED,
        BULK_LOAD_OPENED,
        BULK_LOAD_STARTED
    }

    @EmbeddedId
    private TenantKey.Entry id;

    @Column(name = "at")
    private Instant at;

    @Column(name = "subject")
    private String subject;

    @Enumerated(EnumType.STRING)
    @Column(name = "action")
    private Action action;

    @Column(name = "patient_id")
    private String patientId;

    @Column(name = "object_id")
    private String objectId;

    protected AuditEntry() {}

    /** @param objectId identifier of the record, profile or review */
    public AuditEntry(String tenantId, Instant at, String subject, Action action, String patientId, String objectId) {
        this.id = new TenantKey.Entry(tenantId, UUID.randomUUID());
        this.at = at;
        this.subject = subject;
        this.action = action;
        this.patientId = patientId;
        this.objectId = objectId;
    }
}
