package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.junit.jupiter.api.Test;

/** The database goes away under a running gateway; the profile gives this test a database of its own to end. */
@QuarkusTest
@TestProfile(DatabaseAwayTest.OwnDatabase.class)
class DatabaseAwayTest extends GatewayTest {
    /** No setting differs. */
    public static final class OwnDatabase implements QuarkusTestProfile {}

    @ConfigProperty(name = "test.jdbc.url")
    String jdbc;

    @Test
    void callersAreAskedToComeBack() throws SQLException {
        String profile = clinician()
                .createProfile(patient, "{}")
                .json()
                .path("profileId")
                .asText();
        String address = "/v1/patients/" + patient + "/prescription-profiles/" + profile;
        assertThat(clinician().get(address).status()).isEqualTo(200);
        endDatabase();
        for (int i = 0; i < 3; i++) {
            assertUnavailable(clinician().get(address));
            assertUnavailable(clinician().createProfile(patient, "{}"));
        }
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(503);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        assertThat(answer.json().path("detail").asText()).isEqualTo("the database is not available");
    }

    private void endDatabase() throws SQLException {
        long server;
        try (Connection superuser = DriverManager.getConnection(jdbc, "postgres", "postgres");
                ResultSet file = superuser
                        .createStatement()
                        .executeQuery("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::bigint")) {
            file.next();
            server = file.getLong(1);
        }
        ProcessHandle postmaster = ProcessHandle.of(server).orElseThrow();
        var backends = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
        postmaster.onExit().join();
    }
}
