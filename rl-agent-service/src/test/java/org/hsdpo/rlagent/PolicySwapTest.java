package org.hsdpo.rlagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hsdpo.agent.policy.PolicyFolder;
import org.hsdpo.contracts.agent.v1.AgentServiceGrpc;
import org.hsdpo.contracts.agent.v1.DecideRequest;
import org.hsdpo.contracts.agent.v1.DecideResponse;
import org.hsdpo.rlagent.decision.LoadedAgent;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.wire.PatientStateWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link is turned to another policy while decisions are asked for. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@TestProfile(PolicySwapTest.FromALink.class)
class PolicySwapTest {
    private static Path folder;

    public static final class FromALink implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "policies-")
                        .toAbsolutePath();
                Path one = Files.createDirectory(folder.resolve("one"));
                PolicyFolder.shipped(one);
                Path two = copy(one, "two");
                Path manifest = two.resolve(PolicyFolder.MANIFEST);
                Files.writeString(
                        manifest,
                        Files.readString(manifest).replace("name: \"dosing-policy-1\"", "name: \"dosing-policy-2\""));
                Path damaged = copy(one, "damaged");
                Files.write(damaged.resolve("support.bin"), new byte[] {1, 2, 3});
                Files.createSymbolicLink(folder.resolve("current"), one);
                return Map.of(
                        "hsdpo.agent.policy-folder",
                        folder.resolve("current").toString(),
                        "hsdpo.agent.policy-check",
                        "20MS");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path copy(Path from, String name) throws IOException {
            Path to = folder.resolve(name);
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
            return to;
        }
    }

    @ConfigProperty(name = "hsdpo.test.caller.certificate")
    File certificate;

    @ConfigProperty(name = "hsdpo.test.caller.key")
    File key;

    @ConfigProperty(name = "hsdpo.test.caller.authority")
    File authority;

    @TestHTTPResource(value = "/", tls = true)
    URI mesh;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Inject
    LoadedAgent loaded;

    private ManagedChannel channel;

    @BeforeEach
    void connect() throws IOException {
        loaded.loading().toCompletableFuture().join();
        channel = Grpc.newChannelBuilderForAddress(
                        "localhost",
                        mesh.getPort(),
                        TlsChannelCredentials.newBuilder()
                                .keyManager(certificate, key)
                                .trustManager(authority)
                                .build())
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    private DecideResponse decide() {
        return new Caller("north", "dr-a")
                .on(AgentServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS))
                .decide(DecideRequest.newBuilder()
                        .setPatient(PatientStateWire.toWire(aTypicalPatient().build()))
                        .build());
    }

    private static String policy(DecideResponse response) {
        return response.getVersionsList().stream()
                .filter(version -> version.getComponent().equals("policy"))
                .findFirst()
                .orElseThrow()
                .getVersion();
    }

    private static void turnTo(String name) throws IOException {
        Path next = folder.resolve("next");
        Files.createSymbolicLink(next, folder.resolve(name));
        Files.move(
                next, folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitPolicy(String name) {
        while (!policy(decide()).equals(name)) {
            Thread.onSpinWait();
        }
    }

    private String metrics() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(management.resolve("/q/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void aPolicyIsReplacedAndPutBackWithoutADecisionLost() throws Exception {
        assertThat(policy(decide())).isEqualTo("dosing-policy-1");
        DecideResponse before = decide();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> asking = IntStream.range(0, 4)
                    .mapToObj(caller -> callers.submit(() -> {
                        int answered = 0;
                        while (!done.get()) {
                            assertThat(policy(decide())).startsWith("dosing-policy-");
                            answered++;
                        }
                        return answered;
                    }))
                    .toList();
            turnTo("two");
            awaitPolicy("dosing-policy-2");
            turnTo("one");
            awaitPolicy("dosing-policy-1");
            done.set(true);
            for (Future<Integer> each : asking) {
                // A call that failed would be thrown here.
                assertThat(each.get()).isPositive();
            }
        }
        assertThat(decide()).isEqualTo(before);
    }

    @Test
    void aDamagedPolicyIsRefusedAndTheOneServedStays() throws Exception {
        turnTo("damaged");
        while (!metrics().contains("hsdpo_agent_policy_loads_total{outcome=\"refused\"}")) {
            Thread.onSpinWait();
        }
        assertThat(policy(decide())).isEqualTo("dosing-policy-1");
        turnTo("one");
        awaitPolicy("dosing-policy-1");
    }
}
