package org.hsdpo.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Status;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.contracts.parser.v1.MedicationEvent;
import org.hsdpo.contracts.parser.v1.ParseNoteRequest;
import org.hsdpo.contracts.parser.v1.ParseNoteResponse;
import org.hsdpo.service.error.StatusDetails;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Starts the native executable named by the system property {@code hsdpo.native.executable} and calls it as another
 * service of the mesh would.
 */
class NativeSmokeTest {
    private static final long READY_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(120);

    private Process service;
    private Path certificates;
    private Path log;
    private int meshPort;
    private int managementPort;

    @BeforeEach
    void start() throws Exception {
        String executable = System.getProperty("hsdpo.native.executable", "");
        Assumptions.assumeFalse(
                executable.isBlank(), "skipped: -Dhsdpo.native.executable names no native executable of the service");
        certificates = MeshCertificates.generate();
        log = certificates.resolve("service.log");
        try (ServerSocket mesh = new ServerSocket(0);
                ServerSocket management = new ServerSocket(0)) {
            meshPort = mesh.getLocalPort();
            managementPort = management.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(executable).toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST", "127.0.0.1",
                        "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                        "QUARKUS_HTTP_SSL_PORT", String.valueOf(meshPort),
                        "QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort),
                        "QUARKUS_OTEL_SDK_DISABLED", "true",
                        "QUARKUS_TLS_MESH_KEY_STORE_PEM_0_CERT", file("mesh.crt"),
                        "QUARKUS_TLS_MESH_KEY_STORE_PEM_0_KEY", file("mesh.key"),
                        "QUARKUS_TLS_MESH_TRUST_STORE_PEM_CERTS", file("mesh-server-ca.crt")));
        service = builder.start();
        awaitReady();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (service != null) {
            service.destroy();
            if (!service.waitFor(20, TimeUnit.SECONDS)) {
                service.destroyForcibly();
            }
        }
    }

    @Test
    void theExecutableReadsNotesAndRefusesWhatIsNone() {
        try (MeshCaller caller = MeshCaller.trusted(
                meshPort, file("mesh-client.crt"), file("mesh-client.key"), file("mesh-client-ca.crt"))) {
            ParseNoteResponse response = caller.onBehalfOfSomeone()
                    .parseNote(request("58 y.o. man with type 2 diabetes, no history of pancreatitis. HbA1c 8.4% "
                            + "(prev. 7.9%) on 2024-03-01. Increase metformin from 500 to 1000 mg BID."));
            assertThat(response.getConceptsList())
                    .extracting(concept -> concept.getConcept() + " " + concept.getAssertion())
                    .containsExactly("TYPE_2_DIABETES ASSERTION_AFFIRMED", "PANCREATITIS ASSERTION_NEGATED");
            assertThat(response.getMeasurementsList())
                    .extracting(value ->
                            value.getMeasurement() + " " + value.getValue().getValue())
                    .containsExactly("HBA1C 8.4", "HBA1C 7.9");
            assertThat(response.getMedications(0).getEvent()).isEqualTo(MedicationEvent.MEDICATION_EVENT_INCREASE);
            assertThat(response.getMedications(0).getDailyDose().getValue()).isEqualTo(2000);
            assertThat(response.getSentences(0).getTokens(0).getPartOfSpeech()).isEqualTo("NUM");

            Throwable refusal = catchThrowable(() -> caller.onBehalfOfSomeone().parseNote(request("")));
            assertThat(StatusDetails.violations(refusal))
                    .extracting(Violation::code)
                    .containsExactly("NOTE_EMPTY");
        }
        try (MeshCaller stranger = MeshCaller.stranger(meshPort, file("mesh-client-ca.crt"))) {
            Throwable refusal =
                    catchThrowable(() -> stranger.onBehalfOfSomeone().parseNote(request("a note")));
            assertThat(Status.fromThrowable(refusal).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready");
        long deadline = System.nanoTime() + READY_WITHIN_NANOS;
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!isReady(http, uri)) {
                assertThat(service.isAlive())
                        .as(() -> "the service is running; its log: " + logged())
                        .isTrue();
                assertThat(System.nanoTime()).as("the service is ready in time").isLessThan(deadline);
                service.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static boolean isReady(HttpClient http, URI uri) throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String logged() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private String file(String name) {
        return certificates.resolve(name).toAbsolutePath().toString();
    }

    private static ParseNoteRequest request(String text) {
        return ParseNoteRequest.newBuilder().setText(text).build();
    }
}
