package org.hsdpo.rlagent.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.rlagent.feedback.Feedback;
import org.hsdpo.service.call.Caller;

/** One recorded feedback; never changed. */
@Entity
@Immutable
@Table(name = "feedback")
@IdClass(FeedbackRow.Key.class)
public class FeedbackRow {
    /** Tenant and identifier. */
    public record Key(String tenant, UUID id) implements Serializable {}

    @Id
    private String tenant;

    @Id
    private UUID id;

    @Column(name = "idempotency_key")
    private String idempotencyKey;

    @Column(name = "content_hash")
    private String contentHash;

    @Column(name = "profile_id")
    private String profileId;

    @Column(name = "patient_id")
    private String patientId;

    private String decision;

    @Column(name = "recommended_action")
    private String recommendedAction;

    private String ordered;

    @Column(name = "reason_codes")
    private String reasonCodes;

    @Column(name = "shown_actions")
    private String shownActions;

    private String comment;

    private String subject;

    @Column(name = "recorded_at")
    private Instant recordedAt;

    /** For Hibernate. */
    protected FeedbackRow() {}

    /** A row to insert; the time is kept to the microsecond, as the database keeps it. */
    public static FeedbackRow of(Caller caller, Feedback feedback, UUID id, Instant at) {
        FeedbackRow row = new FeedbackRow();
        row.tenant = caller.tenant();
        row.id = id;
        row.idempotencyKey = feedback.idempotencyKey();
        row.contentHash = feedback.contentHash();
        row.profileId = feedback.profileId();
        row.patientId = feedback.patientId();
        row.decision = feedback.verdict().name();
        row.recommendedAction = feedback.recommendedAction();
        row.ordered = feedback.ordered().map(FeedbackRow::json).orElse(null);
        row.reasonCodes = new JsonArray(feedback.reasonCodes()).encode();
        row.shownActions = new JsonArray(feedback.shownActions()).encode();
        row.comment = feedback.comment();
        row.subject = caller.subject();
        row.recordedAt = at.truncatedTo(ChronoUnit.MICROS);
        return row;
    }

    private static String json(Regimen regimen) {
        JsonObject doses = new JsonObject();
        regimen.asMap().forEach((drug, dose) -> doses.put(drug.id(), dose));
        return doses.encode();
    }

    public UUID id() {
        return id;
    }

    public String contentHash() {
        return contentHash;
    }

    public Instant recordedAt() {
        return recordedAt;
    }
}
