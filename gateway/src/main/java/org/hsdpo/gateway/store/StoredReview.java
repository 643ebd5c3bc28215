package org.hsdpo.gateway.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A clinician's review of a profile. */
@Entity
@Immutable
@Table(name = "review")
public class StoredReview {
    @EmbeddedId
    private TenantKey.Review id;

    @Column(name = "profile_id")
    private UUID profileId;

    @Column(name = "recorded_at")
    private Instant recordedAt;

    @Column(name = "subject")
    private String subject;

    @Column(name = "decision")
    private String decision;

    @Column(name = "feedback_id")
    private String feedbackId;

    @Column(name = "document")
    private String document;

    protected StoredReview() {}

    /**
     * @param feedbackId what the dosing agent calls it
     * @param document the whole request in JSON
     */
    public StoredReview(
            String tenantId,
            UUID reviewId,
            UUID profileId,
            Instant recordedAt,
            String subject,
            String decision,
            String feedbackId,
            String document) {
        this.id = new TenantKey.Review(tenantId, reviewId);
        this.profileId = profileId;
        this.recordedAt = recordedAt;
        this.subject = subject;
        this.decision = decision;
        this.feedbackId = feedbackId;
        this.document = document;
    }

    public UUID reviewId() {
        return id.reviewId();
    }

    public UUID profileId() {
        return profileId;
    }

    public Instant recordedAt() {
        return recordedAt;
    }

    /** Name of the decision, for example {@code REVIEW_DECISION_ACCEPT}. */
    public String decision() {
        return decision;
    }
}
