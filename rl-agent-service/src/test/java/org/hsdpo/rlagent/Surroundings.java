package org.hsdpo.rlagent;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
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
            config.put(
                    "hsdpo.test.owner.url", "jdbc:postgresql:" + address + "?user=" + OWNER + "&password=" + PASSWORD);
            addCertificates(config);
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
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "mesh-");
        new CertificateGenerator(folder, true)
                .generate(new CertificateRequest()
                        .withName("mesh")
                        .withCN("localhost")
                        .withSubjectAlternativeName("DNS:localhost")
                        .withClientCertificate()
                        .withFormat(Format.PEM));
        config.put("quarkus.tls.mesh.key-store.pem.0.cert", file(folder, "mesh.crt"));
        config.put("quarkus.tls.mesh.key-store.pem.0.key", file(folder, "mesh.key"));
        config.put("quarkus.tls.mesh.trust-store.pem.certs", file(folder, "mesh-server-ca.crt"));
        config.put("hsdpo.test.caller.certificate", file(folder, "mesh-client.crt"));
        config.put("hsdpo.test.caller.key", file(folder, "mesh-client.key"));
        config.put("hsdpo.test.caller.authority", file(folder, "mesh-client-ca.crt"));
    }

    private static String file(Path folder, String name) {
        return folder.resolve(name).toString();
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
