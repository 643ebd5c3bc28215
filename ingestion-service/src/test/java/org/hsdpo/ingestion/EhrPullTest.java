package org.hsdpo.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.File;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.contracts.bulk.v1.BulkFile;
import org.hsdpo.contracts.bulk.v1.BulkLoad;
import org.hsdpo.contracts.bulk.v1.BulkLoadServiceGrpc;
import org.hsdpo.contracts.bulk.v1.BulkLoadState;
import org.hsdpo.contracts.bulk.v1.BulkRejection;
import org.hsdpo.contracts.bulk.v1.GetLoadRequest;
import org.hsdpo.contracts.bulk.v1.OpenLoadRequest;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateRequest;
import org.hsdpo.contracts.ingestion.v1.IngestionServiceGrpc;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.StatusDetails;
import org.hsdpo.service.wire.PatientStateWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service against a FHIR server that asks who calls, takes its time, and fails on the way. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class EhrPullTest {
    private static final int PATIENTS = 30;

    @ConfigProperty(name = "hsdpo.test.caller.certificate")
    String callerCertificate;

    @ConfigProperty(name = "hsdpo.test.caller.key")
    String callerKey;

    @ConfigProperty(name = "hsdpo.test.caller.authority")
    String authority;

    @ConfigProperty(name = "hsdpo.test.fhir-port")
    int fhirPort;

    @ConfigProperty(name = "hsdpo.test.key-of.north-ehr")
    String curveKey;

    @ConfigProperty(name = "hsdpo.test.key-of.rsa-ehr")
    String rsaKey;

    @TestHTTPResource(value = "/", tls = true)
    URI mesh;

    private ManagedChannel channel;
    private FhirServer fhir;
    private String load;
    private String prefix;

    @BeforeEach
    void connect(TestInfo test) throws Exception {
        channel = Grpc.newChannelBuilderForAddress(
                        "localhost",
                        mesh.getPort(),
                        TlsChannelCredentials.newBuilder()
                                .keyManager(new File(callerCertificate), new File(callerKey))
                                .trustManager(new File(authority))
                                .build())
                .build();
        load = test.getTestMethod().orElseThrow().getName()
                + Math.abs(test.getDisplayName().hashCode());
        load = load.substring(Math.max(0, load.length() - 60));
        prefix = "p" + Math.abs(load.hashCode()) + "-";
        fhir = new FhirServer(
                fhirPort,
                Map.of("north-ehr-client", FhirServer.key(curveKey), "rsa-ehr-client", FhirServer.key(rsaKey)));
        for (int i = 0; i < PATIENTS; i++) {
            fhir.store(
                    json("{'resourceType':'Patient','id':'%s','gender':'male','birthDate':'1955-04-01'}", patient(i)));
            fhir.store(json(
                    "{'resourceType':'Observation','id':'o-%s','status':'final','subject':{'reference':'Patient/%s'},"
                            + "'code':{'coding':[{'system':'http://loinc.org','code':'4548-4'}]},"
                            + "'effectiveDateTime':'2026-09-01','valueQuantity':{'value':8.1,'code':'%%'}}",
                    patient(i), patient(i)));
        }
        fhir.store(json("{'resourceType':'Medication','id':'m1','code':{'text':'metformin 500 MG Oral Tablet'}}"));
        fhir.store(json(
                "{'resourceType':'MedicationRequest','id':'r1','status':'active','intent':'order','subject':{'reference':"
                        + "'Patient/%s'},'medicationReference':{'reference':'Medication/m1'}}",
                patient(0)));
    }

    @AfterEach
    void disconnect() throws Exception {
        channel.shutdownNow();
        fhir.close();
    }

    private String patient(int number) {
        return prefix + number;
    }

    private static String json(String form, Object... values) {
        return form.formatted(values).replace('\'', '"');
    }

    private BulkLoadServiceGrpc.BulkLoadServiceBlockingStub as(String tenant) {
        return new Caller(tenant, "loader")
                .on(BulkLoadServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS));
    }

    private BulkLoad pulled(String source) {
        var loads = as("north");
        BulkLoad now = loads.openLoad(
                OpenLoadRequest.newBuilder().setLoadId(load).setSource(source).build());
        assertThat(now.getSource()).isEqualTo(source);
        while (now.getState() != BulkLoadState.BULK_LOAD_STATE_COMPLETE
                && now.getState() != BulkLoadState.BULK_LOAD_STATE_FAILED) {
            now = loads.getLoad(GetLoadRequest.newBuilder()
                    .setLoadId(load)
                    .setRejections(10)
                    .build());
        }
        return now;
    }

    private PatientState state(String patient) {
        return PatientStateWire.fromWire(new Caller("north", "test")
                .on(IngestionServiceGrpc.newBlockingStub(channel))
                .getPatientState(GetPatientStateRequest.newBuilder()
                        .setPatientId(patient)
                        .build())
                .getState());
    }

    @ParameterizedTest
    @ValueSource(strings = {"north-ehr", "rsa-ehr"})
    void anExportIsFetchedWithATokenForAnAssertionByEitherKey(String source) {
        BulkLoad done = pulled(source);
        assertThat(done.getFailure()).isEmpty();
        assertThat(done.getState()).isEqualTo(BulkLoadState.BULK_LOAD_STATE_COMPLETE);
        assertThat(done.getPatientsStored()).isEqualTo(PATIENTS);
        assertThat(done.getFilesList()).hasSize(8).allMatch(BulkFile::getComplete);
        assertThat(state(patient(0)).medications())
                .anyMatch(medication -> medication.drug().equals(java.util.Optional.of(Drug.METFORMIN)));
        assertThat(state(patient(7)).latest(Measurement.HBA1C)).isPresent();
        assertThat(fhir.calls).last().isEqualTo("DELETE /other/status/1");
        assertThat(fhir.calls).filteredOn(call -> call.endsWith("/token")).hasSize(1);
    }

    @Test
    void whatFailsOnTheWayIsTriedAgainFromWhereItWas() {
        AtomicBoolean revoked = new AtomicBoolean();
        fhir.faults.add(FhirServer.status(path -> path.endsWith("/$export"), 429, "0"));
        fhir.faults.add(FhirServer.status(path -> path.contains("/status/"), 202, "0"));
        fhir.faults.add(FhirServer.status(path -> path.contains("/status/"), 202, null));
        fhir.faults.add(FhirServer.status(path -> path.contains("/status/"), 503, "0"));
        fhir.faults.add(FhirServer.status(path -> path.endsWith("Patient-b.ndjson"), 500, null));
        fhir.cut("Observation-a.ndjson");
        fhir.faults.add((call, answer) -> {
            if (call.getRequestURI().endsWith("Observation-b.ndjson") && revoked.compareAndSet(false, true)) {
                fhir.revoke();
            }
            return false;
        });
        BulkLoad done = pulled("north-ehr");
        assertThat(done.getFailure()).isEmpty();
        assertThat(done.getPatientsStored()).isEqualTo(PATIENTS);
        assertThat(done.getRejected()).isZero();
        assertThat(fhir.faults).hasSize(1);
        assertThat(fhir.calls).filteredOn(call -> call.contains("/$export")).hasSize(2);
        assertThat(fhir.calls)
                .as("goes on after the last whole line")
                .filteredOn(call -> call.contains("Observation-a.ndjson"))
                .hasSize(2)
                .last()
                .asString()
                .matches(".*bytes=[1-9][0-9]*-");
    }

    @Test
    void theSameFileAgainIsTakenFromWhereItBroke() {
        fhir.ranges = false;
        fhir.filesNeedToken = false;
        fhir.deletedFiles = 1;
        fhir.cut("Patient-a.ndjson");
        BulkLoad done = pulled("north-ehr");
        assertThat(done.getFailure()).isEmpty();
        assertThat(done.getPatientsStored()).isEqualTo(PATIENTS);
        assertThat(done.getRejectionsList()).extracting(BulkRejection::getCode).containsExactly("SOURCE_DELETED");
    }

    @Test
    void addressesOfOtherOriginsAreNotFollowed() throws Exception {
        int elsewhere;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            elsewhere = socket.getLocalPort();
            fhir.filesAt = "http://localhost:" + elsewhere;
            BulkLoad done = pulled("north-ehr");
            assertThat(done.getState()).isEqualTo(BulkLoadState.BULK_LOAD_STATE_FAILED);
            assertThat(done.getFailure()).contains("neither its own origin nor listed", ".origins");
            assertThat(done.getPatientsStored()).isZero();
            socket.setSoTimeout(1);
            assertThat(catchThrowable(socket::accept)).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void redirectionsAndLastingRefusalsEndTheLoad() {
        fhir.faults.add((call, answer) -> {
            if (!call.getRequestURI().endsWith("Patient-a.ndjson")) {
                return false;
            }
            answer.sendRedirect(fhir.origin() + "/other/files/Patient-b.ndjson");
            return true;
        });
        BulkLoad done = pulled("north-ehr");
        assertThat(done.getState()).isEqualTo(BulkLoadState.BULK_LOAD_STATE_FAILED);
        assertThat(done.getFailure()).contains("302");
    }

    @Test
    void aServerThatStaysAwayIsGivenUpAfterSomeAttempts() throws Exception {
        fhir.close();
        BulkLoad done = pulled("north-ehr");
        assertThat(done.getState()).isEqualTo(BulkLoadState.BULK_LOAD_STATE_FAILED);
        assertThat(done.getFailure()).isEqualTo("north-ehr does not answer");
    }

    @Test
    void aServerIsOfOneTenant() {
        Throwable other = catchThrowable(() -> as("south")
                .openLoad(OpenLoadRequest.newBuilder()
                        .setLoadId(load)
                        .setSource("north-ehr")
                        .build()));
        assertThat(Status.fromThrowable(other).getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(StatusDetails.reason(other)).contains("EHR_UNKNOWN");
        assertThat(fhir.calls).isEmpty();
    }
}
