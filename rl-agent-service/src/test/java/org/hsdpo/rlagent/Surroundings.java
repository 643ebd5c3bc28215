package org.hsdpo.rlagent;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** A PostgreSQL with an owner and a serving role that owns nothing, and certificates for mutual TLS. */
public class Surroundings implements QuarkusTestResourceLifecycleManager {
    static final String OWNER = "hsdpo_owner";
    static final String ROLE = "hsdpo_agent";
    private static final String PASSWORD = "for-tests-only";

    private EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            postgres = EmbeddedPostgres.builder().start();
            createRoles();
            Map<String, String> config = new HashMap<>();
            String address = "//localhost:" + postgres.getPort() + "/postgres";
            config.put("quarkus.datasource.jdbc.url", "jdbc:postgresql:" + address);
            config.put("quarkus.datasource.reactive.url", "postgresql:" + address);
            config.put("quarkus.datasource.username", ROLE);
            config.put("quarkus.datasource.password", PASSWORD);
            config.put("quarkus.flyway.username", OWNER);
            config.put("quarkus.flyway.password", PASSWORD);
            config.put("quarkus.otel.sdk.disabled", "true");
            config.put("test.owner.url", "jdbc:postgresql:" + address + "?user=" + OWNER + "&password=" + PASSWORD);
            addCertificates(config);
            String port = Integer.toString(freePort());
            config.put("quarkus.http.test-ssl-port", port);
            config.put("quarkus.management.test-port", "0");
            for (String client : new String[] {"agent", "stranger"}) {
                config.put("quarkus.grpc.clients." + client + ".host", "localhost");
                config.put("quarkus.grpc.clients." + client + ".port", port);
                config.put("quarkus.grpc.clients." + client + ".use-quarkus-grpc-client", "true");
            }
            config.put("quarkus.grpc.clients.agent.tls-configuration-name", "mesh");
            config.put("quarkus.grpc.clients.stranger.tls-configuration-name", "stranger");
            return config;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void createRoles() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + OWNER + " LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '" + PASSWORD + "'");
            statement.execute("CREATE ROLE " + ROLE + " LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '" + PASSWORD + "'");
            statement.execute("GRANT CREATE ON DATABASE postgres TO " + OWNER);
        }
    }

    private static void addCertificates(Map<String, String> config) throws Exception {
        Path folder = Files.createTempDirectory("mesh-certificates");
        new CertificateGenerator(folder, true)
                .generate(new CertificateRequest()
                        .withName("mesh")
                        .withCN("localhost")
                        .withFormat(Format.PEM)
                        .withClientCertificate());
        config.put("quarkus.tls.mesh.key-store.pem.0.cert", folder.resolve("mesh.crt").toString());
        config.put("quarkus.tls.mesh.key-store.pem.0.key", folder.resolve("mesh.key").toString());
        // Server and client certificates are each signed by themselves: the service trusts the client's and its own.
        Path trusted = folder.resolve("trusted.crt");
        Files.writeString(
                trusted,
                Files.readString(folder.resolve("mesh.crt")) + Files.readString(folder.resolve("mesh-client.crt")));
        config.put("quarkus.tls.mesh.trust-store.pem.certs", trusted.toString());
        config.put("quarkus.tls.stranger.trust-store.pem.certs", trusted.toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() {
        try {
            if (postgres != null) {
                postgres.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
