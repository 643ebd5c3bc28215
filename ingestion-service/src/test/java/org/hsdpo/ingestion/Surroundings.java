package org.hsdpo.ingestion;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;

/** PostgreSQL with the roles of a real installation, certificates, and a port for the parser. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {
    public static final String OWNER = "hsdpo_owner";
    public static final String ROLE = "hsdpo_ingestion";

    private EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            postgres = EmbeddedPostgres.builder().start();
            createRoles();
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "mesh-");
            new CertificateGenerator(folder, true)
                    .generate(new CertificateRequest()
                            .withName("mesh")
                            .withCN("localhost")
                            .withSubjectAlternativeName("DNS:localhost")
                            .withClientCertificate()
                            .withFormat(Format.PEM));
            Map<String, String> config = new HashMap<>();
            String address = "//localhost:" + postgres.getPort() + "/postgres";
            config.put("quarkus.datasource.jdbc.url", "jdbc:postgresql:" + address);
            config.put("quarkus.datasource.reactive.url", "postgresql:" + address);
            config.put("quarkus.datasource.username", ROLE);
            config.put("quarkus.datasource.password", "test");
            config.put("quarkus.flyway.username", OWNER);
            config.put("quarkus.flyway.password", "test");
            config.put("quarkus.tls.mesh.key-store.pem.0.cert", file(folder, "mesh.crt"));
            config.put("quarkus.tls.mesh.key-store.pem.0.key", file(folder, "mesh.key"));
            config.put(
                    "quarkus.tls.mesh.trust-store.pem.certs",
                    file(folder, "mesh-server-ca.crt") + "," + file(folder, "mesh-client-ca.crt"));
            config.put("quarkus.grpc.clients.parser.host", "localhost");
            // In test mode Quarkus connects a client to test-port, which by default is the server's own.
            config.put("quarkus.grpc.clients.parser.test-port", freePort());
            for (String listener : new String[] {"ward", "narrow", "secure"}) {
                String prefix = "hsdpo.ingestion.mllp.listeners." + listener;
                config.put(prefix + ".port", "0");
                config.put(prefix + ".host", "localhost");
                config.put(prefix + ".tenant", "north");
                config.put(prefix + ".senders", "LAB@NORTH,ADT@NORTH");
                config.put(prefix + ".patient-authority", "NORTH");
            }
            config.put("hsdpo.ingestion.mllp.listeners.secure.tls", "mesh");
            for (String tenant : List.of("study-a", "study-b")) {
                config.put("hsdpo.research.tenants." + tenant + ".export", "true");
                config.put("hsdpo.research.tenants." + tenant + ".key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
                config.put("hsdpo.research.tenants." + tenant + ".epsilon-budget", "1000");
            }
            config.put("hsdpo.research.tenants.poor.epsilon-budget", "1");
            config.put("hsdpo.research.tenants.raced.epsilon-budget", "1");
            String fhirPort = freePort();
            config.put("hsdpo.test.fhir-port", fhirPort);
            ehr(config, folder, "north-ehr", fhirPort, EcJwkGenerator.generateJwk(EllipticCurves.P384));
            ehr(config, folder, "rsa-ehr", fhirPort, RsaJwkGenerator.generateJwk(2048));
            config.put("hsdpo.test.jdbc", "jdbc:postgresql:" + address);
            config.put("hsdpo.test.certificate", file(folder, "mesh.crt"));
            config.put("hsdpo.test.key", file(folder, "mesh.key"));
            config.put("hsdpo.test.caller.certificate", file(folder, "mesh-client.crt"));
            config.put("hsdpo.test.caller.key", file(folder, "mesh-client.key"));
            config.put("hsdpo.test.caller.authority", file(folder, "mesh-client-ca.crt"));
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A FHIR server that the test starts. */
    private static void ehr(Map<String, String> config, Path folder, String name, String port, PublicJsonWebKey key)
            throws IOException {
        key.setKeyId(name + "-key");
        Path file = folder.resolve(name + ".jwk");
        Files.writeString(file, key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
        String prefix = "hsdpo.ingestion.ehr.servers." + name;
        config.put(prefix + ".tenant", "north");
        config.put(prefix + ".base-url", "http://localhost:" + port + "/fhir");
        config.put(prefix + ".insecure", "true");
        config.put(prefix + ".client-id", name + "-client");
        config.put(prefix + ".key-file", file.toString());
        config.put(prefix + ".pause", "50ms");
        config.put(prefix + ".timeout", "2s");
        config.put(prefix + ".attempts", "4");
        config.put("hsdpo.test.key-of." + name, key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
    }

    private void createRoles() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + OWNER + " LOGIN PASSWORD 'test' NOSUPERUSER NOBYPASSRLS");
            statement.execute("CREATE ROLE " + ROLE + " LOGIN PASSWORD 'test' NOSUPERUSER NOBYPASSRLS");
            statement.execute("CREATE SCHEMA ingestion AUTHORIZATION " + OWNER);
        }
    }

    private static String file(Path folder, String name) {
        return folder.resolve(name).toString();
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    @Override
    public void stop() {
        try {
            if (postgres != null) {
                postgres.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
