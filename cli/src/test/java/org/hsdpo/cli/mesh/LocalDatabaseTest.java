package org.hsdpo.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kept records of a laptop belong to who started the mesh, not to everybody with an account on it. */
class LocalDatabaseTest {
    private static final String INVALID_PASSWORD = "28P01";
    private static final String NO_PASSWORD = "08004";

    @TempDir
    Path folder;

    private LocalDatabase start() throws IOException {
        Path binaries = Files.createDirectories(folder.resolve("binaries"));
        return LocalDatabase.start(binaries, folder.resolve("data"), true);
    }

    private static Connection connect(LocalDatabase database, String user, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + database.port() + "/postgres", user, password);
    }

    @Test
    void nobodyComesInWithoutAPasswordAlsoAfterTheNextStart() throws Exception {
        String first;
        try (LocalDatabase database = start()) {
            assertClosed(database);
            first = database.password();
            try (Connection owner = connect(database, LocalDatabase.OWNER, first)) {
                owner.createStatement().execute("create table ingestion.kept as select 42 as answer");
            }
        }
        try (LocalDatabase database = start()) {
            assertClosed(database);
            assertThat(database.password()).isNotEqualTo(first);
            try (Connection owner = connect(database, LocalDatabase.OWNER, database.password());
                    var rows = owner.createStatement().executeQuery("select answer from ingestion.kept")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(42);
            }
        }
    }

    private void assertClosed(LocalDatabase database) throws IOException {
        for (String user : List.of("postgres", LocalDatabase.OWNER, MeshService.INGESTION.role())) {
            for (String password : new String[] {null, "", "postgres"}) {
                SQLException refused = catchThrowableOfType(SQLException.class, () -> connect(database, user, password)
                        .close());
                assertThat((Throwable) refused).as("%s with %s", user, password).isNotNull();
                assertThat(refused.getSQLState()).isIn(INVALID_PASSWORD, NO_PASSWORD);
            }
        }
        for (String mine : List.of("binaries", "data")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(mine))))
                    .as(mine)
                    .isEqualTo("rwx------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data.password"))))
                .isEqualTo("rw-------");
    }
}
