package org.hsdpo.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.contracts.common.v1.Quantity;
import org.hsdpo.contracts.ingestion.v1.FactCount;
import org.hsdpo.contracts.ingestion.v1.GetNoteRequest;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateRequest;
import org.hsdpo.contracts.ingestion.v1.IngestRecordRequest;
import org.hsdpo.contracts.ingestion.v1.IngestRecordResponse;
import org.hsdpo.contracts.ingestion.v1.IngestionServiceGrpc;
import org.hsdpo.contracts.ingestion.v1.ListNotesRequest;
import org.hsdpo.contracts.ingestion.v1.NoteSummary;
import org.hsdpo.contracts.parser.v1.Assertion;
import org.hsdpo.contracts.parser.v1.ConceptMention;
import org.hsdpo.contracts.parser.v1.Experiencer;
import org.hsdpo.contracts.parser.v1.GraphNode;
import org.hsdpo.contracts.parser.v1.GraphNodeKind;
import org.hsdpo.contracts.parser.v1.MeasurementMention;
import org.hsdpo.contracts.parser.v1.MedicationEvent;
import org.hsdpo.contracts.parser.v1.MedicationMention;
import org.hsdpo.contracts.parser.v1.ParseNoteResponse;
import org.hsdpo.contracts.parser.v1.Span;
import org.hsdpo.contracts.parser.v1.Temporality;
import org.hsdpo.contracts.patient.v1.Longitudinal;
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
class IngestionServiceTest {
    private static final String FHIR = "application/fhir+json";
    private static final String HBA1C = observation("4548-4", "8.6", "%");
    private static final String NOTE = "Date: 2026-10-12\nNo family history of medullary thyroid carcinoma.";

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

    @TestHTTPResource(value = "/", management = true)
    URI management;

    private ManagedChannel channel;
    private String patient;

    @BeforeEach
    void connect(TestInfo test) throws IOException {
        channel = Grpc.newChannelBuilderForAddress(
                        "localhost",
                        mesh.getPort(),
                        TlsChannelCredentials.newBuilder()
                                .keyManager(new File(callerCertificate), new File(callerKey))
                                .trustManager(new File(authority))
                                .build())
                .maxInboundMessageSize(64 << 20)
                .build();
        patient = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    private IngestionServiceGrpc.IngestionServiceBlockingStub as(String tenant) {
        return new Caller(tenant, "test")
                .on(IngestionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS));
    }

    private IngestRecordResponse ingest(String mediaType, byte[] content) {
        return as("north").ingestRecord(request(mediaType, content).build());
    }

    private IngestRecordResponse ingest(String mediaType, String content) {
        return ingest(mediaType, content.getBytes(StandardCharsets.UTF_8));
    }

    private IngestRecordRequest.Builder request(String mediaType, byte[] content) {
        return IngestRecordRequest.newBuilder()
                .setPatientId(patient)
                .setMediaType(mediaType)
                .setContent(ByteString.copyFrom(content));
    }

    private PatientState state() {
        return PatientStateWire.fromWire(as("north")
                .getPatientState(GetPatientStateRequest.newBuilder()
                        .setPatientId(patient)
                        .build())
                .getState());
    }

    private List<Violation> refusal(String mediaType, byte[] content) {
        Throwable failure = catchThrowable(() -> ingest(mediaType, content));
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        return StatusDetails.violations(failure);
    }

