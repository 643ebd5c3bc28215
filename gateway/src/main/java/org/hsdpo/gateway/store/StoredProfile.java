package org.hsdpo.gateway.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A profile as it was issued, word for word. */
@Entity
@Immutable
@Table(name = "profile")
public class StoredProfile {
    @EmbeddedId
    private TenantKey.Profile id;

    @Column(name = "patient_id")
    private String patientId;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "profile_hash")
    private String profileHash;

    @Column(name = "document")
    private String document;

    @Column(name = "patient_state")
    private byte[] patientState;

    protected StoredProfile() {}

    /** @param patientState what it was made from: a {@code hsdpo.patient.v1.PatientState} on the wire */
    public StoredProfile(
            String tenantId,
            UUID profileId,
            String patientId,
            Instant createdAt,
            String profileHash,
            String document,
            byte[] patientState) {
        this.id = new TenantKey.Profile(tenantId, profileId);
        this.patientId = patientId;
        this.createdAt = createdAt;
        this.profileHash = profileHash;
        this.document = document;
        this.patientState = patientState.clone();
    }

    public UUID profileId() {
        return id.profileId();
    }

    public String patientId() {
        return patientId;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** What the profile was made from; empty for one that was issued before this was kept. */
    public Optional<byte[]> patientState() {
        return Optional.ofNullable(patientState).map(byte[]::clone);
    }

    /** The profile's JSON, exactly as first returned. */
    public String document() {
        return document;
    }
}
