package org.hsdpo.cli.mesh;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    private static final String SUPERUSER = "postgres";
    /** Every connection shows a password: other users of this machine reach the same loopback address. */
    private static final String ACCESS = """
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            local all all scram-sha-256
            """;

    private final EmbeddedPostgres postgres;
    private final String superuserPassword;
    private final String password = randomPassword();

    private LocalDatabase(EmbeddedPostgres postgres, String superuserPassword) {
        this.postgres = postgres;
        this.superuserPassword = superuserPassword;
    }

    /**
     * @param binaries where PostgreSQL is unpacked
     * @param data where its data are, or will be
     * @param keep the data outlive the database; the superuser's password is then kept beside them
     */
    static LocalDatabase start(Path binaries, Path data, boolean keep) throws IOException {
        String superuserPassword = keep ? keptPassword(data) : randomPassword();
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setConnectConfig("password", superuserPassword)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(!keep)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("max_connections", "80")
                .setServerConfig("shared_buffers", "64MB")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
        LocalDatabase database = new LocalDatabase(postgres, superuserPassword);
        try {
            onlyForThisUser(binaries);
            database.demandPasswords(data);
            database.createRoles();
        } catch (SQLException | IOException e) {
            database.close();
            throw new CommandFailure("the embedded database cannot be prepared: " + e.getMessage(), e);
        }
        return database;
    }

    private static String keptPassword(Path data) throws IOException {
        Path file = data.resolveSibling(data.getFileName() + ".password");
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, randomPassword());
        }
        return Files.readString(file);
    }

    // The library unpacks into a folder that everybody may write to.
    private static void onlyForThisUser(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /** A fresh PostgreSQL of this library lets everybody in; it still has no data then. */
    private void demandPasswords(Path data) throws SQLException, IOException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + SUPERUSER + " PASSWORD '" + superuserPassword + "'");
            Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
            statement.execute("SELECT pg_reload_conf()");
        }
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

    /** A connection that sees the rows of all tenants. */
    Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    int port() {
        return postgres.getPort();
    }

    /** Password of all roles but the superuser, new at every start. */
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
