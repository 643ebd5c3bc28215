package org.hsdpo.rlagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.contracts.agent.v1.ActionValue;
import org.hsdpo.contracts.agent.v1.AgentServiceGrpc;
import org.hsdpo.contracts.agent.v1.AgentServiceGrpc.AgentServiceBlockingStub;
import org.hsdpo.contracts.agent.v1.DecideRequest;
import org.hsdpo.contracts.agent.v1.DecideResponse;
import org.hsdpo.contracts.agent.v1.RecordFeedbackRequest;
import org.hsdpo.contracts.agent.v1.RecordFeedbackResponse;
import org.hsdpo.contracts.agent.v1.ReviewDecision;
import org.hsdpo.contracts.evaluation.v1.Abstention;
import org.hsdpo.rlagent.decision.LoadedAgent;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.StatusDetails;
import org.hsdpo.service.wire.PatientStateWire;
import org.hsdpo.service.wire.RegimenWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service over mutual TLS on a real database. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class AgentServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Caller NORTH = new Caller("north", "dr-a");
    private static final Caller SOUTH = new Caller("south", "dr-b");

    @ConfigProperty(name = "hsdpo.test.caller.certificate")
    File certificate;

    @ConfigProperty(name = "hsdpo.test.caller.key")
    File key;

    @ConfigProperty(name = "hsdpo.test.caller.authority")
    File authority;

    @TestHTTPResource(value = "/", tls = true)
    URI mesh;

    private final List<ManagedChannel> channels = new ArrayList<>();
    private AgentServiceBlockingStub agent;

    @Inject
    LoadedAgent loaded;

    @ConfigProperty(name = "hsdpo.test.owner.url")
    String ownerUrl;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @BeforeEach
    void awaitPolicy() {
        loaded.loading()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @BeforeEach
    void connect() throws IOException {
        agent = stub(TlsChannelCredentials.newBuilder()
                .keyManager(certificate, key)
                .trustManager(authority)
                .build());
    }

    private AgentServiceBlockingStub stub(ChannelCredentials credentials) {
        ManagedChannel channel = Grpc.newChannelBuilderForAddress("localhost", mesh.getPort(), credentials)
                .build();
        channels.add(channel);
        return AgentServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @AfterEach
    void disconnect() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private DecideResponse decide(PatientState state) {
        return NORTH.on(agent)
                .decide(DecideRequest.newBuilder()
                        .setPatient(PatientStateWire.toWire(state))
                        .setCurrentHyperScore(107.5)
                        .build());
    }

    private RecordFeedbackResponse record(Caller caller, RecordFeedbackRequest request) {
        return caller.on(agent).recordFeedback(request);
    }

    private static RecordFeedbackRequest.Builder accepted(String key) {
        return RecordFeedbackRequest.newBuilder()
                .setProfileId("profile-1")
                .setPatientId("patient-1")
                .setDecision(ReviewDecision.REVIEW_DECISION_ACCEPT)
                .setRecommendedAction("up:metformin")
                .addShownActions("up:metformin")
                .addShownActions("switch:metformin>sitagliptin")
                .setIdempotencyKey(key);
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private List<String> fields(RecordFeedbackRequest request) {
        Throwable failure = catchThrowable(() -> record(NORTH, request));
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        return StatusDetails.violations(failure).stream().map(Violation::field).toList();
    }

    private long rows(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(ownerUrl);
                Statement statement = connection.createStatement()) {
            statement.execute("select set_config('app.tenant', 'north', false)");
            try (ResultSet result = statement.executeQuery(query)) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    @Test
    void an_unrecorded_dose_is_valued_as_assumed_and_said_to_be_so() {
        DecideResponse assumed = decide(
                aTypicalPatient().takingUnknownDoseOf(Drug.METFORMIN, 500).build());
        DecideResponse taken =
                decide(aTypicalPatient().taking(Drug.METFORMIN, 500).build());
        assertThat(assumed.getActionsList()).isEqualTo(taken.getActionsList()).isNotEmpty();
        assertThat(assumed.getAbstentionsList()).singleElement().satisfies(abstention -> assertThat(
                        abstention.getReason())
                .contains("evaluated as if metformin 500 mg/d were taken"));
        assertThat(taken.getAbstentionsList()).isEmpty();
    }

    @Test
    void it_decides_with_values_masks_and_versions() {
        DecideResponse response = decide(aTypicalPatient()
                .with(Measurement.EGFR, 25)
                .taking(Drug.SITAGLIPTIN, 25)
                .build());
        assertThat(response.getPreferred()).isNotEmpty();
        ActionValue metformin = response.getActionsList().stream()
                .filter(action -> action.getAction().equals("up:metformin"))
                .findFirst()
                .orElseThrow();
        assertThat(metformin.getAdmissible()).isFalse();
        assertThat(metformin.hasQ()).isFalse();
        assertThat(metformin.getMaskedByList()).isNotEmpty();
        assertThat(response.getActionsList())
                .filteredOn(ActionValue::getAdmissible)
                .isNotEmpty()
                .allMatch(action -> action.hasQ() && action.hasUncertainty());
        assertThat(response.getVersionsList())
                .allMatch(version -> version.getHash().length() == 64)
                .extracting(version -> version.getComponent())
                .containsExactly("policy", "rules", "formulary");
    }

    @Test
    void it_abstains_where_glucose_is_missing() {
        assertThat(decide(aTypicalPatient()
                                .without(Measurement.HBA1C)
                                .without(Measurement.FASTING_GLUCOSE)
                                .build())
                        .getAbstentionsList())
                .extracting(Abstention::getCode)
                .contains("HBA1C_AND_GLUCOSE_MISSING");
    }

    @Test
    void a_hyper_score_out_of_range_is_refused() {
        Throwable failure = catchThrowable(() -> NORTH.on(agent)
                .decide(DecideRequest.newBuilder()
                        .setPatient(PatientStateWire.toWire(aTypicalPatient().build()))
                        .setCurrentHyperScore(42)
                        .build()));
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(StatusDetails.violations(failure))
                .extracting(Violation::field)
                .containsExactly("currentHyperScore");
    }

    @Test
    void a_caller_without_certificate_or_without_tenant_is_refused() throws IOException {
        DecideRequest request = DecideRequest.getDefaultInstance();
        AgentServiceBlockingStub stranger =
                stub(TlsChannelCredentials.newBuilder().trustManager(authority).build());
        assertThat(Status.fromThrowable(catchThrowable(() -> NORTH.on(stranger).decide(request)))
                        .getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(Status.fromThrowable(catchThrowable(() -> agent.decide(request)))
                        .getCode())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void feedback_is_recorded_once_a_key() throws SQLException {
        String key = newKey();
        RecordFeedbackResponse first = record(NORTH, accepted(key).build());
        RecordFeedbackResponse again = record(NORTH, accepted(key).build());
        assertThat(first.getAlreadyRecorded()).isFalse();
        assertThat(again.getAlreadyRecorded()).isTrue();
        assertThat(again.getFeedbackId()).isEqualTo(first.getFeedbackId());
        assertThat(again.getRecordedAt()).isEqualTo(first.getRecordedAt());
        assertThat(rows("select count(*) from agent.feedback where idempotency_key = '" + key + "'"))
                .isEqualTo(1);
    }

    @Test
    void a_key_used_for_other_content_is_a_conflict() {
        String key = newKey();
        record(NORTH, accepted(key).build());
        Throwable failure = catchThrowable(
                () -> record(NORTH, accepted(key).setComment("changed").build()));
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
    }

    @Test
    void calls_with_one_key_at_the_same_time_record_once() throws SQLException {
        String key = newKey();
        List<RecordFeedbackResponse> responses = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> record(NORTH, accepted(key).build()))
                .toList();
        assertThat(responses).hasSize(8);
        assertThat(responses)
                .extracting(RecordFeedbackResponse::getFeedbackId)
                .containsOnly(responses.getFirst().getFeedbackId());
        assertThat(responses)
                .filteredOn(response -> !response.getAlreadyRecorded())
                .hasSize(1);
        assertThat(rows("select count(*) from agent.feedback where idempotency_key = '" + key + "'"))
                .isEqualTo(1);
    }

    @Test
    void two_tenants_do_not_see_each_other() throws SQLException {
        String key = newKey();
        RecordFeedbackResponse north = record(NORTH, accepted(key).build());
        RecordFeedbackResponse south =
                record(SOUTH, accepted(key).setComment("another").build());
        assertThat(south.getAlreadyRecorded()).isFalse();
        assertThat(south.getFeedbackId()).isNotEqualTo(north.getFeedbackId());
        // Even the owner of the table, in the name of one tenant, sees that tenant's rows only.
        assertThat(rows("select count(*) from agent.feedback where tenant = 'south'"))
                .isZero();
        assertThat(rows("select count(*) from agent.feedback where tenant = 'north'"))
                .isPositive();
    }

    @Test
    void feedback_cannot_be_changed_or_deleted_by_the_serving_role() throws SQLException {
        assertThat(rows("select count(*) from information_schema.table_privileges where grantee = '" + Surroundings.ROLE
                        + "' and table_name = 'feedback' and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')"))
                .isZero();
        assertThat(rows("select count(*) from information_schema.table_privileges where grantee = '" + Surroundings.ROLE
                        + "' and table_name = 'feedback'"))
                .isEqualTo(2);
    }

    @Test
    void a_modification_states_what_was_ordered() throws SQLException {
        String key = newKey();
        RecordFeedbackRequest.Builder modified =
                accepted(key).setDecision(ReviewDecision.REVIEW_DECISION_MODIFY).addReasonCodes("PATIENT_PREFERENCE");
        assertThat(fields(modified.build())).containsExactly("ordered");
        record(
                NORTH,
                modified.setOrdered(RegimenWire.toWire(Regimen.of(Drug.METFORMIN, 1500)))
                        .build());
        assertThat(rows("select count(*) from agent.feedback where idempotency_key = '" + key
                        + "' and ordered::jsonb ->> 'metformin' = '1500.0'"))
                .isEqualTo(1);
    }

    @Test
    void a_rejection_states_why() {
        RecordFeedbackRequest.Builder rejected = accepted(newKey()).setDecision(ReviewDecision.REVIEW_DECISION_REJECT);
        assertThat(fields(rejected.build())).containsExactly("reasonCodes");
        assertThat(fields(rejected.addReasonCodes("OTHER").build())).containsExactly("comment");
        assertThat(record(NORTH, rejected.setComment("moving abroad").build()).getAlreadyRecorded())
                .isFalse();
    }

    @Test
    void every_violation_is_listed_at_once() {
        assertThat(fields(RecordFeedbackRequest.newBuilder()
                        .setRecommendedAction("up:aspirin")
                        .addReasonCodes("not a code")
                        .addShownActions("sideways")
                        .build()))
                .containsExactlyInAnyOrder(
                        "profileId",
                        "patientId",
                        "idempotencyKey",
                        "decision",
                        "reasonCodes[0]",
                        "recommendedAction",
                        "shownActions[0]");
    }

    @Test
    void theServiceHasStartedWhenItsPolicyIsLoaded() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(
                                    HttpRequest.newBuilder(management.resolve("/q/health/started"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("\"status\": \"UP\"")
                    .contains("policy");
        }
    }
}
