package org.hsdpo.gateway.testing;

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
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** PostgreSQL with the roles of a real installation, certificates, a token issuer's keys, and ports for the back ends. */
public class Surroundings implements QuarkusTestResourceLifecycleManager {
    public static final String OWNER = "hsdpo_owner";
    public static final String ROLE = "hsdpo_gateway";

    private EmbeddedPostgres postgres;
    private Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("hsdpo-gateway-test");
            postgres = EmbeddedPostgres.builder().start();
            createRoles();
            new CertificateGenerator(folder, true)
                    .generate(new CertificateRequest()
                            .withName("mesh")
                            .withFormat(Format.PEM)
                            .withCN("localhost")
                            .withSubjectAlternativeName("DNS:localhost")
                            .withClientCertificate());
            Map<String, String> config = new HashMap<>(database());
            config.putAll(tokens());
            config.put("quarkus.tls.mesh.key-store.pem.0.cert", path("mesh-client.crt"));
            config.put("quarkus.tls.mesh.key-store.pem.0.key", path("mesh-client.key"));
            config.put("quarkus.tls.mesh.trust-store.pem.certs", path("mesh-client-ca.crt"));
            config.put("test.server.cert", path("mesh.crt"));
            config.put("test.server.key", path("mesh.key"));
            config.put("test.server.trust", path("mesh-server-ca.crt"));
            for (String backEnd : new String[] {"ingestion", "evaluation", "agent"}) {
                config.put("quarkus.grpc.clients." + backEnd + ".host", "localhost");
                config.put("quarkus.grpc.clients." + backEnd + ".test-port", freePort());
            }
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> database() {
        String address = "//localhost:" + postgres.getPort() + "/postgres";
        return Map.of(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql:" + address,
                "quarkus.datasource.reactive.url",
                "postgresql:" + address,
                "quarkus.datasource.username",
                ROLE,
                "quarkus.datasource.password",
                "test",
                "quarkus.flyway.username",
                OWNER,
                "quarkus.flyway.password",
                "test",
                "test.jdbc.url",
                "jdbc:postgresql:" + address);
    }

    private Map<String, String> tokens() throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Files.writeString(
                folder.resolve("issuer.pem"), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        Files.writeString(
                folder.resolve("issuer.key"),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        return Map.of(
                "mp.jwt.verify.issuer", "https://issuer.test",
                "mp.jwt.verify.publickey.algorithm", "ES256",
                "mp.jwt.verify.publickey.location",
                        folder.resolve("issuer.pem").toUri().toString(),
                "test.issuer.public", path("issuer.pem"),
                "test.issuer.key", path("issuer.key"));
    }

    private static String pem(String type, byte[] encoded) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END " + type + "-----\n";
    }

    private String path(String file) {
        return folder.resolve(file).toString();
    }

    private void createRoles() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + OWNER + " LOGIN PASSWORD 'test' NOSUPERUSER NOBYPASSRLS");
            statement.execute("CREATE ROLE " + ROLE + " LOGIN PASSWORD 'test' NOSUPERUSER NOBYPASSRLS");
            statement.execute("CREATE SCHEMA gateway AUTHORIZATION " + OWNER);
        }
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
            if (folder != null) {
                try (Stream<Path> tree = Files.walk(folder)) {
                    for (Path one : tree.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(one);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
