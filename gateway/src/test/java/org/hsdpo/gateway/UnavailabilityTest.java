package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.hsdpo.contracts.agent.v1.DecideRequest;
import org.hsdpo.contracts.evaluation.v1.EvaluateRequest;
import org.hsdpo.gateway.testing.Fixtures;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.hsdpo.service.error.ServiceException;
import org.hsdpo.service.error.StatusDetails;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UnavailabilityTest extends GatewayTest {
    private static void assertComeBackLater(Answer answer, String component) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(503);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        assertThat(answer.json().path("detail").asText()).contains(component);
    }

    @Test
    void withoutIngestionThereIsNoProfileAndNoRecord() {
        backEnds.killIngestion();
        assertComeBackLater(clinician().createProfile(patient, "{}"), "ingestion-service");
        assertComeBackLater(
                clinician().post("/v1/patients/" + patient + "/records", "text/plain", "HbA1c 8.2 %"),
                "ingestion-service");
    }

    @Test
    void aServiceBehindABackEndIsNamedAndNotTriedAgain() {
        backEnds.ingest = request -> {
            throw StatusDetails.of(ServiceException.unavailable("parser-service", java.time.Duration.ofSeconds(3)));
        };
        Answer answer = clinician().post("/v1/patients/" + patient + "/records", "text/plain", "HbA1c 8.2 %");
        assertComeBackLater(answer, "parser-service");
        assertThat(answer.header("Retry-After")).isEqualTo("3");
        assertThat(backEnds.received).hasSize(1);
    }

    @Test
    void withoutEvaluationThereIsNoProfile() {
        backEnds.killEvaluation();
        assertComeBackLater(clinician().createProfile(patient, "{}"), "evaluation-service");
    }

    @Test
    void withoutTheAgentTheProfileIsDegradedAndComplete() {
        backEnds.killAgent();
        Answer answer = clinician().createProfile(patient, "{}");
        assertThat(answer.status()).isEqualTo(201);
        JsonNode profile = answer.json();
        assertThat(profile.path("degraded").get(0).path("component").asText()).isEqualTo("rl-agent-service");
        assertThat(profile.path("degraded").get(0).path("reason").asText()).isEqualTo("it is not available");
        assertThat(profile.at("/recommended/action").asText()).isEqualTo("up:empagliflozin");
        assertThat(profile.path("critique").toString()).contains("HyperScore alone");
        assertThat(profile.path("recommended").has("agent")).isFalse();
    }

    @Test
    void theMeshRecoversWhenAServiceReturns() {
        backEnds.killEvaluation();
        assertThat(clinician().createProfile(patient, "{}").status()).isEqualTo(503);
        backEnds.startEvaluation();
        assertThat(clinician().createProfile(patient, "{}").status()).isEqualTo(201);
    }

    @Test
    void anEvaluationThatHangsEndsWithTheDeadline() {
        CountDownLatch released = new CountDownLatch(1);
        backEnds.evaluate = request -> {
            await(released);
            return Fixtures.evaluated(request);
        };
        try {
            assertComeBackLater(clinician().createProfile(patient, "{}"), "evaluation-service");
        } finally {
            released.countDown();
        }
    }

    @Test
    void anAgentThatHangsIsSoonNotWaitedForAnyMore() {
        CountDownLatch released = new CountDownLatch(1);
        backEnds.decide = request -> {
            await(released);
            return Fixtures.decided(request);
        };
        try {
            for (int i = 0; i < 4; i++) {
                JsonNode profile = clinician().createProfile(patient, "{}").json();
                assertThat(profile.at("/degraded/0/component").asText()).isEqualTo("rl-agent-service");
            }
            int asked = backEnds.received(DecideRequest.class).size();
            JsonNode profile = clinician().createProfile(patient, "{}").json();
            assertThat(profile.at("/degraded/0/reason").asText()).isEqualTo("it is not available");
            assertThat(backEnds.received(DecideRequest.class))
                    .as("the breaker is open")
                    .hasSize(asked);
        } finally {
            released.countDown();
        }
    }

    @Test
    void anEvaluationThatEndsEarlyIsNotTakenForAWholeOne() {
        backEnds.evaluate = request -> Fixtures.evaluated(request).subList(0, 3);
        assertComeBackLater(clinician().createProfile(patient, "{}"), "evaluation-service");
    }

    @Test
    void aScoreThatIsNotANumberIsNotTakenForOne() {
        backEnds.evaluate = request -> List.of(
                Fixtures.evaluated(request).getFirst(),
                Fixtures.candidate(
                        "maintain",
                        org.hsdpo.clinical.regimen.Regimen.of(org.hsdpo.clinical.drug.Drug.METFORMIN, 500),
                        Double.NaN,
                        1),
                Fixtures.evaluated(request).getLast());
        assertComeBackLater(clinician().createProfile(patient, "{}"), "evaluation-service");
    }

    @Test
    void oneFailureOfTheNetworkIsTriedAgain() {
        List<EvaluateRequest> calls = new ArrayList<>();
        backEnds.evaluate = request -> {
            calls.add(request);
            if (calls.size() == 1) {
                throw Status.UNAVAILABLE.asRuntimeException();
            }
            return Fixtures.evaluated(request);
        };
        assertThat(clinician().createProfile(patient, "{}").status()).isEqualTo(201);
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1)).isEqualTo(calls.get(0));
    }

    @Test
    void aFullQueueBehindTheGatewayIsPassedOn() {
        backEnds.evaluate = request -> {
            throw StatusDetails.of(ServiceException.overloaded("the queue is full", java.time.Duration.ofSeconds(7)));
        };
        Answer answer = clinician().createProfile(patient, "{}");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("7");
    }

    @Test
    void tooManyProfilesAtOnceAreToldToComeBack() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch working = new CountDownLatch(2);
        backEnds.evaluate = request -> {
            working.countDown();
            await(released);
            return Fixtures.evaluated(request);
        };
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> clinician().createProfile(patient, "{}"), callers));
            }
            assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<?> refused = CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new));
            Answer first = (Answer) refused.get(30, TimeUnit.SECONDS);
            released.countDown();
            assertThat(first.status()).as(first.response().body()).isEqualTo(429);
            assertThat(first.header("Retry-After")).isEqualTo("1");
            assertThat(answers).extracting(answer -> answer.get().status()).contains(201, 429);
        }
    }

    @Test
    void anInternalErrorTellsNothingOfItself() {
        backEnds.evaluate = request -> {
            throw Status.INTERNAL
                    .withDescription("select * from patient where name = 'Jones'")
                    .asRuntimeException();
        };
        Answer answer = clinician().createProfile(patient, "{}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.response().body()).doesNotContain("Jones").doesNotContain("select");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
