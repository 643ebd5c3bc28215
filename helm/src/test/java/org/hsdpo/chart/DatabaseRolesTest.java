package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The roles of the database, in PostgreSQL itself")
class DatabaseRolesTest {

    private static final String READ_WRITE_TABLE = """
            CREATE TABLE %1$s.fact (tenant_id text NOT NULL, value int);
            ALTER TABLE %1$s.fact ENABLE ROW LEVEL SECURITY;
            ALTER TABLE %1$s.fact FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_rows ON %1$s.fact USING (tenant_id = current_setting('app.tenant', true));
            GRANT SELECT, INSERT ON %1$s.fact TO hsdpo_%1$s;
            """;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void prepare(@TempDir Path data) throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target").toAbsolutePath().toFile())
                .setDataDirectory(data)
                .start();
        String roles = Repository.text(Repository.ROOT.resolve("k8s/base/roles.sql"));
        as("postgres", "CREATE DATABASE hsdpo");
        as("postgres", roles);
        for (String service : new String[] {"gateway", "ingestion", "agent"}) {
            as("postgres", "ALTER ROLE hsdpo_" + service + " LOGIN; ALTER ROLE hsdpo_" + service + "_owner LOGIN");
            as("hsdpo_" + service + "_owner", READ_WRITE_TABLE.formatted(service));
            migrate(service);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"gateway", "ingestion", "agent"})
    void everyTableOfTheServiceIsUnderForcedRowLevelSecurity(String service) throws SQLException {
        assertThat(column("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = '" + service
                        + "'::regnamespace"))
                .as("tables made by the migrations")
                .hasSizeGreaterThan(1);
        assertThat(column("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = '" + service
                        + "'::regnamespace AND NOT (relrowsecurity AND relforcerowsecurity)"))
                .isEmpty();
        assertThat(column("SELECT relname FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = '" + service
                        + "'::regnamespace AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid"
                        + " AND pg_get_expr(polqual, polrelid) LIKE '%app.tenant%')"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"gateway", "ingestion", "agent"})
    void theApplicationRoleReadsAndAddsButNeverChanges(String service) throws SQLException {
        assertThat(column(
                        "SELECT DISTINCT privilege_type FROM information_schema.role_table_grants WHERE grantee = 'hsdpo_"
                                + service + "' AND table_name NOT LIKE 'bulk\\_%'"))
                .containsExactlyInAnyOrder("SELECT", "INSERT");
    }

    /** Files of many patients are put down and taken away; what is stored of them is not. */
    @Test
    void ofTheTablesOfBulkLoadsOnlyWhatIsOnItsWayIsTakenAway() throws SQLException {
        assertThat(column(
                        "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = 'hsdpo_ingestion'"
                                + " AND privilege_type = 'DELETE'"))
                .containsExactlyInAnyOrder("bulk_lines", "bulk_medication", "bulk_patient", "bulk_work");
    }

    /** Runs the migrations of the service as its owner, as its init container does. */
    private static void migrate(String service) throws SQLException {
        String module = Map.of("gateway", "gateway", "ingestion", "ingestion-service", "agent", "rl-agent-service")
                .get(service);
        List<Path> migrations = Repository.files(
                Repository.ROOT.resolve(module).resolve("src/main/resources/db/migration"),
                file -> file.toString().endsWith(".sql"));
        assertThat(migrations).isNotEmpty();
        for (Path migration : migrations.stream()
                .sorted(Comparator.comparingInt(DatabaseRolesTest::version))
                .toList()) {
            as(
                    "hsdpo_" + service + "_owner",
                    "SET search_path = " + service + ";"
                            + Repository.text(migration).replace("${role}", "hsdpo_" + service));
        }
    }

    private static int version(Path migration) {
        return Integer.parseInt(migration.getFileName().toString().replaceFirst("V(\\d+)__.*", "$1"));
    }

    private static List<String> column(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"gateway", "ingestion", "agent"})
    void theApplicationRoleSeesTheRowsOfOneTenantOnly(String service) throws SQLException {
        as("hsdpo_" + service, "SET app.tenant = 'a'; INSERT INTO " + service + ".fact VALUES ('a', 1)");
        assertThat(count("hsdpo_" + service, service, "a")).isEqualTo(1);
        assertThat(count("hsdpo_" + service, service, "b")).isZero();
        assertThat(count("hsdpo_" + service, service, "")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"gateway", "ingestion", "agent"})
    void theApplicationRoleChangesNoTable(String service) {
        for (String statement : new String[] {
            "CREATE TABLE %s.mine (id int)",
            "ALTER TABLE %s.fact ADD COLUMN more int",
            "ALTER TABLE %s.fact DISABLE ROW LEVEL SECURITY",
            "DROP TABLE %s.fact",
            "TRUNCATE %s.fact",
            "DELETE FROM %s.fact",
            "CREATE TABLE public.mine (id int)",
        }) {
            assertRefused("hsdpo_" + service, statement.formatted(service));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hsdpo_gateway, ingestion",
        "hsdpo_gateway, agent",
        "hsdpo_ingestion, gateway",
        "hsdpo_ingestion, agent",
        "hsdpo_agent, gateway",
        "hsdpo_agent, ingestion",
        "hsdpo_gateway_owner, ingestion",
        "hsdpo_ingestion_owner, agent",
        "hsdpo_agent_owner, gateway",
    })
    void noRoleReadsTheSchemaOfAnotherService(String role, String schema) {
        assertRefused(role, "SELECT count(*) FROM " + schema + ".fact");
    }

    @Test
    void noRoleEscapesRowLevelSecurityOrMakesOthers() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet roles =
                        statement.executeQuery("SELECT count(*), count(*) FILTER (WHERE rolsuper OR rolbypassrls"
                                + " OR rolcreaterole OR rolcreatedb OR rolreplication)"
                                + " FROM pg_roles WHERE rolname LIKE 'hsdpo\\_%'")) {
            roles.next();
            assertThat(roles.getInt(1)).isEqualTo(6);
            assertThat(roles.getInt(2)).isZero();
        }
    }

    @Test
    void noRoleWorksInTheSchemaThatEveryRoleCanSee() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet roles = statement.executeQuery("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'hsdpo\\_%'"
                        + " AND (has_schema_privilege(oid, 'public', 'USAGE')"
                        + " OR has_schema_privilege(oid, 'public', 'CREATE'))")) {
            roles.next();
            assertThat(roles.getInt(1)).isZero();
        }
    }

    @Test
    void aStrangerDoesNotConnect() throws SQLException {
        as("postgres", "CREATE ROLE stranger LOGIN");
        assertThatThrownBy(() -> connect("stranger").close()).hasMessageContaining("permission denied for database");
    }

    private static void assertRefused(String role, String statement) {
        assertThatThrownBy(() -> as(role, statement))
                .as(role + ": " + statement)
                .isInstanceOf(SQLException.class)
                .extracting(failure -> ((SQLException) failure).getSQLState())
                .isEqualTo("42501");
    }

    private static int count(String role, String schema, String tenant) throws SQLException {
        try (Connection connection = connect(role);
                Statement statement = connection.createStatement()) {
            statement.execute("SET app.tenant = '" + tenant + "'");
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + schema + ".fact")) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static void as(String role, String sql) throws SQLException {
        try (Connection connection = connect(sql.startsWith("CREATE DATABASE") ? null : role);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(String role) throws SQLException {
        return role == null
                ? postgres.getPostgresDatabase().getConnection()
                : postgres.getDatabase(role, "hsdpo").getConnection();
    }
}
