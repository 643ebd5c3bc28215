package org.hsdpo.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.contracts.ingestion.v1.IngestRecordRequest;
import org.hsdpo.contracts.ingestion.v1.IngestRecordResponse;
import org.hsdpo.contracts.ingestion.v1.IngestionServiceGrpc;
import org.hsdpo.contracts.parser.v1.ParseNoteResponse;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.ServiceException;
import org.hsdpo.service.error.StatusDetails;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one caller's notes may do to the notes of all others. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@TestProfile(NoteParserGuardTest.SensitiveBreaker.class)
class NoteParserGuardTest {
    /** A breaker that opens soon and stays open, so that no assertion depends on the time of day. */
    public static final class SensitiveBreaker implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            String parse = "org.hsdpo.ingestion.note.NoteParser/parse/";
            return Map.of(
                    parse + "CircuitBreaker/requestVolumeThreshold",
                    "6",
                    parse + "CircuitBreaker/delay",
                    "600000",
                    "hsdpo.ingestion.parser.timeout",
                    "1s");
        }
    }

    @ConfigProperty(name = "hsdpo.test.certificate")
    String certificate;

    @ConfigProperty(name = "hsdpo.test.key")
    String key;

    @ConfigProperty(name = "hsdpo.test.caller.certificate")
    String callerCertificate;

    @ConfigProperty(name = "hsdpo.test.caller.key")
    String callerKey;

    @ConfigProperty(name = "hsdpo.test.caller.authority")
    String authority;

    @ConfigProperty(name = "quarkus.grpc.clients.parser.test-port")
    int parserPort;

    @TestHTTPResource(value = "/", tls = true)
    URI mesh;

    @Inject
    CircuitBreakerMaintenance breakers;

    private ManagedChannel channel;

    @BeforeEach
    void connect() throws IOException {
        breakers.resetAll();
        channel = Grpc.newChannelBuilderForAddress(
                        "localhost",
                        mesh.getPort(),
                        TlsChannelCredentials.newBuilder()
                                .keyManager(new File(callerCertificate), new File(callerKey))
                                .trustManager(new File(authority))
                                .build())
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    private IngestRecordResponse ingest(String patient, String note) {
        return new Caller("north", "test")
                .on(IngestionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS))
                .ingestRecord(IngestRecordRequest.newBuilder()
                        .setPatientId(patient)
                        .setMediaType("text/plain")
                        .setContent(ByteString.copyFromUtf8(note))
                        .build());
    }

    private PlayedParser parser(Function<String, ParseNoteResponse> behaviour) {
        return new PlayedParser(parserPort, certificate, key, behaviour);
    }

    @Test
    void aNoteThatIsTooLongIsRefusedWithoutAskingTheParser() {
        try (PlayedParser parser = parser(note -> ParseNoteResponse.getDefaultInstance())) {
            for (int i = 0; i < 8; i++) {
                Throwable failure = catchThrowable(() -> ingest("long", "n".repeat(200_001)));
                assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                assertThat(StatusDetails.violations(failure)).singleElement().satisfies(violation -> {
                    assertThat(violation.code()).isEqualTo("NOTE_TOO_LONG");
                    assertThat(violation.accepted()).isEqualTo("at most 200000 characters");
                });
            }
            assertThat(parser.calls()).isZero();
            assertThat(ingest("short", "HbA1c 8.2 %").getRecordId()).isNotEmpty();
        }
    }

    @Test
    void theLongestNoteReachesTheParser() {
        try (PlayedParser parser = parser(note -> ParseNoteResponse.getDefaultInstance())) {
            assertThat(ingest("chinese", "糖".repeat(200_000)).getRecordId()).isNotEmpty();
            // More than once where a loaded machine made the first call time out.
            assertThat(parser.calls()).isPositive();
        }
    }

    @Test
    void aBusyParserIsNotAskedAgainAndDoesNotShutOthersOut() {
        boolean[] busy = {true};
        try (PlayedParser parser = parser(note -> {
            if (busy[0]) {
                throw StatusDetails.of(ServiceException.overloaded("the queue is full", Duration.ofSeconds(3)));
            }
            return ParseNoteResponse.getDefaultInstance();
        })) {
            for (int i = 0; i < 8; i++) {
                Throwable failure = catchThrowable(() -> ingest("busy", "HbA1c 8.2 %"));
                assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(StatusDetails.retryAfter(failure)).contains(Duration.ofSeconds(3));
            }
            assertThat(parser.calls()).as("each note was tried once").isEqualTo(8);
            busy[0] = false;
            assertThat(ingest("busy", "HbA1c 8.2 %").getRecordId()).isNotEmpty();
        }
    }

    @Test
    void aNoteTheParserRefusesDoesNotShutOthersOut() {
        try (PlayedParser parser = parser(note -> {
            if (note.contains("refuse")) {
                throw StatusDetails.of(new org.hsdpo.clinical.error.InvalidInputException(
                        java.util.List.of(new Violation("text", "NOTE_NOT_TEXT", "not text", "text"))));
            }
            return ParseNoteResponse.getDefaultInstance();
        })) {
            for (int i = 0; i < 8; i++) {
                assertThat(Status.fromThrowable(catchThrowable(() -> ingest("refused", "refuse me")))
                                .getCode())
                        .isEqualTo(Status.Code.INVALID_ARGUMENT);
            }
            assertThat(ingest("read", "HbA1c 8.2 %").getRecordId()).isNotEmpty();
            assertThat(parser.calls()).isEqualTo(9);
        }
    }

    @Test
    void aParserThatHangsIsSoonNotAskedAnyMore() {
        CountDownLatch released = new CountDownLatch(1);
        try (PlayedParser parser = parser(note -> {
            await(released);
            return ParseNoteResponse.getDefaultInstance();
        })) {
            for (int i = 0; i < 3; i++) {
                Throwable failure = catchThrowable(() -> ingest("hanging", "HbA1c 8.2 %"));
                assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(StatusDetails.retryAfter(failure)).contains(Duration.ofSeconds(2));
            }
            int asked = parser.calls();
            assertThat(asked).isBetween(1, 6);
            assertThat(Status.fromThrowable(catchThrowable(() -> ingest("hanging", "HbA1c 8.2 %")))
                            .getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(parser.calls()).as("the breaker is open").isEqualTo(asked);
        } finally {
            released.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
