package org.hsdpo.ingestion.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    /** A database with the roles of a deployment; the schema's owner is no superuser. */
    private static String prepared(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE owner LOGIN PASSWORD 'test' NOSUPERUSER NOBYPASSRLS");
            statement.execute("CREATE ROLE server LOGIN PASSWORD 'test' NOSUPERUSER NOBYPASSRLS");
            statement.execute("CREATE SCHEMA ingestion AUTHORIZATION owner");
        }
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
    }

    @Test
    void aBoundStoredAsARemarkBecomesABoundAndRowLevelSecurityStaysForced() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            String url = prepared(postgres);
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

    private static final String FACT =
            "tenant, record_id, position, patient_id, source, recorded_at, transformation, confidence, source_id";

    private static void fact(
            Statement statement,
            String table,
            String tenant,
            int position,
            String sourceId,
            String columns,
            String values)
            throws SQLException {
        statement.execute(
                "insert into ingestion.%s (%s, %s) values ('%s', '00000000-0000-0000-0000-000000000001', %d, 'p',"
                                .formatted(table, FACT, columns, tenant, position)
                        + "'HL7_V2', '2026-10-12T08:00:00.123456Z', 'as is', 0.9, '%s', %s)"
                                .formatted(sourceId, values));
    }

    private static void asOfVersionTen(Statement statement, String tenant) throws SQLException {
        statement.execute("select set_config('app.tenant', '" + tenant + "', false)");
        statement.execute("insert into ingestion.record values ('" + tenant
                + "', '00000000-0000-0000-0000-000000000001', 'p', 'k', 'h', 'm', 's', now(), now(), '{}')");
        fact(statement, "demographic", tenant, 0, "r#PID", "sex", "'FEMALE'");
        fact(
                statement,
                "observation",
                tenant,
                0,
                "r#OBX[1] ~ REVISED 2026-10-12T06:00:00.5Z aa,r:bb",
                "measurement, value, unit, observed_at, improbable",
                "'HBA1C', 7.2, '%', '2026-10-11T00:00:00Z', false");
        fact(
                statement,
                "observation",
                tenant,
                1,
                "r#OBX[2] ~ STATED - ",
                "measurement, value, unit, observed_at, improbable",
                "'HBA1C', 7.3, '%', '2026-10-11T00:00:00Z', false");
        fact(
                statement,
                "condition",
                tenant,
                0,
                "r#DG1 ~ STATED - r:cc",
                "concept, status",
                "'TYPE_2_DIABETES', 'ACTIVE'");
        fact(statement, "problem_list", tenant, 0, "r#list", "current_at, entries", "now(), 1");
        fact(statement, "allergy", tenant, 0, "r#AL1 ~ PRELIMINARY - dd", "substance", "'penicillin'");
        fact(
                statement,
                "genotype",
                tenant,
                0,
                "r#vcf",
                "gene, diplotype, phenotype, possible_phenotypes, alleles, missing_positions, basis",
                "'CYP2C9', '*1/*3', '', '[]', '[]', '[]', 'x'");
        String drug = "ingredient, rxnorm, status, as_written, started_at, ended_at";
        fact(
                statement,
                "medication",
                tenant,
                0,
                "r#RXE ~ STATED - ee",
                drug,
                "'metformin', '', 'ACTIVE', 'm', null, null");
        fact(
                statement,
                "medication",
                tenant,
                1,
                "r#RXD ~ STATED 2026-10-12T06:00:00Z ff",
                drug,
                "'metformin', '~DISPENSED', 'STOPPED', '', '2026-03-20T12:00:00Z', '2026-06-18T12:00:00Z'");
        fact(
                statement,
                "medication",
                tenant,
                2,
                "r#RXA",
                drug,
                "'insulin glargine', '~GIVEN', 'STOPPED', '', '2026-10-01T22:00:00Z', null");
        String issue = "insert into ingestion.issue values ('" + tenant + "', '00000000-0000-0000-0000-000000000001', ";
        statement.execute(issue + "0, 'p', 'UNMAPPED', 'OBX[3]', 'a code ~ STATED - x\nwith a line')");
        statement.execute(
                issue
                        + "1, 'p', 'AMENDMENT', 'WITHDRAWN', E'HL7_V2\\nr#OBX[4] ~ REVISED 2026-10-12T07:00:00Z aa,gg\\n2026-10-12T08:00:00Z\\nHBA1C\\n2026-10-11T00:00:00Z')");
        statement.execute(
                issue
                        + "2, 'p', 'AMENDMENT', 'ORDER_STOPPED', E'HL7_V2\\nr#ORC ~ STATED - ee\\n2026-10-12T08:00:00Z\\n\\n')");
    }

    private static List<String> rows(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    cells.add(String.valueOf(rows.getString(i)));
                }
                found.add(String.join(" | ", cells));
            }
            return found;
        }
    }

    @Test
    void whatStoodInMarkedTextsGetsColumnsAndTablesOfItsOwnWithoutLoss() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            String url = prepared(postgres);
            migrate(url, "10");
            try (Connection connection = DriverManager.getConnection(url, "server", "test");
                    Statement statement = connection.createStatement()) {
                asOfVersionTen(statement, "north");
                asOfVersionTen(statement, "south");
            }
            migrate(url, "latest");
            for (String tenant : List.of("north", "south")) {
                try (Connection connection = DriverManager.getConnection(url, "server", "test");
                        Statement statement = connection.createStatement()) {
                    statement.execute("set time zone 'UTC'");
                    for (String table : List.of("supply", "amendment")) {
                        assertThat(rows(statement, "select * from ingestion." + table))
                                .as("without a tenant")
                                .isEmpty();
                    }
                    statement.execute("select set_config('app.tenant', '" + tenant + "', false)");
                    isCarriedOver(statement);
                    for (String change : List.of("delete from ingestion.%s", "update ingestion.%s set position = 9")) {
                        for (String table : List.of("supply", "amendment")) {
                            assertThatThrownBy(() -> statement.execute(change.formatted(table)))
                                    .isInstanceOf(SQLException.class)
                                    .hasMessageContaining("permission denied");
                        }
                    }
                    assertThatThrownBy(() -> statement.executeQuery("select source_id from ingestion.observation"))
                            .as("what an instance of the earlier version would read")
                            .isInstanceOf(SQLException.class);
                }
            }
            try (Connection connection = DriverManager.getConnection(url, "owner", "test");
                    Statement statement = connection.createStatement()) {
                for (String table : List.of(
                        "demographic",
                        "observation",
                        "condition",
                        "problem_list",
                        "medication",
                        "allergy",
                        "genotype",
                        "issue",
                        "supply",
                        "amendment")) {
                    assertThat(rows(statement, "select * from ingestion." + table))
                            .as("the owner without a tenant: " + table)
                            .isEmpty();
                }
            }
        }
    }

    private static void isCarriedOver(Statement statement) throws SQLException {
        String entry = "select position, source_entry, standing, stated_at, entry_keys from ingestion.";
        assertThat(rows(statement, entry + "observation order by position"))
                .containsExactly(
                        "0 | r#OBX[1] | REVISED | 2026-10-12 06:00:00.5+00 | {aa,r:bb}",
                        "1 | r#OBX[2] | STATED | null | {}");
        assertThat(rows(statement, entry + "demographic")).containsExactly("0 | r#PID | null | null | null");
        assertThat(rows(statement, entry + "condition")).containsExactly("0 | r#DG1 | STATED | null | {r:cc}");
        assertThat(rows(statement, entry + "allergy")).containsExactly("0 | r#AL1 | PRELIMINARY | null | {dd}");
        assertThat(rows(statement, entry + "problem_list")).containsExactly("0 | r#list | null | null | null");
        assertThat(rows(statement, entry + "genotype")).containsExactly("0 | r#vcf | null | null | null");
        assertThat(rows(statement, entry + "medication")).containsExactly("0 | r#RXE | STATED | null | {ee}");
        String fact = ", source, source_entry, standing, stated_at, entry_keys, recorded_at, transformation, confidence"
                + " from ingestion.";
        assertThat(rows(
                        statement,
                        "select position, ingredient, kind, supplied_at, days" + fact + "supply order by position"))
                .containsExactly(
                        "1 | metformin | DISPENSED | 2026-03-20 12:00:00+00 | 90 | HL7_V2 | r#RXD | STATED | 2026-10-12 06:00:00+00"
                                + " | {ff} | 2026-10-12 08:00:00.123456+00 | as is | 0.9",
                        "2 | insulin glargine | GIVEN | 2026-10-01 22:00:00+00 | null | HL7_V2 | r#RXA | null | null | null"
                                + " | 2026-10-12 08:00:00.123456+00 | as is | 0.9");
        assertThat(rows(statement, "select kind, measurement, effective_at" + fact + "amendment order by position"))
                .containsExactly(
                        "WITHDRAWN | HBA1C | 2026-10-11 00:00:00+00 | HL7_V2 | r#OBX[4] | REVISED | 2026-10-12 07:00:00+00 | {aa,gg}"
                                + " | 2026-10-12 08:00:00+00 |  | 1",
                        "ORDER_STOPPED | null | null | HL7_V2 | r#ORC | STATED | null | {ee} | 2026-10-12 08:00:00+00 |  | 1");
        assertThat(rows(statement, "select kind, message from ingestion.issue"))
                .containsExactly("UNMAPPED | a code ~ STATED - x\nwith a line");
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
