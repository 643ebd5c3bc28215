package org.hsdpo.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.contracts.bulk.v1.AppendPartRequest;
import org.hsdpo.contracts.bulk.v1.BulkFile;
import org.hsdpo.contracts.bulk.v1.BulkLoad;
import org.hsdpo.contracts.bulk.v1.BulkLoadServiceGrpc;
import org.hsdpo.contracts.bulk.v1.BulkLoadState;
import org.hsdpo.contracts.bulk.v1.BulkRejection;
import org.hsdpo.contracts.bulk.v1.GetLoadRequest;
import org.hsdpo.contracts.bulk.v1.ListLoadsRequest;
import org.hsdpo.contracts.bulk.v1.OpenLoadRequest;
import org.hsdpo.contracts.bulk.v1.StartLoadRequest;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateRequest;
import org.hsdpo.contracts.ingestion.v1.IngestionServiceGrpc;
import org.hsdpo.contracts.parser.v1.ParseNoteResponse;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.StatusDetails;
import org.hsdpo.service.wire.PatientStateWire;
import org.hsdpo.service.wire.TimeWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class BulkLoadTest {
    private static final Instant AS_OF = Instant.parse("2026-12-01T00:00:00Z");

    @ConfigProperty(name = "hsdpo.test.jdbc")
    String jdbc;

    @ConfigProperty(name = "hsdpo.test.certificate")
    String certificate;

    @ConfigProperty(name = "hsdpo.test.key")
    String key;

    @ConfigProperty(name = "hsdpo.test.caller.certificate")
    String callerCertificate;

    @ConfigProperty(name = "hsdpo.test.caller.key")
    String callerKey;

    @ConfigProperty(name = "hsdpo.test.caller.authority")
    String authority;

    @ConfigProperty(name = "quarkus.grpc.clients.parser.test-port")
    int parserPort;

    @TestHTTPResource(value = "/", tls = true)
    URI mesh;

    private ManagedChannel channel;
    private String load;

    @BeforeEach
    void connect(TestInfo test) throws IOException {
        channel = Grpc.newChannelBuilderForAddress(
                        "localhost",
                        mesh.getPort(),
                        TlsChannelCredentials.newBuilder()
                                .keyManager(new File(callerCertificate), new File(callerKey))
                                .trustManager(new File(authority))
                                .build())
                .build();
        load = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    private BulkLoadServiceGrpc.BulkLoadServiceBlockingStub as(String tenant) {
        return new Caller(tenant, "loader")
                .on(BulkLoadServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS));
    }

    private BulkLoad open(String name) {
        return as("north").openLoad(OpenLoadRequest.newBuilder().setLoadId(name).build());
    }

    private BulkFile append(String name, String file, long offset, byte[] content, boolean last) {
        return as("north")
                .appendPart(AppendPartRequest.newBuilder()
                        .setLoadId(name)
                        .setFile(file)
                        .setOffset(offset)
                        .setContent(ByteString.copyFrom(content))
                        .setLast(last)
                        .build());
    }

    private BulkFile send(String name, String file, String... lines) {
        return append(name, file, 0, bytes(String.join("\n", lines)), true);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private BulkLoad start(String name) {
        return as("north")
                .startLoad(StartLoadRequest.newBuilder().setLoadId(name).build());
    }

    private BulkLoad get(String name) {
        return as("north")
                .getLoad(GetLoadRequest.newBuilder()
                        .setLoadId(name)
                        .setRejections(100)
                        .build());
    }

    /** Asks until all is stored; every question is a call, and the deadline of the stub ends a load that never is. */
    private BulkLoad completed(String name) {
        start(name);
        var patient = as("north");
        BulkLoad now;
        do {
            now = patient.getLoad(GetLoadRequest.newBuilder()
                    .setLoadId(name)
                    .setRejections(100)
                    .build());
        } while (now.getState() != BulkLoadState.BULK_LOAD_STATE_COMPLETE);
        return now;
    }

    private PatientState state(String patient) {
        return PatientStateWire.fromWire(new Caller("north", "test")
                .on(IngestionServiceGrpc.newBlockingStub(channel))
                .getPatientState(GetPatientStateRequest.newBuilder()
                        .setPatientId(patient)
                        .setAsOf(TimeWire.toWire(AS_OF))
                        .build())
                .getState());
    }

    private long rows(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc, Surroundings.ROLE, "test");
                Statement statement = connection.createStatement()) {
            statement.execute("SET app.tenant TO 'north'");
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static String patient(String id) {
        return json("{'resourceType':'Patient','id':'%s','gender':'female','birthDate':'1961-02-03'}", id);
    }

    private static String hba1c(String id, String day, String value) {
        return json(
                "{'resourceType':'Observation','status':'final','subject':{'reference':'Patient/%s'},'code':{'coding':"
                        + "[{'system':'http://loinc.org','code':'4548-4'}]},'effectiveDateTime':'%s','valueQuantity':"
                        + "{'value':%s,'code':'%%'}}",
                id, day, value);
    }

    private static String metformin(String id) {
        return json(
                "{'resourceType':'MedicationRequest','status':'active','intent':'order','subject':{'reference':"
                        + "'Patient/%s'},'medicationReference':{'reference':'Medication/met'},'dosageInstruction':"
                        + "[{'text':'1 tablet twice daily'}]}",
                id);
    }

    private static String json(String form, Object... values) {
        return form.formatted(values).replace('\'', '"');
    }

    private static final String MEDICATION = json(
            "{'resourceType':'Medication','id':'met','code':{'text':'metformin hydrochloride 500 MG Oral Tablet'}}");

    @Test
    void whatSeveralFilesSayOfAPatientBecomesOneRecord() throws SQLException {
        open(load);
        send(
                load,
                "Observation.ndjson",
                hba1c("scattered-1", "2026-09-01", "8.1"),
                hba1c("scattered-2", "2026-09-01", "7.2"));
        send(load, "MedicationRequest.ndjson", metformin("scattered-2"), metformin("scattered-1"));
        send(load, "Medication.ndjson", MEDICATION);
        send(
                load,
                "Patient.ndjson",
                patient("scattered-1"),
                patient("scattered-2"),
                "{\"resourceType\":\"Encounter\"}");
        BulkLoad done = completed(load);
        assertThat(done.getPatientsStored()).isEqualTo(2);
        assertThat(done.getPatientsWaiting()).isZero();
        assertThat(done.getLines()).isEqualTo(8);
        assertThat(done.getPassedOver()).isOne();
        assertThat(done.getRejected()).isZero();
        assertThat(done.hasCompletedAt()).isTrue();
        PatientState state = state("scattered-1");
        assertThat(state.birthDate()).isPresent();
        assertThat(state.latest(Measurement.HBA1C)).isPresent();
        assertThat(state.medications())
                .anyMatch(medication -> medication.drug().equals(java.util.Optional.of(Drug.METFORMIN)));
        assertThat(rows("select count(*) from ingestion.record where patient_id like 'scattered-%'"))
                .isEqualTo(2);
        for (String emptied : List.of("bulk_lines", "bulk_patient", "bulk_medication")) {
            assertThat(rows("select count(*) from ingestion." + emptied + " where load_id = '" + load + "'"))
                    .as(emptied)
                    .isZero();
        }
    }

    @Test
    void partsMayEndAnywhereAndMayBeRepeated() {
        String[] lines = IntStream.range(0, 200)
                .mapToObj(i -> hba1c("cut-" + i % 7, "2026-0" + (1 + i % 9) + "-11", (6 + i % 5) + "." + i % 10))
                .toArray(String[]::new);
        byte[] file = bytes(String.join("\r\n", lines));
        open(load);
        SplittableRandom random = new SplittableRandom(1);
        long received = 0;
        while (received < file.length) {
            int to = (int) Math.min(file.length, received + random.nextInt(1, 3000));
            int from = (int) Math.max(0, received - random.nextInt(0, 1000));
            BulkFile now = append(load, "cut.ndjson", from, Arrays.copyOfRange(file, from, to), to == file.length);
            assertThat(now.getReceived()).isBetween(received, (long) to);
            received = now.getReceived();
        }
        assertThat(append(load, "cut.ndjson", file.length + 10, bytes("x"), false)
                        .getReceived())
                .isEqualTo(file.length);
        BulkLoad done = completed(load);
        assertThat(done.getLines()).isEqualTo(200);
        assertThat(done.getPatientsStored()).isEqualTo(7);
        open("whole-" + load);
        send("whole-" + load, "whole.ndjson", lines);
        assertThat(completed("whole-" + load).getPatientsKnown())
                .as("the same lines in another file are the same records")
                .isEqualTo(7);
    }

    @Test
    void whatCannotBeTakenIsListedWithItsLineAndTheRestIsStored() {
        open(load);
        send(
                load,
                "bad.ndjson",
                hba1c("bad-1", "2026-09-01", "8.1"),
                hba1c("bad-1", "2026-09-02", "810"),
                "{\"resourceType\":\"Observ",
                hba1c("bad/../1 x", "2026-09-02", "8"),
                "{\"resourceType\":\"Observation\"}",
                hba1c("Group/7", "2026-09-02", "8").replace("Patient/Group", "Group"));
        BulkLoad done = completed(load);
        assertThat(done.getPatientsStored()).isOne();
        assertThat(done.getRejected()).isEqualTo(5);
        assertThat(done.getRejectionsList())
                .extracting(BulkRejection::getFile, BulkRejection::getLine, BulkRejection::getCode)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("bad.ndjson", 2L, "VALUE_IMPOSSIBLE"),
                        org.assertj.core.groups.Tuple.tuple("bad.ndjson", 3L, "JSON_INVALID"),
                        org.assertj.core.groups.Tuple.tuple("bad.ndjson", 4L, "PATIENT_ID_INVALID"),
                        org.assertj.core.groups.Tuple.tuple("bad.ndjson", 5L, "PATIENT_MISSING"),
                        org.assertj.core.groups.Tuple.tuple("bad.ndjson", 6L, "PATIENT_MISSING"));
        assertThat(done.getRejectionsList()).allSatisfy(rejection -> {
            assertThat(rejection.getMessage()).isNotBlank().doesNotContain("bad-1");
            assertThat(rejection.getAccepted()).isNotBlank();
        });
    }

    @Test
    void aLineThatIsTooLongIsPassedOverAcrossParts() {
        open(load);
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) 'x');
        byte[] tooLong = new byte[17 << 20];
        Arrays.fill(tooLong, (byte) 'x');
        assertThat(append(load, "long.ndjson", 0, piece, false).getReceived())
                .as("a line that is not whole is not taken")
                .isZero();
        long received = append(load, "long.ndjson", 0, tooLong, false).getReceived();
        assertThat(received).isEqualTo(tooLong.length);
        received = append(load, "long.ndjson", received, piece, false).getReceived();
        byte[] end = bytes("xx\n" + hba1c("long-1", "2026-09-01", "8.1") + "\n");
        assertThat(append(load, "long.ndjson", received, end, true).getComplete())
                .isTrue();
        BulkLoad done = completed(load);
        assertThat(done.getPatientsStored()).isOne();
        assertThat(done.getRejectionsList()).singleElement().satisfies(rejection -> {
            assertThat(rejection.getCode()).isEqualTo("CONTENT_TOO_LARGE");
            assertThat(rejection.getLine()).isOne();
        });
    }

    @Test
    void aLoadGoesOnWhenAllItsFilesAreWholeAndThenTakesNoMore() {
        open(load);
        assertThat(reasonOf(catchThrowable(() -> start(load)))).isEqualTo("BULK_FILES_INCOMPLETE");
        byte[] line = bytes(hba1c("whole-1", "2026-09-01", "8.1") + "\n");
        append(load, "a.ndjson", 0, line, false);
        Throwable partial = catchThrowable(() -> start(load));
        assertThat(reasonOf(partial)).isEqualTo("BULK_FILES_INCOMPLETE");
        append(load, "a.ndjson", line.length, new byte[0], true);
        completed(load);
        assertThat(append(load, "a.ndjson", 0, line, false).getReceived())
                .as("what was taken may be sent again")
                .isEqualTo(line.length);
        assertThat(reasonOf(catchThrowable(() -> append(load, "b.ndjson", 0, line, true))))
                .isEqualTo("BULK_LOAD_STARTED");
        assertThat(open(load).getState()).isEqualTo(BulkLoadState.BULK_LOAD_STATE_COMPLETE);
    }

    private static String reasonOf(Throwable failure) {
        return StatusDetails.reason(failure).orElse("none");
    }

    @Test
    void aLoadIsOfOneTenant() {
        open(load);
        send(load, "a.ndjson", hba1c("isolated-1", "2026-09-01", "8.1"));
        completed(load);
        assertThat(Status.fromThrowable(catchThrowable(() -> as("south")
                                .getLoad(GetLoadRequest.newBuilder()
                                        .setLoadId(load)
                                        .build())))
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(as("south").listLoads(ListLoadsRequest.getDefaultInstance()).getLoadsList())
                .extracting(BulkLoad::getLoadId)
                .doesNotContain(load);
        assertThat(as("north").listLoads(ListLoadsRequest.getDefaultInstance()).getLoadsList())
                .extracting(BulkLoad::getLoadId)
                .contains(load);
    }

    @Test
    void aLoadWithNotesWaitsForTheParser() {
        String note = json(
                "{'resourceType':'DocumentReference','status':'current','subject':{'reference':'Patient/noted-1'},"
                        + "'content':[{'attachment':{'contentType':'text/plain','data':'%s'}}]}",
                Base64.getEncoder().encodeToString(bytes("Seen today. No complaints.")));
        open(load);
        send(load, "a.ndjson", patient("noted-1"), note);
        start(load);
        assertThat(get(load).getPatientsWaiting()).isOne();
        try (PlayedParser parser = new PlayedParser(parserPort, certificate, key, text -> ParseNoteResponse.newBuilder()
                .setLanguage("en")
                .build())) {
            assertThat(completed(load).getPatientsStored()).isOne();
            assertThat(parser.calls()).isPositive();
        }
    }
}