    private List<Violation> refusal(String mediaType, String content) {
        return refusal(mediaType, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String observation(String loinc, String value, String unit) {
        return """
                {"resourceType":"Observation","status":"final","effectiveDateTime":"2026-09-28T08:00:00Z",
                 "code":{"coding":[{"system":"http://loinc.org","code":"%s"}]},
                 "valueQuantity":{"value":%s,"system":"http://unitsofmeasure.org","code":"%s"}}""".formatted(loinc, value, unit);
    }

    private static String bundle(String... resources) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
                + List.of(resources).stream()
                        .map(resource -> "{\"resource\":" + resource + "}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static String document(String note) {
        return """
                {"resourceType":"DocumentReference","status":"current","content":[{"attachment":
                 {"contentType":"text/plain","data":"%s"}}]}""".formatted(Base64.getEncoder().encodeToString(note.getBytes(StandardCharsets.UTF_8)));
    }

    private PlayedParser parser(Function<String, ParseNoteResponse> behaviour) {
        return new PlayedParser(parserPort, certificate, key, behaviour);
    }

    private static ParseNoteResponse parsed(String note) {
        return ParseNoteResponse.newBuilder()
                .addConcepts(ConceptMention.newBuilder()
                        .setSpan(Span.newBuilder().setStart(3).setEnd(9))
                        .setText("medullary thyroid carcinoma")
                        .setConcept("MEDULLARY_THYROID_CARCINOMA")
                        .setAssertion(Assertion.ASSERTION_NEGATED)
                        .setTemporality(Temporality.TEMPORALITY_CURRENT)
                        .setExperiencer(Experiencer.EXPERIENCER_FAMILY)
                        .setConfidence(0.85))
                .addMedications(MedicationMention.newBuilder()
                        .setText("metformin 500 mg BID")
                        .setDrug("metformin")
                        .setIngredient("metformin")
                        .setDailyDose(Quantity.newBuilder().setValue(1000).setUnit("mg/d"))
                        .setEvent(MedicationEvent.MEDICATION_EVENT_TAKES)
                        .setAssertion(Assertion.ASSERTION_AFFIRMED)
                        .setTemporality(Temporality.TEMPORALITY_CURRENT)
                        .setExperiencer(Experiencer.EXPERIENCER_PATIENT)
                        .setConfidence(0.9))
                .build();
    }

    private int rows(String table, String tenant) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc, Surroundings.ROLE, "test");
                Statement statement = connection.createStatement()) {
            if (tenant != null) {
                statement.execute("select set_config('app.tenant', '" + tenant + "', false)");
            }
            try (ResultSet rows = statement.executeQuery(
                    "select count(*) from ingestion." + table + " where patient_id = '" + patient + "'")) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    @Test
    void readsHl7MessagesAsTheyAreWhateverTheirIdentifiers() {
        String message =
                "MSH|^~\\&|LAB|NORTH|||20261012080000+0200||ORU^R01^ORU_R01|1|P|2.5.1\rPID|1||4711^^^NORTH^MR||DOE||19600412|F\r"
                        + "OBX|1|NM|4548-4^HbA1c^LN||8.6|%|||||F|||20261011\rOBX|2|NM|X1^Local^99LAB||1||||||F|||20261011\r";
        IngestRecordResponse answer = ingest("text/hl7v2", message);
        assertThat(answer.getFactsList())
                .extracting(FactCount::getKind)
                .containsExactly("demographics", "observations");
        assertThat(answer.getIssuesList())
                .extracting(issue -> issue.getField() + ": " + issue.getMessage())
                .containsExactly("OBX-3: not among the measurements HSDPO reads: 1 code in 1 entry: X1 (1×)");
        assertThat(state().latest(Measurement.HBA1C).orElseThrow().value().value())
                .isEqualTo(8.6);
        assertThat(refusal("x-application/hl7-v2+er7", "no message"))
                .extracting(Violation::code)
                .containsExactly("NOT_HL7");
    }

    @Test
    void storesARecordAndGivesItsStateBack() {
        IngestRecordResponse answer = ingest(
                FHIR,
                bundle(
                        "{\"resourceType\":\"Patient\",\"gender\":\"female\",\"birthDate\":\"1965-03-14\"}",
                        HBA1C,
                        observation("2160-0", "0.94", "mg/dL"),
                        observation("72514-3", "2", "{score}"),
                        """
                        {"resourceType":"Condition","code":{"coding":[{"system":"http://snomed.info/sct","code":"44054006"}]},"onsetDateTime":"2017-05-02"}""",
                        """
                        {"resourceType":"AllergyIntolerance","code":{"text":"Sulfonamide"}}""",
                        """
                        {"resourceType":"MedicationRequest","status":"active","intent":"order","authoredOn":"2025-01-10",
                         "medicationCodeableConcept":{"text":"metformin hydrochloride 500 MG Oral Tablet"},
                         "dosageInstruction":[{"text":"1 tablet twice daily"}]}"""));
        assertThat(answer.getAlreadyStored()).isFalse();
        assertThat(answer.getFactsList())
                .extracting(FactCount::getKind, FactCount::getCount)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("demographics", 2),
                        org.assertj.core.groups.Tuple.tuple("observations", 2),
                        org.assertj.core.groups.Tuple.tuple("conditions", 1),
                        org.assertj.core.groups.Tuple.tuple("problemLists", 1),
                        org.assertj.core.groups.Tuple.tuple("medications", 1),
                        org.assertj.core.groups.Tuple.tuple("allergies", 1));
        assertThat(answer.getIssuesList()).singleElement().satisfies(issue -> assertThat(issue.getMessage())
                .contains("72514-3"));
        assertThat(TimeWire.fromWire(answer.getNewestFact())).hasToString("2026-09-28T08:00:00Z");

        PatientState state = state();
        assertThat(state.latest(Measurement.HBA1C).orElseThrow().value().value())
                .isEqualTo(8.6);
        assertThat(state.latest(Measurement.EGFR)).isPresent();
        assertThat(state.currentTherapy().regimen().dose(Drug.METFORMIN)).isEqualTo(1000);
        assertThat(state.has(ConditionConcept.TYPE_2_DIABETES)).isEqualTo(Truth.TRUE);
        assertThat(state.has(ConditionConcept.HEART_FAILURE)).isEqualTo(Truth.FALSE);
        assertThat(state.allergies()).hasSize(1);
        Longitudinal overTime = as("north")
                .getPatientState(GetPatientStateRequest.newBuilder()
                        .setPatientId(patient)
                        .build())
                .getLongitudinal();
        assertThat(overTime.getExposuresList()).singleElement().satisfies(exposure -> {
            assertThat(exposure.getDrug()).isEqualTo("metformin");
            assertThat(exposure.getDose().getValue()).isEqualTo(1000);
            assertThat(exposure.getOngoing()).isTrue();
        });
        assertThat(overTime.getDecisionsList())
                .extracting(decision -> decision.getDecision())
                .contains("METFORMIN_DOSE", "INSULIN_TITRATION", "SULFONYLUREA_DOSE");
    }

