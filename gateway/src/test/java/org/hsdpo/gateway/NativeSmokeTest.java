package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hsdpo.gateway.testing.GatewayCalls;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.hsdpo.gateway.testing.Tokens;
import org.junit.jupiter.api.Test;

/** Starts the native executable named by {@code hsdpo.native.executable} beside the played back ends and calls it. */
@QuarkusTest
class NativeSmokeTest extends GatewayTest {
    private static final String EXECUTABLE = "hsdpo.native.executable";

    @Test
    void theExecutableStartsAndMakesAProfile() throws Exception {
        String executable = System.getProperty(EXECUTABLE, "");
        assumeTrue(!executable.isEmpty(), "no native executable given by -D" + EXECUTABLE);
        int port = freePort();
        int management = freePort();
        Path log = Files.createTempFile("gateway-native", ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(executable).toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment(port, management));
        Process process = builder.start();
        try {
            awaitReady(process, new GatewayCalls(URI.create("http://localhost:" + management), null), log);
            GatewayCalls clinician =
                    new GatewayCalls(URI.create("http://localhost:" + port), Tokens.of("hospital-a", Tokens.CLINICIAN));
            useEveryEndpoint(clinician, log);
            GatewayCalls nobody = new GatewayCalls(URI.create("http://localhost:" + port), null);
            assertThat(nobody.createProfile(patient, "{}").status()).isEqualTo(401);
            assertThat(nobody.get("/q/openapi").response().body()).contains("PrescriptionProfile");
        } finally {
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void useEveryEndpoint(GatewayCalls clinician, Path log) throws IOException {
        Answer record = clinician.post("/v1/patients/" + patient + "/records", "text/plain", "HbA1c 8.2 %");
        assertThat(record.status())
                .as(record.response().body() + Files.readString(log))
                .isEqualTo(201);
        Answer created = clinician.createProfile(patient, "{\"asOf\": \"2026-01-15T09:00:00Z\"}");
        assertThat(created.status())
                .as(created.response().body() + Files.readString(log))
                .isEqualTo(201);
        JsonNode profile = created.json();
        assertThat(profile.at("/recommended/action").asText()).isEqualTo("up:metformin");
        assertThat(profile.at("/patient/dataQuality/missing/0/datum").asText())
                .isEqualTo("urine albumin-creatinine ratio");
        String id = profile.path("profileId").asText();
        assertThat(clinician
                        .get("/v1/patients/" + patient + "/prescription-profiles/" + id)
                        .response()
                        .body())
                .isEqualTo(created.response().body());
        Answer reviewed = clinician.review(
                patient,
                id,
                "{\"decision\": \"REVIEW_DECISION_MODIFY\", \"ordered\": {\"drugs\": [{\"drug\": \"metformin\","
                        + " \"dose\": {\"value\": 1.5, \"unit\": \"g/d\"}}]}}");
        assertThat(reviewed.status())
                .as(reviewed.response().body() + Files.readString(log))
                .isEqualTo(201);
        Answer refused = clinician.createProfile(patient, "{\"draws\": -1}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/violations/0/field").asText()).isEqualTo("draws");
    }

    private static Map<String, String> environment(int port, int management) {
        Config config = ConfigProvider.getConfig();
        Map<String, String> environment = new java.util.HashMap<>(Map.of(
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                "QUARKUS_MANAGEMENT_PORT", Integer.toString(management),
                "QUARKUS_OTEL_SDK_DISABLED", "true",
                "MP_JWT_VERIFY_PUBLICKEY_ALGORITHM", "ES256"));
        for (String property : new String[] {
            "quarkus.datasource.jdbc.url",
            "quarkus.datasource.reactive.url",
            "quarkus.datasource.username",
            "quarkus.datasource.password",
            "quarkus.flyway.username",
            "quarkus.flyway.password",
            "quarkus.tls.mesh.key-store.pem.0.cert",
            "quarkus.tls.mesh.key-store.pem.0.key",
            "quarkus.tls.mesh.trust-store.pem.certs",
            "mp.jwt.verify.issuer",
            "mp.jwt.verify.publickey.location"
        }) {
            environment.put(
                    property.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "_"),
                    config.getValue(property, String.class));
        }
        for (String backEnd : new String[] {"ingestion", "evaluation", "agent"}) {
            String client = "QUARKUS_GRPC_CLIENTS_" + backEnd.toUpperCase(java.util.Locale.ROOT);
            environment.put(client + "_HOST", "localhost");
            environment.put(
                    client + "_PORT", config.getValue("quarkus.grpc.clients." + backEnd + ".test-port", String.class));
        }
        return environment;
    }

    private static void awaitReady(Process process, GatewayCalls probe, Path log) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                if (probe.get("/q/health/ready").status() == 200) {
                    return;
                }
            } catch (AssertionError notListeningYet) {
                if (System.nanoTime() > deadline) {
                    throw notListeningYet;
                }
            }
            if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new AssertionError("the executable is not ready: " + Files.readString(log));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
