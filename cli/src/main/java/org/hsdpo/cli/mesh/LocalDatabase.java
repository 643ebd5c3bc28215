package org.hsdpo.cli.mesh;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import org.hsdpo.cli.CommandFailure;

/**
 * Embedded PostgreSQL with the roles a real installation has: one owner for the migrations and a non-owner role for each
 * service that stores something, so that row-level security holds locally too.
 */
final class LocalDatabase implements AutoCloseable {
    static final String OWNER = "hsdpo_owner";

    private final EmbeddedPostgres postgres;
    private final String password = randomPassword();

    private LocalDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static LocalDatabase start(Path binaries, Path data, boolean keep) throws IOException {
        LocalDatabase database = new LocalDatabase(EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(binaries.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(!keep)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("max_connections", "80")
                .setServerConfig("shared_buffers", "64MB")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start());
        try {
            database.createRoles();
        } catch (SQLException e) {
            database.close();
            throw new CommandFailure("the embedded database cannot be prepared: " + e.getMessage(), e);
        }
        return database;
    }

    private void createRoles() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            role(statement, OWNER);
            for (MeshService service : MeshService.values()) {
                if (service.schema() != null) {
                    role(statement, service.role());
                    statement.execute("CREATE SCHEMA IF NOT EXISTS " + service.schema() + " AUTHORIZATION " + OWNER);
                    statement.execute("GRANT USAGE ON SCHEMA " + service.schema() + " TO " + service.role());
                }
            }
        }
    }

    private void role(Statement statement, String name) throws SQLException {
        statement.execute("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + name
                + "') THEN CREATE ROLE " + name + " LOGIN NOSUPERUSER NOBYPASSRLS; END IF; END $$");
        statement.execute("ALTER ROLE " + name + " PASSWORD '" + password + "'");
    }

    int port() {
        return postgres.getPort();
    }

    /** Password of all roles, new at every start. */
    String password() {
        return password;
    }

    private static String randomPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