    @Test
    void aBoundIsStoredAsOneAndSaidInTheState() {
        ingest(
                FHIR,
                bundle(observation("33914-3", "30", "mL/min/{1.73_m2}")
                        .replace("{\"value\":30", "{\"comparator\":\"<\",\"value\":30")));
        PatientState state = state();
        assertThat(state.latest(Measurement.EGFR)).hasValueSatisfying(egfr -> {
            assertThat(egfr.bound()).isEqualTo(Bound.BELOW);
            assertThat(egfr.value().value()).isEqualTo(30);
        });
        assertThat(state.issues())
                .anySatisfy(issue -> assertThat(issue.message()).contains("known only as < 30"));
    }

    @Test
    void aBoundInANoteStaysABound() {
        try (PlayedParser parser = parser(note -> ParseNoteResponse.newBuilder()
                .addMeasurements(MeasurementMention.newBuilder()
                        .setText("eGFR <30")
                        .setMeasurement("EGFR")
                        .setValue(Quantity.newBuilder().setValue(30).setUnit("mL/min/{1.73_m2}"))
                        .setComparator("<")
                        .setAssertion(Assertion.ASSERTION_AFFIRMED)
                        .setTemporality(Temporality.TEMPORALITY_CURRENT)
                        .setConfidence(0.9))
                .build())) {
            ingest("text/plain; charset=utf-8", NOTE);
            assertThat(state().latest(Measurement.EGFR))
                    .hasValueSatisfying(egfr -> assertThat(egfr.bound()).isEqualTo(Bound.BELOW));
            assertThat(parser.calls()).isEqualTo(1);
        }
    }

    @Test
    void aTabletWithoutADoseIsKeptWithItsStrengthAndWhatIsAssumedIsSaid() {
        ingest(FHIR, bundle(HBA1C, """
                        {"resourceType":"MedicationRequest","status":"active","intent":"order","authoredOn":"2025-01-10",
                         "medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm",
                          "code":"860975","display":"24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet"}]}}"""));
        PatientState state = state();
        assertThat(state.medications()).singleElement().satisfies(medication -> {
            assertThat(medication.dose()).isEmpty();
            assertThat(medication.productStrength()).hasValue(500);
        });
        assertThat(state.currentTherapy().doseUnknown()).containsExactly(Drug.METFORMIN);
        assertThat(state.issues()).anySatisfy(issue -> assertThat(issue.message())
                .contains("as if metformin 500 mg/d were taken", "confirm the dose taken"));
    }

    @Test
    void theStateOfAnEarlierMomentHoldsOnlyWhatWasThen() {
        ingest(FHIR, bundle(HBA1C, HBA1C.replace("2026-09-28", "2026-03-02").replace("8.6", "8.1")));
        var earlier = as("north")
                .getPatientState(GetPatientStateRequest.newBuilder()
                        .setPatientId(patient)
                        .setAsOf(TimeWire.toWire(java.time.Instant.parse("2026-06-01T00:00:00Z")))
                        .build())
                .getState();
        assertThat(PatientStateWire.fromWire(earlier).history(Measurement.HBA1C))
                .singleElement()
                .satisfies(
                        observation -> assertThat(observation.value().value()).isEqualTo(8.1));
    }

    @Test
    void theSameRecordAgainChangesNothing() throws SQLException {
        IngestRecordResponse first = ingest(FHIR, bundle(HBA1C));
        IngestRecordResponse second = ingest(FHIR, bundle(HBA1C));
        assertThat(second.getAlreadyStored()).isTrue();
        assertThat(second.getRecordId()).isEqualTo(first.getRecordId());
        assertThat(second.getFactsList()).isEqualTo(first.getFactsList());
        assertThat(rows("record", "north")).isEqualTo(1);
        assertThat(rows("observation", "north")).isEqualTo(1);
    }

    @Test
    void aKeyBelongsToOneContent() {
        byte[] one = bundle(HBA1C).getBytes(StandardCharsets.UTF_8);
        byte[] other = bundle(HBA1C.replace("8.6", "8.7")).getBytes(StandardCharsets.UTF_8);
        var stub = as("north");
        var first = stub.ingestRecord(request(FHIR, one).setIdempotencyKey("k1").build());
        assertThat(stub.ingestRecord(request(FHIR, one).setIdempotencyKey("k1").build())
                        .getRecordId())
                .isEqualTo(first.getRecordId());
        Throwable failure = catchThrowable(() ->
                stub.ingestRecord(request(FHIR, other).setIdempotencyKey("k1").build()));
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
        assertThat(StatusDetails.reason(failure)).contains("IDEMPOTENCY_KEY_REUSED");
        assertThat(state().history(Measurement.HBA1C)).hasSize(1);
    }

