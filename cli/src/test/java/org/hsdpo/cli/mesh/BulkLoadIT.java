package org.hsdpo.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.hsdpo.cli.Hsdpo;
import org.hsdpo.cli.bench.BulkFiles;
import org.hsdpo.cli.demo.GatewayClient;
import org.hsdpo.cli.load.BulkSender;
import org.hsdpo.cli.load.LoadFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load of many patients into real processes: ingestion-service is killed at many moments of it and nothing is lost or doubled. */
class BulkLoadIT {
    private static final int PATIENTS = 600;
    private static final List<String> TABLES = List.of(
            "record",
            "demographic",
            "observation",
            "condition",
            "problem_list",
            "medication",
            "allergy",
            "issue",
            "glucose_point");

    private static LocalMesh mesh;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws IOException {
        BulkFiles.write(folder, PATIENTS, 1);
        mesh = LocalMesh.start(0, null, line -> {});
    }

    @AfterAll
    static void stop() {
        if (mesh != null) {
            mesh.close();
        }
    }

    private static JsonNode load(String tenant, String name) {
        GatewayClient gateway =
                new GatewayClient(mesh.gateway(), mesh.issuer().token(tenant, "loader", List.of("system/*.c"), 60));
        return new BulkSender(gateway, Duration.ofMinutes(3), line -> {}).load(name, LoadFile.in(List.of(folder)));
    }

