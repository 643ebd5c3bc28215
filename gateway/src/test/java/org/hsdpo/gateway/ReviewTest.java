package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.hsdpo.contracts.agent.v1.RecordFeedbackRequest;
import org.hsdpo.contracts.agent.v1.ReviewDecision;
import org.hsdpo.contracts.evaluation.v1.Abstention;
import org.hsdpo.gateway.testing.Fixtures;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReviewTest extends GatewayTest {
    private static final String ACCEPT = "{\"decision\": \"REVIEW_DECISION_ACCEPT\"}";

    private String newProfile() {
        return clinician().createProfile(patient, "{}").json().path("profileId").asText();
    }

    private Answer review(String profile, String body) {
        return clinician().review(patient, profile, body);
    }

    private static void assertViolation(Answer answer, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(422);
        assertThat(answer.json().path("violations").findValuesAsText("code")).contains(code);
    }

    private static void assertConflict(Answer answer, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(409);
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
    }

    @Test
    void anAcceptedProfileBecomesFeedbackForTheAgent() {
        String profile = newProfile();
        Answer answer = review(profile, ACCEPT);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        JsonNode review = answer.json();
        assertThat(review.path("profileId").asText()).isEqualTo(profile);
        assertThat(review.path("decision").asText()).isEqualTo("REVIEW_DECISION_ACCEPT");
        assertThat(review.path("reviewId").asText()).isNotEmpty();
        RecordFeedbackRequest feedback =
                backEnds.received(RecordFeedbackRequest.class).getLast();
        assertThat(feedback.getDecision()).isEqualTo(ReviewDecision.REVIEW_DECISION_ACCEPT);
        assertThat(feedback.getRecommendedAction()).isEqualTo("up:metformin");
        assertThat(feedback.getShownActionsList()).containsExactly("up:metformin", "up:empagliflozin", "maintain");
        assertThat(feedback.getPatientId()).isEqualTo(patient);
    }

    @Test
    void aChangeSaysWhatWasOrdered() {
        String profile = newProfile();
        assertViolation(review(profile, "{\"decision\": \"REVIEW_DECISION_MODIFY\"}"), "ORDERED_MISSING");
        assertViolation(
                review(
                        profile,
                        "{\"decision\": \"REVIEW_DECISION_MODIFY\", \"ordered\": {\"drugs\": [{\"drug\": \"aspirin\"}]}}"),
                "DRUG_UNKNOWN");
        Answer answer = review(
                profile,
                "{\"decision\": \"REVIEW_DECISION_MODIFY\", \"reasonCodes\": [\"COST\"], \"ordered\": {\"drugs\":"
                        + " [{\"drug\": \"metformin\", \"dose\": {\"value\": 1.5, \"unit\": \"g/d\"}}]}}");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        RecordFeedbackRequest feedback =
                backEnds.received(RecordFeedbackRequest.class).getLast();
        assertThat(feedback.getOrdered().getText()).isEqualTo("metformin 1500 mg/d");
        assertThat(feedback.getReasonCodesList()).containsExactly("COST");
    }

    @Test
    void orderingWhatWasRecommendedIsNoChange() {
        assertConflict(
                review(
                        newProfile(),
                        "{\"decision\": \"REVIEW_DECISION_MODIFY\", \"ordered\": {\"drugs\": [{\"drug\": \"metformin\","
                                + " \"dose\": {\"value\": 1000, \"unit\": \"mg/d\"}}]}}"),
                "ORDERED_AS_RECOMMENDED");
    }

    @Test
    void aRejectionNeedsAReason() {
        String profile = newProfile();
        assertViolation(review(profile, "{\"decision\": \"REVIEW_DECISION_REJECT\"}"), "REASON_MISSING");
        assertViolation(
                review(profile, "{\"decision\": \"REVIEW_DECISION_REJECT\", \"reasonCodes\": [\"because\"]}"),
                "REASON_INVALID");
        assertThat(review(profile, "{\"decision\": \"REVIEW_DECISION_REJECT\", \"reasonCodes\": [\"DATA_WRONG\"]}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aDecisionIsNeeded() {
        String profile = newProfile();
        assertViolation(review(profile, "{}"), "DECISION_MISSING");
        assertViolation(review(profile, "{\"decision\": \"MAYBE\"}"), "VALUE_INVALID");
        assertThat(backEnds.received(RecordFeedbackRequest.class)).isEmpty();
    }

    @Test
    void aDegradedProfileIsAcceptedOnlyKnowingly() {
        backEnds.killAgent();
        String profile = newProfile();
        backEnds.startAgent();
        assertConflict(review(profile, ACCEPT), "DEGRADATION_NOT_ACKNOWLEDGED");
        assertThat(review(profile, "{\"decision\": \"REVIEW_DECISION_ACCEPT\", \"degradationAcknowledged\": true}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void anAbstentionCannotBeAccepted() {
        backEnds.decide = request -> Fixtures.decided(request).toBuilder()
                .addAbstentions(Abstention.newBuilder().setCode("OUTSIDE_SUPPORT"))
                .build();
        assertConflict(review(newProfile(), ACCEPT), "NOTHING_TO_ACCEPT");
    }

    @Test
    void withoutTheAgentNoReviewIsRecorded() {
        String profile = newProfile();
        backEnds.killAgent();
        Answer answer = clinician().with("Idempotency-Key", "key-1").review(patient, profile, ACCEPT);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotNull();
        backEnds.startAgent();
        assertThat(clinician()
                        .with("Idempotency-Key", "key-1")
                        .review(patient, profile, ACCEPT)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void theSameKeyRecordsOnce() {
        String profile = newProfile();
        Answer one = clinician().with("Idempotency-Key", "key-2").review(patient, profile, ACCEPT);
        Answer two = clinician().with("Idempotency-Key", "key-2").review(patient, profile, ACCEPT);
        assertThat(one.status()).isEqualTo(201);
        assertThat(two.status()).isEqualTo(200);
        assertThat(two.json()).isEqualTo(one.json());
        assertThat(backEnds.received(RecordFeedbackRequest.class)).hasSize(1);
        assertConflict(
                clinician()
                        .with("Idempotency-Key", "key-2")
                        .review(
                                patient,
                                profile,
                                "{\"decision\": \"REVIEW_DECISION_REJECT\", \"reasonCodes\": [\"COST\"]}"),
                "IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void theSameKeyMakesOneProfile() {
        Answer one = clinician().with("Idempotency-Key", "key-3").createProfile(patient, "{}");
        Answer two = clinician().with("Idempotency-Key", "key-3").createProfile(patient, "{}");
        assertThat(one.status()).isEqualTo(201);
        assertThat(two.status()).isEqualTo(200);
        assertThat(two.response().body()).isEqualTo(one.response().body());
        assertConflict(
                clinician().with("Idempotency-Key", "key-3").createProfile(patient, "{\"draws\": 7}"),
                "IDEMPOTENCY_KEY_REUSED");
        assertThat(as("hospital-b", org.hsdpo.gateway.testing.Tokens.CLINICIAN)
                        .with("Idempotency-Key", "key-3")
                        .createProfile(patient, "{\"draws\": 7}")
                        .status())
                .isEqualTo(201);
    }
}