    @Test
    void theSameRecordSentAtOnceIsStoredOnce() throws SQLException {
        List<String> ids = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> ingest(FHIR, bundle(HBA1C)).getRecordId())
                .distinct()
                .toList();
        assertThat(ids).hasSize(1);
        assertThat(rows("observation", "north")).isEqualTo(1);
    }

    @Test
    void anotherTenantSeesNothing() throws SQLException {
        ingest(FHIR, bundle(HBA1C));
        Throwable failure = catchThrowable(() -> as("south")
                .getPatientState(GetPatientStateRequest.newBuilder()
                        .setPatientId(patient)
                        .build()));
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(rows("observation", "north")).isEqualTo(1);
        assertThat(rows("observation", "south")).isZero();
        assertThat(rows("observation", null))
                .as("a session that names no tenant")
                .isZero();
        assertThat(rows("record", null)).isZero();
    }

    @Test
    void theServingRoleCannotChangeOrDelete() throws SQLException {
        ingest(FHIR, bundle(HBA1C));
        try (Connection connection = DriverManager.getConnection(jdbc, Surroundings.ROLE, "test");
                Statement statement = connection.createStatement()) {
            for (String change :
                    List.of("delete from ingestion.observation", "update ingestion.observation set value = 1")) {
                assertThat(catchThrowable(() -> statement.execute(change)))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    void aRefusedRecordNamesEveryFaultAndStoresNothing() throws SQLException {
        List<Violation> violations =
                refusal(FHIR, bundle(HBA1C, HBA1C.replace("8.6", "700"), observation("2160-0", "1.1", "bananas")));
        assertThat(violations)
                .extracting(Violation::field)
                .containsExactly("entry[1].resource.valueQuantity.value", "entry[2].resource.valueQuantity.code");
        assertThat(rows("record", "north")).isZero();
        assertThat(rows("observation", "north")).isZero();
    }

    @Test
    void brokenInputIsRefusedWithItsReason() throws Exception {
        assertThat(refusal(FHIR, "{\"resourceType\":\"Bundle\",\"type\":\"coll"))
                .first()
                .extracting(Violation::code)
                .isEqualTo("JSON_INVALID");
        assertThat(refusal(FHIR, "{\"resourceType\":\"Questionnaire\"}"))
                .first()
                .extracting(Violation::code)
                .isEqualTo("RESOURCE_TYPE_UNSUPPORTED");
        assertThat(refusal(FHIR, "")).first().extracting(Violation::code).isEqualTo("INPUT_EMPTY");
        assertThat(refusal("text/plain", "  "))
                .first()
                .extracting(Violation::code)
                .isEqualTo("INPUT_EMPTY");
        assertThat(refusal("text/csv", "a,b\n1,2\n"))
                .first()
                .extracting(Violation::code)
                .isEqualTo("HEADERS_UNKNOWN");
        assertThat(refusal("image/png", "x"))
                .first()
                .extracting(Violation::code)
                .isEqualTo("MEDIA_TYPE_UNSUPPORTED");
        byte[] noise = new byte[1 << 20];
        new SplittableRandom(1).nextBytes(noise);
        for (String type : List.of(FHIR, "text/plain", "text/csv", "application/vnd.ms-excel")) {
            assertThat(refusal(type, noise)).as(type).isNotEmpty();
        }
        assertThat(refusal(FHIR, new byte[3_000_000]))
                .first()
                .extracting(Violation::code)
                .isEqualTo("CONTENT_TOO_LARGE");
        byte[] damaged = gzip("x".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(FHIR, java.util.Arrays.copyOf(damaged, damaged.length / 2)))
                .first()
                .extracting(Violation::code)
                .isEqualTo("GZIP_INVALID");
        assertThat(refusal(FHIR, gzip(new byte[8_000_000])))
                .first()
                .extracting(Violation::code)
                .isEqualTo("CONTENT_TOO_LARGE");
        assertThat(management("/q/health/ready")).contains("\"status\": \"UP\"");
    }

    @Test
    void gzippedContentIsTheSameRecord() throws IOException {
        IngestRecordResponse plain = ingest(FHIR, bundle(HBA1C));
        IngestRecordResponse zipped = ingest(FHIR, gzip(bundle(HBA1C).getBytes(StandardCharsets.UTF_8)));
        assertThat(zipped.getAlreadyStored()).isTrue();
        assertThat(zipped.getRecordId()).isEqualTo(plain.getRecordId());
    }

    private static String variants(String samples, String... lines) {
        return "##fileformat=VCFv4.2\n##reference=GRCh38\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"g\">\n"
                + ("#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT " + samples + "\n" + String.join("\n", lines) + "\n")
                        .replace(' ', '\t');
    }

    @Test
    void aVariantFileBecomesGenotypesOfTheState() throws IOException, SQLException {
        String file = variants("A", "chr10 94981296 rs1057910 A C . PASS . GT 1/1");
        IngestRecordResponse answer = ingest("text/x-vcf", file);
        assertThat(answer.getFactsList())
                .extracting(FactCount::getKind, FactCount::getCount)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("genotypes", 1));
        assertThat(state().genotypes("CYP2C9")).singleElement().satisfies(genotype -> {
            assertThat(genotype.possibleDiplotypes()).contains("*3/*3");
            assertThat(genotype.phenotype()).isEqualTo("Poor Metabolizer");
            assertThat(genotype.activityScore()).hasValue(0);
            assertThat(genotype.alleles()).contains(new Genotype.Allele("*3", "No function", OptionalDouble.of(0)));
            assertThat(genotype.missingPositions()).contains("rs1799853");
            assertThat(genotype.basis()).contains("CPIC");
            assertThat(genotype.provenance().source()).isEqualTo(Provenance.Source.VARIANT_FILE);
        });
        assertThat(state().phenotypes()).containsEntry("CYP2C9", "Poor Metabolizer");
        assertThat(rows("genotype", "north")).isEqualTo(1);
        assertThat(rows("genotype", "south")).isZero();

        byte[] zipped = gzip(file.getBytes(StandardCharsets.UTF_8));
        assertThat(ingest("application/gzip", zipped).getAlreadyStored()).isTrue();
        assertThat(ingest("text/plain", file).getAlreadyStored())
                .as("known by its first line")
                .isTrue();
        assertThat(ingest("text/plain", zipped).getAlreadyStored())
                .as("known by its first line when inflated")
                .isTrue();
    }

    @Test
    void anotherSampleOfAVariantFileIsAnotherRecord() {
        byte[] family = variants("mother child", "chr10 94981296 rs1057910 A C . PASS . GT 0/1 1/1")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(refusal("text/x-vcf", family))
                .first()
                .extracting(Violation::code)
                .isEqualTo("SAMPLES_SEVERAL");
        var request = request("text/x-vcf", family);
        assertThat(as("north").ingestRecord(request.setSample("mother").build()).getAlreadyStored())
                .isFalse();
        assertThat(as("north").ingestRecord(request.setSample("child").build()).getAlreadyStored())
                .isFalse();
        assertThat(as("north").ingestRecord(request.setSample("child").build()).getAlreadyStored())
                .isTrue();
        assertThat(state().genotypes("CYP2C9")).hasSize(2);
        assertThat(state().issues()).anySatisfy(issue -> {
            assertThat(issue.kind()).isEqualTo(DataIssue.Kind.CONFLICT);
            assertThat(issue.field()).isEqualTo("CYP2C9");
        });
    }

    @Test
    void hostileVariantFilesAreRefused() throws IOException {
        byte[] noise = new byte[1 << 20];
        new SplittableRandom(2).nextBytes(noise);
        assertThat(refusal("text/x-vcf", noise))
                .first()
                .extracting(Violation::code)
                .isEqualTo("VCF_INVALID");
        assertThat(refusal("application/gzip", noise))
                .first()
                .extracting(Violation::code)
                .isEqualTo("VCF_INVALID");
        assertThat(refusal("text/x-vcf", gzip(new byte[9_000_000])))
                .first()
                .extracting(Violation::code)
                .isEqualTo("CONTENT_TOO_LARGE");
        byte[] whole = gzip(
                variants("A", "chr10 94981296 rs1057910 A C . PASS . GT 1/1").getBytes(StandardCharsets.UTF_8));
        assertThat(refusal("text/x-vcf", java.util.Arrays.copyOf(whole, whole.length - 9)))
                .first()
                .extracting(Violation::code)
                .isEqualTo("GZIP_INVALID");
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    @Test
    void storesSensorReadingsAndTheirMetrics() throws SQLException {
        LocalDateTime start = LocalDateTime.parse("2026-09-14T00:00");
        String csv = "time,glucose (mg/dL)\n"
                + IntStream.range(0, 14 * 96)
                        .mapToObj(i -> start.plusMinutes(15L * i) + "," + (i % 4 == 0 ? 200 : 150))
                        .collect(Collectors.joining("\n"));
        IngestRecordResponse answer = ingest("text/csv", csv);
        assertThat(answer.getFactsList())
                .extracting(FactCount::getKind, FactCount::getCount)
                .contains(org.assertj.core.groups.Tuple.tuple("glucosePoints", 14 * 96));
        assertThat(rows("glucose_point", "north")).isEqualTo(14 * 96);
        assertThat(state().latest(Measurement.CGM_TIME_IN_RANGE)
                        .orElseThrow()
                        .value()
                        .value())
                .isEqualTo(75);
        try (Connection connection = DriverManager.getConnection(jdbc, Surroundings.ROLE, "test");
                Statement statement = connection.createStatement()) {
            statement.execute("select set_config('app.tenant', 'north', false)");
            ResultSet first = statement.executeQuery(
                    "select extract(epoch from min(observed_at)), sum(value) from ingestion.glucose_point where patient_id = '"
                            + patient + "'");
            first.next();
            assertThat(first.getLong(1))
                    .isEqualTo(java.time.Instant.parse("2026-09-14T00:00:00Z").getEpochSecond());
            assertThat(first.getDouble(2)).isEqualTo(14 * 96 * 162.5);
        }
    }

    private static String sensorTimes(java.util.function.IntFunction<String> entry, String separator) {
        return IntStream.range(0, 300).mapToObj(entry).collect(Collectors.joining(separator));
    }

    private static String at(int reading) {
        return LocalDateTime.parse("2026-09-14T00:00").plusMinutes(5L * reading).toString();
    }

    private void holdsOneTrace(IngestRecordResponse answer) throws SQLException {
        assertThat(answer.getFactsList())
                .extracting(FactCount::getKind, FactCount::getCount)
                .contains(org.assertj.core.groups.Tuple.tuple("glucosePoints", 300));
        assertThat(rows("glucose_point", "north")).isEqualTo(300);
        assertThat(state().latest(Measurement.CGM_MEAN_GLUCOSE)
                        .orElseThrow()
                        .value()
                        .value())
                .isCloseTo(126, org.assertj.core.data.Offset.offset(1e-3));
    }

    @Test
    void takesOpenMHealthAndTellsItFromFhir() throws SQLException {
        String points = "[" + sensorTimes(i -> """
                {"header":{"schema_id":{"namespace":"omh","name":"blood-glucose","version":"4.0"}},"body":{"blood_glucose":
                {"value":126,"unit":"mg/dL"},"effective_time_frame":{"date_time":"%s:00Z"}}}""".formatted(at(i)), ",") + "]";
        holdsOneTrace(ingest("application/json", points));
        patient = "takesFhirAsJson";
        assertThat(ingest("application/json", bundle(HBA1C)).getFacts(0).getKind())
                .isEqualTo("observations");
    }

    @Test
    void takesTidepoolJson() throws SQLException {
        holdsOneTrace(ingest("application/json", "[" + sensorTimes(i -> """
                        {"type":"cbg","units":"mmol/L","value":6.99394,"time":"%s:00.000Z","deviceId":"D"}""".formatted(at(i)), ",") + "]"));
    }

    @Test
    void takesTidepoolCsv() throws SQLException {
        holdsOneTrace(ingest(
                "text/csv",
                "Tidepool Data Type,Zulu Time,Value,Units\n"
                        + sensorTimes(i -> "cbg," + at(i) + ":00,126,mg/dL", "\n")));
    }

    @Test
    void takesClarity() throws SQLException {
        holdsOneTrace(ingest(
                "text/csv",
                "Index,Timestamp (YYYY-MM-DDThh:mm:ss),Event Type,Glucose Value (mg/dL)\n1,,FirstName,\n"
                        + sensorTimes(i -> i + "," + at(i) + ":00,EGV,126", "\n")));
    }

    @Test
    void takesLibreView() throws SQLException {
        holdsOneTrace(ingest(
                "text/csv",
                "Glucose Data,Generated on\nDevice Timestamp,Record Type,Historic Glucose mg/dL\n"
                        + sensorTimes(i -> at(i).replace('T', ' ') + ",0,126", "\n")));
    }

    @Test
    void takesAppleHealth() throws SQLException {
        holdsOneTrace(ingest(
                "application/xml",
                "<?xml version=\"1.0\"?><!DOCTYPE HealthData [<!ELEMENT HealthData ANY>]><HealthData>"
                        + sensorTimes(i -> """
                        <Record type="HKQuantityTypeIdentifierBloodGlucose" sourceName="S" unit="mg/dL" value="126"
                         startDate="%s:00 +0000" endDate="x"/>""".formatted(at(i).replace('T', ' ')), "")
                        + "<Record type=\"HKQuantityTypeIdentifierBodyMass\" sourceName=\"S\" unit=\"kg\" value=\"81\""
                        + " startDate=\"2026-09-14 07:00:00 +0200\"/></HealthData>"));
        assertThat(state().latest(Measurement.WEIGHT))
                .hasValueSatisfying(weight -> assertThat(weight.provenance().source())
                        .isEqualTo(org.hsdpo.clinical.patient.Provenance.Source.PERSONAL_DEVICE));
    }

    @Test
    void takesFhirLineByLine() throws SQLException {
        String sensor = observation("99504-3", "126", "mg/dL");
        holdsOneTrace(ingest(
                "application/fhir+ndjson",
                sensorTimes(i -> sensor.replace("2026-09-28T08:00", at(i)).replaceAll("\\n\\s*", ""), "\n")
                        + "\nno line\n"));
        assertThat(state().issues())
                .anySatisfy(issue -> assertThat(issue.field()).isEqualTo("line 301"));
    }

    @Test
    void aNoteBecomesFactsOfLowerConfidence() {
        try (PlayedParser parser = parser(IngestionServiceTest::parsed)) {
            ingest("text/plain; charset=utf-8", NOTE);
            PatientState state = state();
            assertThat(state.has(ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA))
                    .isEqualTo(Truth.FALSE);
            assertThat(state.medications()).singleElement().satisfies(medication -> {
                assertThat(medication.dose()).hasValue(1000);
                assertThat(medication.start())
                        .as("the date the note states")
                        .contains(java.time.Instant.parse("2026-10-12T00:00:00Z"));
                assertThat(medication.provenance().confidence()).isEqualTo(0.9);
            });
            assertThat(parser.calls()).isEqualTo(1);
        }
    }

    @Test
    void aNoteIsKeptWithItsGraphForItsTenantOnly() {
        try (PlayedParser parser = parser(note -> parsed(note).toBuilder()
                .setLanguage("en")
                .addGraphNodes(GraphNode.newBuilder()
                        .setKind(GraphNodeKind.GRAPH_NODE_KIND_PROBLEM)
                        .setSpan(Span.newBuilder().setStart(3).setEnd(9))
                        .setLabel("MEDULLARY_THYROID_CARCINOMA"))
                .build())) {
            ingest("text/plain; charset=utf-8", NOTE);
            assertThat(parser.calls()).isEqualTo(1);
        }
        var list = ListNotesRequest.newBuilder().setPatientId(patient).build();
        NoteSummary summary = as("north").listNotes(list).getNotes(0);
        assertThat(summary.getLanguage()).isEqualTo("en");
        assertThat(summary.getLength()).isEqualTo(NOTE.length());
        var request = GetNoteRequest.newBuilder()
                .setPatientId(patient)
                .setRecordId(summary.getRecordId())
                .build();
        var note = as("north").getNote(request);
        assertThat(note.getText()).isEqualTo(NOTE);
        assertThat(note.getNodesList()).extracting(GraphNode::getLabel).containsExactly("MEDULLARY_THYROID_CARCINOMA");

        assertThat(as("south").listNotes(list).getNotesList()).isEmpty();
        Throwable stranger = catchThrowable(() -> as("south").getNote(request));
        assertThat(Status.fromThrowable(stranger).getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void aNoteInsideABundleIsReadWithIt() {
        try (PlayedParser parser = parser(IngestionServiceTest::parsed)) {
            ingest(FHIR, bundle(HBA1C, document(NOTE)));
            assertThat(state().has(ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA))
                    .isEqualTo(Truth.FALSE);
            assertThat(state().latest(Measurement.HBA1C)).isPresent();
            assertThat(parser.calls()).isEqualTo(1);
        }
    }

    @Test
    void withoutTheParserNothingOfARecordWithANoteIsStored() throws SQLException {
        for (String[] record : new String[][] {{"text/plain", NOTE}, {FHIR, bundle(HBA1C, document(NOTE))}}) {
            Throwable failure = catchThrowable(() -> ingest(record[0], record[1]));
            assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(StatusDetails.retryAfter(failure)).contains(Duration.ofSeconds(2));
        }
        assertThat(rows("record", "north")).isZero();
        assertThat(rows("observation", "north")).isZero();
        // Coded data need no parser.
        assertThat(ingest(FHIR, bundle(HBA1C)).getAlreadyStored()).isFalse();
    }

    @Test
    void aParserThatFailsOnceIsAskedAgain() {
        int[] answers = {0};
        try (PlayedParser parser = parser(note -> {
            if (answers[0]++ == 0) {
                throw new StatusRuntimeException(Status.UNAVAILABLE);
            }
            return parsed(note);
        })) {
            assertThat(ingest("text/plain", NOTE).getAlreadyStored()).isFalse();
            assertThat(parser.calls()).isEqualTo(2);
        }
    }

    @Test
    void aNoteTheParserRefusesIsRefusedAloneAndLeftOutOfABundle() throws SQLException {
        try (PlayedParser parser = parser(note -> {
            throw StatusDetails.of(new InvalidInputException(
                    "text", "LANGUAGE_NOT_SUPPORTED", "the note is not in English", "English"));
        })) {
            assertThat(refusal("text/plain", NOTE))
                    .extracting(Violation::code)
                    .containsExactly("LANGUAGE_NOT_SUPPORTED");
            assertThat(rows("record", "north")).isZero();
            IngestRecordResponse answer = ingest(FHIR, bundle(HBA1C, document(NOTE)));
            assertThat(answer.getIssuesList())
                    .anyMatch(issue -> issue.getMessage().contains("not in English"));
            assertThat(parser.calls()).isEqualTo(2);
        }
    }

    @Test
    void aCallOnNobodysBehalfIsRefused() {
        Throwable failure = catchThrowable(() -> IngestionServiceGrpc.newBlockingStub(channel)
                .getPatientState(
                        GetPatientStateRequest.newBuilder().setPatientId("p").build()));
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void malformedIdentifiersAreRefused() {
        patient = "no such identifier";
        assertThat(refusal(FHIR, bundle(HBA1C))).extracting(Violation::field).containsExactly("patientId");
    }

    @Test
    void healthAndMetricsStandOnTheManagementPort() throws Exception {
        ingest(FHIR, bundle(HBA1C));
        assertThat(management("/q/health/ready")).contains("record readers");
        assertThat(management("/q/health/started")).contains("record readers");
        assertThat(Optional.of(management("/q/metrics")).orElseThrow())
                .contains(reliedOn("every-service"))
                .contains("hsdpo_ingestion_records_seconds_count{kind=\"fhir\",outcome=\"stored\"}")
                .contains("hsdpo_ingestion_facts_total{kind=\"observations\"}");
    }

    private String management(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(management.resolve(path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /** The names that alerts and dashboard rely on. */
    private static String[] reliedOn(String publisher) throws IOException {
        Properties list = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("../k8s/components/monitoring/metrics.properties"))) {
            list.load(file);
        }
        return list.getProperty(publisher).split(",\\s*");
    }

    private void message(String type, String minute, String... segments) {
        ingest(
                "x-application/hl7-v2+er7",
                "MSH|^~\\&|LAB|NORTH|HSDPO|NORTH|2026101208" + minute + "00+0000||" + type + "|" + minute + "|P|2.5.1\r"
                        + "PID|1||1^^^NORTH^MR||DOE^JANE||19600412|F\r" + String.join("\r", segments) + "\r");
    }

    @Test
    void whatLaterMessagesSayOfStoredOrdersAndResultsHolds() {
        message("RDE^O11", "00", "ORC|NW|A1", "RXE||M^metformin 500 MG Oral Tablet^L|1||TAB", "TQ1|1||BID||||20261001");
        message("ORU^R01", "01", "OBR|1||F1", "OBX|1|NM|4548-4^HbA1c^LN||9.8|%|||||F|||20261011");
        message("ORU^R01", "02", "OBR|1||F2", "OBX|1|NM|2160-0^Creatinine^LN||0.9|mg/dL|||||F|||20261011");
        assertThat(state().currentTherapy().regimen().dose(Drug.METFORMIN)).isEqualTo(1000);

        message("OMP^O09", "10", "ORC|DC|A1");
        message("ORU^R01", "11", "OBR|1||F1", "OBX|1|NM|4548-4^HbA1c^LN||6.8|%|||||C|||20261011");
        message("ORU^R01", "12", "OBR|1||F2", "OBX|1|NM|2160-0^Creatinine^LN|||mg/dL|||||W|||20261011");
        PatientState state = state();
        assertThat(state.currentTherapy().regimen().drugs()).isEmpty();
        assertThat(state.medications()).singleElement().satisfies(order -> assertThat(order.end())
                .contains(Instant.parse("2026-10-12T08:10:00Z")));
        assertThat(state.history(Measurement.HBA1C))
                .extracting(value -> value.value().value())
                .containsExactly(6.8);
        assertThat(state.history(Measurement.CREATININE)).isEmpty();
        assertThat(state.issues()).noneMatch(issue -> issue.kind() == DataIssue.Kind.CONFLICT);
    }

    private String managed(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(management.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void unmappedCodesAreCountedAndListedOnceARecord() throws Exception {
        String record = bundle(
                observation("2160-0", "0.9", "mg/dL"),
                observation("99999-9", "1", "mg/dL"),
                observation("99999-9", "2", "mg/dL"),
                "{\"resourceType\":\"Condition\",\"code\":{\"coding\":[{\"system\":\"urn:local\",\"code\":\"Jane Doe\"}]}}");
        ingest("application/fhir+json", record);
        ingest("application/fhir+json", record);
        assertThat(managed("/q/unmapped-codes"))
                .contains(
                        "{\"tenant\":\"north\",\"source\":\"fhir\",\"kind\":\"measurement\",\"system\":\"http://loinc.org\","
                                + "\"code\":\"99999-9\",\"entries\":2}")
                .contains("\"code\":\"(not plain)\"")
                .doesNotContain("Doe", patient);
        assertThat(managed("/q/metrics"))
                .containsPattern("hsdpo_ingestion_unmapped_codes_total\\{kind=\"measurement\",source=\"fhir\"}")
                .doesNotContain("99999-9", "Doe");
    }

    @Test
    void adherenceIsThatOfTheStoredSupplies() {
        String dispense = """
                {"resourceType":"MedicationDispense","status":"completed","whenHandedOver":"%s",
                 "medicationCodeableConcept":{"text":"metformin 500 MG Oral Tablet"}%s}""";
        ingest(
                "application/fhir+json",
                bundle(
                        dispense.formatted("2026-05-24", ",\"daysSupply\":{\"value\":30,\"code\":\"d\"}"),
                        dispense.formatted("2026-08-01", ",\"daysSupply\":{\"value\":60,\"code\":\"d\"}")));
        GetPatientStateRequest asked = GetPatientStateRequest.newBuilder()
                .setPatientId(patient)
                .setAsOf(TimeWire.toWire(Instant.parse("2026-11-20T12:00:00Z")))
                .build();
        assertThat(as("north").getPatientState(asked).getLongitudinal().getAdherenceList())
                .singleElement()
                .satisfies(adherence -> {
                    assertThat(adherence.getStanding()).isEqualTo("SUFFICIENT");
                    assertThat(adherence.getBasis()).isEqualTo("DISPENSED");
                    assertThat(adherence.getProportionOfDaysCovered()).isEqualTo(90 / 181.0);
                    assertThat(adherence.getMedicationPossessionRatio()).isEqualTo(90 / 181.0);
                });
        ingest("application/fhir+json", bundle(dispense.formatted("2026-10-01", "")));
        assertThat(as("north").getPatientState(asked).getLongitudinal().getAdherenceList())
                .singleElement()
                .satisfies(adherence -> {
                    assertThat(adherence.getStanding()).isEqualTo("LENGTH_UNKNOWN");
                    assertThat(adherence.hasMedicationPossessionRatio()).isFalse();
                });
    }
}