    private static String ask(String sql) throws SQLException {
        try (Connection connection = mesh.database();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** Everything stored of a tenant, but for random identifiers and the moment of the load. */
    private static Map<String, String> stored(String tenant) throws SQLException {
        Map<String, String> digests = new TreeMap<>();
        for (String table : TABLES) {
            digests.put(table, ask("""
                    select count(*) || ' rows ' || coalesce(md5(string_agg(md5(
                        regexp_replace((to_jsonb(t) - 'tenant' - 'record_id' - 'recorded_at' - 'received_at')::text,
                            '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '', 'g')), ''
                        order by patient_id, (to_jsonb(t) - 'tenant' - 'record_id' - 'recorded_at' - 'received_at')::text
                            collate "C")), '')
                    from ingestion.%s t where tenant = '%s'""".formatted(table, tenant)));
        }
        return digests;
    }

    /** Kills the service as soon as the condition holds, unless the load is over before. */
    private static void killWhen(String condition, CompletableFuture<JsonNode> load) throws SQLException {
        killWhen("killed", condition, load);
    }

    private static void killWhen(String tenant, String condition, CompletableFuture<JsonNode> load)
            throws SQLException {
        String asked = "select 1 from ingestion.bulk_load l where tenant = '" + tenant + "' and " + condition;
        while (!load.isDone() && ask(asked) == null) {
            Thread.onSpinWait();
        }
        assertThat(load).as("still loading when " + condition).isNotDone();
        mesh.kill(MeshService.INGESTION);
        mesh.restart(MeshService.INGESTION);
    }

    private static JsonNode pull(String tenant, String name, String source) {
        GatewayClient gateway =
                new GatewayClient(mesh.gateway(), mesh.issuer().token(tenant, "loader", List.of("system/*.c"), 60));
        return new BulkSender(gateway, Duration.ofMinutes(3), line -> {}).pull(name, source);
    }

    /** As if the time had passed for which a service that died had a load for itself. */
    private static void letTheLeaseRunOut() throws SQLException {
        try (Connection connection = mesh.database();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update ingestion.bulk_work set not_before = now()");
        }
    }

    private static String server(String name, String tenant, ExportServer ehr, Path key) {
        return """
                hsdpo.ingestion.ehr.servers.%1$s.tenant=%2$s
                hsdpo.ingestion.ehr.servers.%1$s.base-url=%3$s/fhir
                hsdpo.ingestion.ehr.servers.%1$s.client-id=hsdpo
                hsdpo.ingestion.ehr.servers.%1$s.key-file=%4$s
                hsdpo.ingestion.ehr.servers.%1$s.insecure=true
                hsdpo.ingestion.ehr.servers.%1$s.pause=100ms
                """.formatted(name, tenant, ehr.origin(), key);
    }

    @Test
    void anExportThatIsFetchedIsWholeHoweverOftenTheServiceWasKilled() throws Exception {
        Path key = mesh.folder().resolve("ehr.jwk");
        assertThat(Hsdpo.commandLine().execute("ehr-key", key.toString())).isZero();
        try (ExportServer ehr = new ExportServer(folder)) {
            Path config = Files.createDirectories(mesh.folder().resolve("config"));
            Files.writeString(
                    config.resolve("application.properties"),
                    server("calm-ehr", "fetched", ehr, key) + server("cut-ehr", "fetched-killed", ehr, key));
            mesh.kill(MeshService.INGESTION);
            mesh.restart(MeshService.INGESTION);
            JsonNode calm = pull("fetched", "calm", "calm-ehr");
            assertThat(calm.path("patientsStored").asInt()).as("%s", calm).isEqualTo(PATIENTS);
            Map<String, String> expected = stored("fetched");

            ehr.exporting(true);
            CompletableFuture<JsonNode> pulling =
                    CompletableFuture.supplyAsync(() -> pull("fetched-killed", "cut", "cut-ehr"));
            killWhen("fetched-killed", "status_url is not null", pulling);
            letTheLeaseRunOut();
            ehr.holdInTheMiddleOf("Observation.ndjson");
            ehr.exporting(false);
            String observations =
                    "exists (select 1 from ingestion.bulk_file f where f.tenant = l.tenant and f.file like"
                            + " 'Observation%' and f.received > 0)";
            killWhen("fetched-killed", observations, pulling);
            ehr.goOn();
            letTheLeaseRunOut();
            killWhen("fetched-killed", "patients_stored > " + PATIENTS / 3, pulling);
            letTheLeaseRunOut();

            JsonNode killed = pulling.join();
            for (String count : List.of("patientsStored", "rejected", "lines", "passedOver", "patientsKnown")) {
                assertThat(killed.path(count)).as(count).isEqualTo(calm.path(count));
            }
            assertThat(stored("fetched-killed")).isEqualTo(expected);
        }
    }

    @Test
    void killedAtAnyMomentNothingIsLostOrDoubled() throws SQLException {
        JsonNode calm = load("calm", "calm");
        assertThat(calm.path("patientsStored").asInt()).isEqualTo(PATIENTS);
        Map<String, String> expected = stored("calm");
        assertThat(expected.get("record")).startsWith(PATIENTS + " rows");
        assertThat(expected.get("observation")).doesNotStartWith("0 rows");
        assertThat(calm.path("rejected").asInt()).isPositive();

        CompletableFuture<JsonNode> loading = CompletableFuture.supplyAsync(() -> load("killed", "killed"));
        String received = "(select coalesce(sum(received), 0) from ingestion.bulk_file f where f.tenant = l.tenant)";
        killWhen("true", loading);
        killWhen(received + " > 0", loading);
        killWhen(received + " > 6000000", loading);
        killWhen("state = 'LOADING'", loading);
        killWhen("patients_stored > 0", loading);
        killWhen("patients_stored > " + PATIENTS / 3, loading);
        killWhen("patients_stored > " + PATIENTS * 2 / 3, loading);
        JsonNode killed = loading.join();
        for (String count : List.of("patientsStored", "rejected", "lines", "passedOver", "patientsKnown")) {
            assertThat(killed.path(count)).as(count).isEqualTo(calm.path(count));
        }
        assertThat(stored("killed")).isEqualTo(expected);

        JsonNode again = load("killed", "again");
        assertThat(again.path("patientsKnown").asInt()).isEqualTo(PATIENTS);
        assertThat(again.path("patientsStored").asInt()).isZero();
        assertThat(stored("killed")).isEqualTo(expected);
    }
}
