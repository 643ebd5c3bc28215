package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hsdpo.gateway.testing.GatewayTest;
import org.hsdpo.gateway.testing.Surroundings;
import org.hsdpo.gateway.testing.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AuditTest extends GatewayTest {
    private static Connection connect(String role, String tenant) throws SQLException {
        Connection connection = DriverManager.getConnection(
                ConfigProvider.getConfig().getValue("test.jdbc.url", String.class), role, "test");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path TO gateway");
            if (tenant != null) {
                statement.execute("SET app.tenant TO '" + tenant + "'");
            }
        }
        return connection;
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private void useEverything() {
        clinician().post("/v1/patients/" + patient + "/records", "text/plain", "HbA1c 8.2 %");
        String profile = clinician()
                .createProfile(patient, "{}")
                .json()
                .path("profileId")
                .asText();
        clinician().get("/v1/patients/" + patient + "/prescription-profiles/" + profile);
        clinician()
                .post("/v1/patients/" + patient + "/prescription-profiles/" + profile + "/replay", null, new byte[0]);
        clinician()
                .with("Idempotency-Key", "a-" + patient)
                .review(patient, profile, "{\"decision\": \"REVIEW_DECISION_ACCEPT\"}");
    }

    @Test
    void whoDidWhatToWhomIsOnRecord() throws SQLException {
        useEverything();
        try (Connection database = connect(Surroundings.ROLE, "hospital-a")) {
            assertThat(column(
                            database,
                            "SELECT subject || ' ' || action FROM audit_entry WHERE patient_id = '" + patient
                                    + "' ORDER BY at"))
                    .containsExactly(
                            "dr-test RECORD_ADDED",
                            "dr-test PROFILE_CREATED",
                            "dr-test PROFILE_READ",
                            "dr-test PROFILE_REPLAYED",
                            "dr-test PROFILE_READ",
                            "dr-test PROFILE_REVIEWED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit_entry", "review", "profile", "idempotency_key"})
    void nothingIsChangedOrDeletedEvenByTheOwner(String table) throws SQLException {
        useEverything();
        for (String role : List.of(Surroundings.ROLE, Surroundings.OWNER)) {
            for (String attempt : List.of(
                    "UPDATE " + table + " SET tenant_id = 'x'",
                    "DELETE FROM " + table,
                    "TRUNCATE " + table + " CASCADE")) {
                try (Connection database = connect(role, "hospital-a");
                        Statement statement = database.createStatement()) {
                    assertThatExceptionOfType(SQLException.class)
                            .as(role + ": " + attempt)
                            .isThrownBy(() -> statement.execute(attempt))
                            .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("42501"));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit_entry", "review", "profile", "idempotency_key"})
    void theDatabaseItselfKeepsTenantsApart(String table) throws SQLException {
        useEverything();
        String count = "SELECT count(*) FROM " + table;
        try (Connection none = connect(Surroundings.ROLE, null);
                Connection other = connect(Surroundings.ROLE, "hospital-c");
                Connection own = connect(Surroundings.ROLE, "hospital-a")) {
            assertThat(column(none, count)).containsExactly("0");
            assertThat(column(other, count)).containsExactly("0");
            assertThat(Integer.parseInt(column(own, count).getFirst())).isPositive();
        }
    }

    @Test
    void aTenantCannotWriteForAnother() throws SQLException {
        try (Connection database = connect(Surroundings.ROLE, "hospital-a");
                Statement statement = database.createStatement()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute("INSERT INTO audit_entry VALUES ('hospital-b',"
                            + " gen_random_uuid(), now(), 's', 'RECORD_ADDED', 'p', 'o')"))
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }

    @Test
    void aRefusedReadLeavesNoTraceInTheOtherTenant() throws SQLException {
        String profile = clinician()
                .createProfile(patient, "{}")
                .json()
                .path("profileId")
                .asText();
        as("hospital-b", Tokens.CLINICIAN).get("/v1/patients/" + patient + "/prescription-profiles/" + profile);
        try (Connection database = connect(Surroundings.ROLE, "hospital-b")) {
            assertThat(column(
                            database,
                            "SELECT action FROM audit_entry WHERE patient_id = '" + patient
                                    + "' AND action = 'PROFILE_READ'"))
                    .isEmpty();
        }
    }
}
