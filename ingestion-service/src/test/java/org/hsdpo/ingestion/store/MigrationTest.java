package org.hsdpo.ingestion.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** What a new version of the schema makes of rows that an earlier version stored. */
class MigrationTest {
    @Test
    void aBoundStoredAsARemarkBecomesABoundAndRowLevelSecurityStaysForced() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            String url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE owner LOGIN PASSWORD 'test' NOSUPERUSER NOBYPASSRLS");
                statement.execute("CREATE ROLE server LOGIN PASSWORD 'test' NOSUPERUSER NOBYPASSRLS");
                statement.execute("CREATE SCHEMA ingestion AUTHORIZATION owner");
            }
            migrate(url, "2");
            try (Connection connection = DriverManager.getConnection(url, "server", "test");
                    Statement statement = connection.createStatement()) {
                statement.execute("select set_config('app.tenant', 'north', false)");
                statement.execute("""
                        insert into ingestion.record values ('north', '00000000-0000-0000-0000-000000000001', 'p', 'k', 'h',
                            'm', 's', now(), now(), '{}')""");
                List<String> remarks =
                        List.of("", "reported as < the value", "converted from 2.2; reported as >= the value");
                for (int i = 0; i < remarks.size(); i++) {
                    statement.execute("""
                            insert into ingestion.observation (tenant, record_id, position, patient_id, measurement, value,
                                unit, observed_at, improbable, source, source_id, recorded_at, transformation, confidence)
                            values ('north', '00000000-0000-0000-0000-000000000001', %d, 'p', 'EGFR', 30,
                                'mL/min/{1.73_m2}', now(), false, 'FHIR', 'x', now(), '%s', 1)""".formatted(i, remarks.get(i)));
                }
            }
            migrate(url, "latest");
            try (Connection connection = DriverManager.getConnection(url, "server", "test");
                    Statement statement = connection.createStatement()) {
                assertThat(comparators(statement)).as("without a tenant").isEmpty();
                statement.execute("select set_config('app.tenant', 'north', false)");
                assertThat(comparators(statement)).containsExactly(null, "<", ">=");
            }
            try (Connection connection = DriverManager.getConnection(url, "owner", "test");
                    Statement statement = connection.createStatement()) {
                assertThat(comparators(statement))
                        .as("the owner without a tenant")
                        .isEmpty();
            }
        }
    }

    private static void migrate(String url, String target) {
        Flyway.configure()
                .dataSource(url, "owner", "test")
                .schemas("ingestion")
                .defaultSchema("ingestion")
                .placeholders(Map.of("role", "server"))
                .target(target)
                .load()
                .migrate();
    }

    private static List<String> comparators(Statement statement) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("select comparator from ingestion.observation order by position")) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
