package org.hsdpo.gateway.review;

import io.grpc.Deadline;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.hsdpo.contracts.agent.v1.RecordFeedbackRequest;
import org.hsdpo.contracts.agent.v1.ReviewDecision;
import org.hsdpo.contracts.gateway.v1.PrescriptionProfile;
import org.hsdpo.contracts.gateway.v1.Proposal;
import org.hsdpo.contracts.gateway.v1.Review;
import org.hsdpo.contracts.gateway.v1.ReviewPrescriptionProfileRequest;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.backend.AgentBackEnd;
import org.hsdpo.gateway.backend.BackEnd;
import org.hsdpo.gateway.config.GatewayConfig;
import org.hsdpo.gateway.edge.CallContext;
import org.hsdpo.gateway.json.MessageJson;
import org.hsdpo.gateway.profile.Fingerprint;
import org.hsdpo.gateway.record.PatientIdentifier;
import org.hsdpo.gateway.store.GatewayStore;
import org.hsdpo.gateway.store.KeyAlreadyUsed;
import org.hsdpo.gateway.store.KeyUse;
import org.hsdpo.gateway.store.StoredReview;
import org.hsdpo.service.wire.RegimenWire;
import org.hsdpo.service.wire.TimeWire;

/**
 * Records a clinician's decision: checks it against the profile, hands it to the dosing agent as feedback, then stores
 * it. The agent comes first, so that no review is on record that the agent never learns of; its feedback is idempotent,
 * so a review that fails in between is simply sent again.
 */
@ApplicationScoped
public class ProfileReview {
    private static final String OPERATION = "review-profile";

    private final AgentBackEnd agent;
    private final GatewayStore store;
    private final GatewayConfig config;
    private final Clock clock;

    ProfileReview(AgentBackEnd agent, GatewayStore store, GatewayConfig config, Clock clock) {
        this.agent = agent;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /** Records a review, or finds the one that the same idempotency key recorded before. */
    public Uni<RecordedReview> record(Requester who, ReviewPrescriptionProfileRequest request) {
        PatientIdentifier.require(request.getPatientId());
        who.requirePatient(request.getPatientId());
        ReviewRules.requireComplete(request);
        Deadline deadline = CallContext.deadline(config.deadline().review());
        Optional<KeyUse> key = KeyUse.of(OPERATION, request.getIdempotencyKey(), Fingerprint.of(request));
        Uni<Optional<RecordedReview>> earlier = key.map(use -> earlier(who, use))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
        return earlier.chain(found -> found.map(review -> Uni.createFrom().item(review))
                .orElseGet(() -> recordNew(who, request, key, deadline)));
    }

    private Uni<Optional<RecordedReview>> earlier(Requester who, KeyUse use) {
        return store.earlierResult(who, use).chain(result -> result.map(reviewId -> store.review(who, reviewId)
                        .map(stored -> Optional.of(new RecordedReview(answer(stored), false))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<RecordedReview> recordNew(
            Requester who, ReviewPrescriptionProfileRequest request, Optional<KeyUse> key, Deadline deadline) {
        CallContext call = CallContext.current();
        UUID reviewId = UUID.randomUUID();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return store.read(who, request.getPatientId(), request.getProfileId())
                .map(stored -> MessageJson.read(stored.document(), PrescriptionProfile.newBuilder())
                        .build())
                .invoke(profile -> ReviewRules.requireAdmitted(request, profile))
                .chain(profile -> call.back(
                                agent.recordFeedback(who.caller(), feedback(request, profile, reviewId), deadline))
                        .onFailure()
                        .transform(BackEnd.AGENT::told))
                .map(feedback -> new StoredReview(
                        who.tenant(),
                        reviewId,
                        UUID.fromString(request.getProfileId()),
                        now,
                        who.caller().subject(),
                        request.getDecision().name(),
                        feedback.getFeedbackId(),
                        MessageJson.print(request)))
                .chain(review -> store.add(who, review, request.getPatientId(), key)
                        .replaceWith(() -> new RecordedReview(answer(review), true)))
                .onFailure(KeyAlreadyUsed.class)
                .recoverWithUni(() -> earlier(who, key.orElseThrow()).map(Optional::orElseThrow));
    }

    private static RecordFeedbackRequest feedback(
            ReviewPrescriptionProfileRequest request, PrescriptionProfile profile, UUID reviewId) {
        RecordFeedbackRequest.Builder feedback = RecordFeedbackRequest.newBuilder()
                .setProfileId(profile.getProfileId())
                .setPatientId(profile.getPatientId())
                .setDecision(request.getDecision())
                .setRecommendedAction(profile.getRecommended().getAction())
                .addAllReasonCodes(request.getReasonCodesList())
                .setComment(request.getComment())
                .setIdempotencyKey(
                        request.getIdempotencyKey().isEmpty() ? reviewId.toString() : request.getIdempotencyKey());
        if (request.hasOrdered()) {
            feedback.setOrdered(RegimenWire.toWire(RegimenWire.fromWire(request.getOrdered(), "ordered")));
        }
        if (profile.hasRecommended()) {
            feedback.addShownActions(profile.getRecommended().getAction());
        }
        profile.getAlternativesList().stream().map(Proposal::getAction).forEach(feedback::addShownActions);
        return feedback.build();
    }

    private static Review answer(StoredReview stored) {
        return Review.newBuilder()
                .setReviewId(stored.reviewId().toString())
                .setProfileId(stored.profileId().toString())
                .setDecision(ReviewDecision.valueOf(stored.decision()))
                .setRecordedAt(TimeWire.toWire(stored.recordedAt()))
                .build();
    }
}
