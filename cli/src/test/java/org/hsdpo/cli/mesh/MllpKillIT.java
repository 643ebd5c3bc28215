package org.hsdpo.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.hsdpo.cli.ProjectFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged ingestion service takes messages over MLLP, configured by the environment that the chart gives it, and is killed
 * (SIGKILL) between receipt and answer. A sender that has no answer sends again: every message is stored exactly once, and
 * none that was answered is lost.
 */
class MllpKillIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path LOG = ProjectFolder.state().resolve("logs").resolve("mllp-kill-test.log");

    @TempDir
    static Path folder;

    private static LocalDatabase database;
    private static SSLContext senders;
    private static Map<String, String> environment;
    private static int mllp;
    private static int management;
    private static Process service;

    private String patient;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(LOG.getParent());
        Files.deleteIfExists(LOG);
        database = LocalDatabase.start(
                Files.createDirectories(ProjectFolder.state().resolve("postgres-binaries")),
                folder.resolve("postgres"),
                false);
        MeshCertificates certificates = new MeshCertificates(folder);
        certificates.issue(MeshService.INGESTION);
        certificates.issue(MeshService.GATEWAY);
        senders = context(certificates);
        mllp = freePort();
        management = freePort();
        String address = "//127.0.0.1:" + database.port() + "/postgres";
        String certificate = certificates.certificate(MeshService.INGESTION).toString();
        String key = certificates.key(MeshService.INGESTION).toString();
        String authority = certificates.authority().toString();
        environment = Map.ofEntries(
                Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
                Map.entry("QUARKUS_HTTP_SSL_PORT", Integer.toString(freePort())),
                Map.entry("QUARKUS_MANAGEMENT_HOST", "127.0.0.1"),
                Map.entry("QUARKUS_MANAGEMENT_PORT", Integer.toString(management)),
                Map.entry("QUARKUS_OTEL_SDK_DISABLED", "true"),
                Map.entry("QUARKUS_TLS_MESH_KEY_STORE_PEM_0_CERT", certificate),
                Map.entry("QUARKUS_TLS_MESH_KEY_STORE_PEM_0_KEY", key),
                Map.entry("QUARKUS_TLS_MESH_TRUST_STORE_PEM_CERTS", authority),
                Map.entry("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql:" + address),
                Map.entry("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql:" + address),
                Map.entry("QUARKUS_DATASOURCE_USERNAME", MeshService.INGESTION.role()),
                Map.entry("QUARKUS_DATASOURCE_PASSWORD", database.password()),
                Map.entry("QUARKUS_FLYWAY_USERNAME", LocalDatabase.OWNER),
                Map.entry("QUARKUS_FLYWAY_PASSWORD", database.password()),
                Map.entry("HSDPO_INGESTION_MLLP_LISTENERS_WARD_PORT", Integer.toString(mllp)),
                Map.entry("HSDPO_INGESTION_MLLP_LISTENERS_WARD_TENANT", "north"),
                Map.entry("HSDPO_INGESTION_MLLP_LISTENERS_WARD_SENDERS", "LAB@NORTH"),
                Map.entry("HSDPO_INGESTION_MLLP_LISTENERS_WARD_PATIENT_AUTHORITY", "NORTH"),
                Map.entry("HSDPO_INGESTION_MLLP_LISTENERS_WARD_TLS", "mllpward"),
                Map.entry("HSDPO_INGESTION_MLLP_LISTENERS_WARD_CLIENT_CERTIFICATE", "true"),
                Map.entry("QUARKUS_TLS_MLLPWARD_KEY_STORE_PEM_SERVER_CERT", certificate),
                Map.entry("QUARKUS_TLS_MLLPWARD_KEY_STORE_PEM_SERVER_KEY", key),
                Map.entry("QUARKUS_TLS_MLLPWARD_TRUST_STORE_PEM_CERTS", authority));
        launch();
    }

    @AfterAll
    static void stop() throws Exception {
        if (service != null) {
            service.destroyForcibly().waitFor();
        }
        if (database != null) {
            database.close();
        }
    }

    @BeforeEach
    void name(TestInfo test) {
        patient = test.getTestMethod().orElseThrow().getName();
    }

    private static void launch() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(MeshService.INGESTION.jvmOptions());
        command.addAll(List.of(
                "-jar", MeshService.INGESTION.runner(ProjectFolder.root()).toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("HSDPO_"));
        builder.environment().putAll(environment);
        service = builder.start();
        await("the service is ready", MllpKillIT::isReady);
    }

    private static void kill() throws InterruptedException {
        service.destroyForcibly().waitFor();
    }

    private static boolean isReady() {
        try {
            return HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(
                                                    URI.create("http://127.0.0.1:" + management + "/q/health/ready"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            assertThat(service.isAlive()).as("the service runs, log: " + LOG).isTrue();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static SSLContext context(MeshCertificates certificates) throws GeneralSecurityException, IOException {
        char[] none = new char[0];
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, none);
        String pem = Files.readString(certificates.key(MeshService.GATEWAY)).replaceAll("-----[A-Z ]+-----|\\s", "");
        own.setKeyEntry(
                "sender",
                KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem))),
                none,
                new Certificate[] {certificate(certificates.certificate(MeshService.GATEWAY))});
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, none);
        trusted.setCertificateEntry("authority", certificate(certificates.authority()));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, none);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate certificate(Path file) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** A sender on the other end of a connection. */
    private static final class Sender implements AutoCloseable {
        private final SSLSocket socket;
        private final InputStream in;

        Sender() throws IOException {
            socket = (SSLSocket) senders.getSocketFactory().createSocket("localhost", mllp);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            in = socket.getInputStream();
        }

        void send(List<String> messages) throws IOException {
            StringBuilder blocks = new StringBuilder();
            messages.forEach(message -> blocks.append('\u000B').append(message).append("\u001C\r"));
            socket.getOutputStream().write(blocks.toString().getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        /** The next answer; empty text where the connection ends before it is whole. */
        String answer() {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                int next = in.read();
                while (next >= 0 && next != 0x1C) {
                    answer.write(next);
                    next = in.read();
                }
                return next < 0 || in.read() != 0x0D ? "" : answer.toString(StandardCharsets.UTF_8);
            } catch (IOException broken) {
                return "";
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private String message(int number) {
        return "MSH|^~\\&|LAB|NORTH|HSDPO|NORTH|20261012080000+0200||ORU^R01^ORU_R01|c" + number + "|P|2.5.1\r"
                + "PID|1||" + patient + "^^^NORTH^MR||DOE^JANE||19600412|F\r"
                + "OBX|1|NM|4548-4^HbA1c^LN||" + (60 + number % 60) / 10.0 + "|%|||||F|||202610"
                + "%02d%02d%02d\r".formatted(1 + number / 1440, number / 60 % 24, number % 60);
    }

    private int stored(String table) throws SQLException {
        try (Connection connection = connect(MeshService.INGESTION.role());
                Statement statement = connection.createStatement()) {
            statement.execute("select set_config('app.tenant', 'north', false)");
            try (ResultSet rows = statement.executeQuery(
                    "select count(*) from ingestion." + table + " where patient_id = '" + patient + "'")) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + database.port() + "/postgres", role, database.password());
    }

    private void resendUntilAnswered(List<String> messages) throws IOException {
        try (Sender sender = new Sender()) {
            for (String message : messages) {
                sender.send(List.of(message));
                assertThat(sender.answer()).contains("MSA|AA|");
            }
        }
    }

    @Test
    void killedWhileItStoresItHasStoredNothingAndThenOnce() throws Exception {
        String message = message(1);
        try (Connection owner = connect(LocalDatabase.OWNER);
                Statement statement = owner.createStatement();
                Sender sender = new Sender()) {
            owner.setAutoCommit(false);
            statement.execute("lock table ingestion.observation in access exclusive mode");
            sender.send(List.of(message));
            await("the transaction waits", () -> {
                try (ResultSet waiting = statement.executeQuery("select count(*) from pg_locks where not granted")) {
                    waiting.next();
                    return waiting.getInt(1) > 0;
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            kill();
            assertThat(sender.answer()).isEmpty();
            owner.rollback();
        }
        assertThat(stored("record")).isZero();
        assertThat(stored("observation")).isZero();
        launch();
        resendUntilAnswered(List.of(message));
        assertThat(stored("record")).isEqualTo(1);
        assertThat(stored("observation")).isEqualTo(1);
    }

    @Test
    void killedAfterItCommittedBeforeTheAnswerItKeepsOne() throws Exception {
        String message = message(1);
        try (Sender sender = new Sender()) {
            sender.send(List.of(message));
            await("the message is committed", () -> {
                try {
                    return stored("record") == 1;
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            kill();
        }
        launch();
        assertThat(stored("observation")).isEqualTo(1);
        resendUntilAnswered(List.of(message));
        assertThat(stored("record")).isEqualTo(1);
        assertThat(stored("observation")).isEqualTo(1);
    }

    @Test
    void killedWithinAStreamItLosesNothingItAnsweredAndDoublesNone() throws Exception {
        int number = 200;
        List<String> messages =
                IntStream.range(0, number).mapToObj(this::message).toList();
        int answered = 0;
        try (Sender sender = new Sender()) {
            sender.send(messages);
            while (answered < number / 4) {
                assertThat(sender.answer()).contains("MSA|AA|c" + answered + "\r");
                answered++;
            }
            kill();
            while (sender.answer().contains("MSA|AA|c" + answered + "\r")) {
                answered++;
            }
        }
        assertThat(stored("record")).isBetween(answered, number);
        assertThat(answered).as("killed before the last message").isLessThan(number);
        launch();
        resendUntilAnswered(messages.subList(answered, number));
        assertThat(stored("record")).isEqualTo(number);
        assertThat(stored("observation")).isEqualTo(number);
    }
}
