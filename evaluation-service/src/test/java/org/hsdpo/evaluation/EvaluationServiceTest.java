package org.hsdpo.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.contracts.evaluation.v1.CandidateEvaluation;
import org.hsdpo.contracts.evaluation.v1.EvaluateRequest;
import org.hsdpo.contracts.evaluation.v1.EvaluateResponse;
import org.hsdpo.contracts.evaluation.v1.EvaluationServiceGrpc;
import org.hsdpo.contracts.evaluation.v1.ProofStatus;
import org.hsdpo.evaluation.evaluating.Evaluating;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.StatusDetails;
import org.hsdpo.service.wire.PatientStateWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshCertificates.class)
@TestProfile(EvaluationServiceTest.OneAtATime.class)
public class EvaluationServiceTest {
    /** One patient evaluated, one waiting, so that a third finds the queue full. */
    public static final class OneAtATime implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "hsdpo.evaluation.concurrent", "1",
                    "hsdpo.evaluation.queue", "1",
                    "hsdpo.evaluation.draws", "100",
                    "hsdpo.evaluation.warm-up-patients", "1",
                    "hsdpo.evaluation.site-rules", siteRules().toString());
        }
    }

    /** One tenant takes no metformin. */
    private static Path siteRules() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "rules-");
            Files.writeString(folder.resolve("st-strict.yaml"), """
                    version: 1
                    rules:
                      - {id: site-no-metformin, severity: CONTRAINDICATION, hard: true, drugs: [metformin], then: {avoid: metformin}, words: Metformin is not on the formulary of St Strict., source: "Drug committee of St Strict, 2026"}
                    """);
            return folder.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ConfigProperty(name = "hsdpo.test.caller.certificate")
    String certificate;

    @ConfigProperty(name = "hsdpo.test.caller.key")
    String key;

    @ConfigProperty(name = "hsdpo.test.caller.authority")
    String authority;

    @TestHTTPResource(value = "/", tls = true)
    URI mesh;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Inject
    Evaluating evaluating;

    private ManagedChannel channel;

    @BeforeEach
    void connect() throws IOException {
        channel = Grpc.newChannelBuilderForAddress(
                        "localhost",
                        mesh.getPort(),
                        TlsChannelCredentials.newBuilder()
                                .keyManager(new File(certificate), new File(key))
                                .trustManager(new File(authority))
                                .build())
                .build();
        evaluating.untilReady().toCompletableFuture().join();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    private EvaluationServiceGrpc.EvaluationServiceBlockingStub stub() {
        return stub("st-elsewhere");
    }

    private EvaluationServiceGrpc.EvaluationServiceBlockingStub stub(String tenant) {
        return new Caller(tenant, "test")
                .on(EvaluationServiceGrpc.newBlockingStub(channel))
                .withDeadlineAfter(120, TimeUnit.SECONDS);
    }

    private static EvaluateRequest request(PatientState state, int draws) {
        return EvaluateRequest.newBuilder()
                .setPatient(PatientStateWire.toWire(state))
                .setDraws(draws)
                .setSeed(7)
                .build();
    }

    private List<EvaluateResponse> evaluate(PatientState state) {
        List<EvaluateResponse> responses = new ArrayList<>();
        stub().evaluate(request(state, 0)).forEachRemaining(responses::add);
        return responses;
    }

    private static CandidateEvaluation maintained(List<EvaluateResponse> responses) {
        return responses.stream()
                .filter(EvaluateResponse::hasCandidate)
                .map(EvaluateResponse::getCandidate)
                .filter(candidate -> candidate.getAction().equals("maintain"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anUnrecordedDoseIsEvaluatedAsAssumedAndTheCurrentRegimenStaysAsRecorded() {
        List<EvaluateResponse> responses = evaluate(
                aTypicalPatient().takingUnknownDoseOf(Drug.METFORMIN, 500).build());

        var plan = responses.getFirst().getPlan();
        assertThat(plan.getAbstentionsList()).singleElement().satisfies(abstention -> {
            assertThat(abstention.getCode()).isEqualTo("CURRENT_DOSE_UNKNOWN");
            assertThat(abstention.getReason()).contains("evaluated as if metformin 500 mg/d were taken");
        });
        assertThat(plan.getCurrent().getDrugsList()).singleElement().satisfies(drug -> {
            assertThat(drug.hasDose()).isFalse();
            assertThat(drug.getAssumedDose().getValue()).isEqualTo(500);
        });
        CandidateEvaluation maintained = maintained(responses);
        assertThat(maintained.getRegimen().getText()).isEqualTo("metformin 500 mg/d");
        assertThat(maintained.hasHyperScore()).isTrue();
    }

    @Test
    void streamsThePlanThenEveryAdmissibleCandidateThenTheSummary() {
        List<EvaluateResponse> responses =
                evaluate(aTypicalPatient().taking(Drug.METFORMIN, 1000).build());

        assertThat(responses.getFirst().hasPlan()).isTrue();
        assertThat(responses.getLast().hasSummary()).isTrue();
        assertThat(responses.subList(1, responses.size() - 1))
                .allMatch(EvaluateResponse::hasCandidate)
                .extracting(response -> response.getCandidate().getAction())
                .containsExactlyInAnyOrderElementsOf(
                        responses.getFirst().getPlan().getAdmissibleList());
        CandidateEvaluation candidate = maintained(responses);
        assertThat(candidate.hasHyperScore()).isTrue();
        assertThat(candidate.hasProbability()).isTrue();
        assertThat(candidate.getEngines().hasMeta()).isTrue();
        assertThat(candidate.getContributionsList()).hasSize(5);
        assertThat(candidate.getForecast().getHba1C().getUnit()).isEqualTo("%");
        assertThat(candidate.getForecast().getProbabilitiesList())
                .extracting(probability -> probability.getEvent())
                .contains("HBA1C_AT_GOAL", "HYPOGLYCAEMIA_LEVEL_2_OR_3");
        assertThat(candidate.getForecast().getLongTermList())
                .extracting(outcome -> outcome.getOutcome())
                .contains("HBA1C_5Y", "QUALITY_ADJUSTED_LIFE_DAYS", "MAJOR_CARDIOVASCULAR_EVENT", "DRUG_COST");
        assertThat(responses.getLast().getSummary().getCurrentHyperScore()).isEqualTo(candidate.getHyperScore());
        assertThat(responses.getLast().getSummary().getDraws()).isEqualTo(100);
        assertThat(responses.getLast().getSummary().getVersionsList())
                .allSatisfy(version -> assertThat(version.getHash()).hasSize(64));
    }

    @Test
    void rulesThatATenantAddedHoldForThatTenantAlone() {
        PatientState patient = aTypicalPatient().taking(Drug.SITAGLIPTIN, 100).build();

        List<EvaluateResponse> strict = new ArrayList<>();
        stub("st-strict").evaluate(request(patient, 100)).forEachRemaining(strict::add);

        assertThat(strict.getFirst().getPlan().getAdmissibleList()).doesNotContain("up:metformin");
        assertThat(strict.getFirst().getPlan().getInadmissibleList())
                .filteredOn(candidate -> candidate.getAction().equals("up:metformin"))
                .singleElement()
                .satisfies(candidate -> assertThat(candidate.getProofsList()).anySatisfy(proof -> {
                    assertThat(proof.getRuleId()).isEqualTo("site-no-metformin");
                    assertThat(proof.getStatus()).isEqualTo(ProofStatus.PROOF_STATUS_VIOLATED);
                    assertThat(proof.getSource()).isEqualTo("Drug committee of St Strict, 2026");
                }));
        assertThat(strict.getLast().getSummary().getVersionsList())
                .anyMatch(version -> version.getComponent().equals("rules-of-site"));
        List<EvaluateResponse> others = evaluate(patient);
        assertThat(others.getFirst().getPlan().getAdmissibleList()).contains("up:metformin");
        assertThat(others.getLast().getSummary().getVersionsList())
                .noneMatch(version -> version.getComponent().equals("rules-of-site"));
        // The rules of a site weigh nothing.
        assertThat(maintained(strict).getEngines().getLogic().getScore())
                .isEqualTo(maintained(others).getEngines().getLogic().getScore());
    }

    @Test
    void theSameRequestGivesTheSameBytes() {
        PatientState patient = aTypicalPatient().taking(Drug.METFORMIN, 1000).build();
        assertThat(evaluate(patient)).containsExactlyInAnyOrderElementsOf(evaluate(patient));
    }

    @Test
    void metforminIsBarredBelowAnEgfrOf30WithItsProof() {
        CandidateEvaluation metformin = evaluate(
                        aTypicalPatient().with(Measurement.EGFR, 27).build())
                .getFirst()
                .getPlan()
                .getInadmissibleList()
                .stream()
                .filter(candidate -> candidate.getAction().equals("up:metformin"))
                .findFirst()
                .orElseThrow();
        assertThat(metformin.getAdmissible()).isFalse();
        assertThat(metformin.hasHyperScore()).isFalse();
        assertThat(metformin.getProofsList())
                .filteredOn(proof -> proof.getStatus() == ProofStatus.PROOF_STATUS_VIOLATED && proof.getHard())
                .singleElement()
                .satisfies(proof -> {
                    assertThat(proof.getRuleId()).isEqualTo("metformin-egfr-below-30");
                    assertThat(proof.getExplanation()).contains("contraindicated");
                    assertThat(proof.getCoreList()).isNotEmpty();
                });
    }

    @Test
    void aPatientWhoCannotBeScoredGetsReasonsInsteadOfCandidates() {
        List<EvaluateResponse> responses = evaluate(aTypicalPatient()
                .without(Measurement.HBA1C)
                .without(Measurement.FASTING_GLUCOSE)
                .build());
        assertThat(responses).hasSize(2);
        assertThat(responses.getFirst().getPlan().getAbstentionsList())
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.getCode()).isEqualTo("HBA1C_AND_GLUCOSE_MISSING");
                    assertThat(reason.getRemedy()).contains("HbA1c");
                });
    }

    @Test
    void invalidRequestsSayWhatIsWrong() {
        Throwable failure = catchThrowable(() ->
                stub().evaluate(request(aTypicalPatient().build(), 1_000_000)).hasNext());
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(StatusDetails.violations(failure))
                .extracting(Violation::code)
                .containsExactly("DRAWS_OUT_OF_RANGE");
    }

    @Test
    void aFullQueueShedsLoadAndCancelledCallsFreeTheirPlaces() throws Exception {
        PatientState patient = aTypicalPatient().taking(Drug.METFORMIN, 1000).build();
        try (Context.CancellableContext context = Context.current().withCancellation();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            // The heaviest request allowed: one is evaluated, one waits, and the third has no place.
            Callable<Throwable> call = context.wrap(() -> catchThrowable(
                    () -> stub().evaluate(request(patient, 20_000)).forEachRemaining(response -> {})));
            CompletionService<Throwable> calls = new ExecutorCompletionService<>(callers);
            for (int i = 0; i < 3; i++) {
                calls.submit(call);
            }
            Throwable refused = calls.take().get();
            assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(StatusDetails.retryAfter(refused)).isPresent();
            context.cancel(null);
            assertThat(Status.fromThrowable(calls.take().get()).getCode()).isEqualTo(Status.Code.CANCELLED);
            assertThat(Status.fromThrowable(calls.take().get()).getCode()).isEqualTo(Status.Code.CANCELLED);
        }
        assertThat(acceptedAgain(patient)).hasSizeGreaterThan(2);
    }

    /** A cancellation reaches the service a moment after the caller: until then the queue may still be full. */
    private List<EvaluateResponse> acceptedAgain(PatientState patient) {
        while (true) {
            try {
                return evaluate(patient);
            } catch (StatusRuntimeException e) {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            }
        }
    }

    @Test
    void healthAndMetricsStandOnTheManagementPort() throws Exception {
        assertThat(management("/q/health/ready")).contains("\"status\": \"UP\"").contains("engines");
        evaluate(aTypicalPatient()
                .without(Measurement.HBA1C)
                .without(Measurement.FASTING_GLUCOSE)
                .build());
        assertThat(management("/q/health/started"))
                .contains("\"status\": \"UP\"")
                .contains("engines");
        assertThat(management("/q/metrics"))
                .contains(reliedOn("every-service"))
                .contains(reliedOn("evaluation-service"))
                .contains("hsdpo_evaluation_patients_seconds_count{outcome=\"evaluated\"}")
                .contains("hsdpo_evaluation_abstentions_total{code=\"HBA1C_AND_GLUCOSE_MISSING\",level=\"patient\"}");
    }

    private String management(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(management.resolve(path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void aCallOnNobodysBehalfIsRefused() {
        Throwable failure = catchThrowable(() -> EvaluationServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .evaluate(request(aTypicalPatient().build(), 100))
                .hasNext());
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    /** The names that alerts and dashboard rely on. */
    private static String[] reliedOn(String publisher) throws IOException {
        Properties list = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("../k8s/components/monitoring/metrics.properties"))) {
            list.load(file);
        }
        return list.getProperty(publisher).split(",\\s*");
    }
}
