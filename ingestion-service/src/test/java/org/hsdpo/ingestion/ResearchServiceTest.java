package org.hsdpo.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.contracts.ingestion.v1.IngestRecordRequest;
import org.hsdpo.contracts.ingestion.v1.IngestionServiceGrpc;
import org.hsdpo.contracts.research.v1.Criterion;
import org.hsdpo.contracts.research.v1.DatePolicy;
import org.hsdpo.contracts.research.v1.ExportPageRequest;
import org.hsdpo.contracts.research.v1.ExportPageResponse;
import org.hsdpo.contracts.research.v1.GetPrivacyBudgetRequest;
import org.hsdpo.contracts.research.v1.MeasurementRange;
import org.hsdpo.contracts.research.v1.NoisyClass;
import org.hsdpo.contracts.research.v1.ReleaseStatisticRequest;
import org.hsdpo.contracts.research.v1.ReleaseStatisticResponse;
import org.hsdpo.contracts.research.v1.ResearchRecord;
import org.hsdpo.contracts.research.v1.ResearchServiceGrpc;
import org.hsdpo.contracts.research.v1.ScrubNoteRequest;
import org.hsdpo.contracts.research.v1.ScrubNoteResponse;
import org.hsdpo.contracts.research.v1.StatisticKind;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.StatusDetails;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ResearchServiceTest {
    private static final int PATIENTS = 12;
    private static final Timestamp NOW = Timestamp.newBuilder()
            .setSeconds(Instant.parse("2026-11-01T00:00:00Z").getEpochSecond())
            .build();

    @ConfigProperty(name = "hsdpo.test.jdbc")
    String jdbc;

    @ConfigProperty(name = "hsdpo.test.caller.certificate")
    String callerCertificate;

    @ConfigProperty(name = "hsdpo.test.caller.key")
    String callerKey;

    @ConfigProperty(name = "hsdpo.test.caller.authority")
    String authority;

    @TestHTTPResource(value = "/", tls = true)
    URI mesh;

    private ManagedChannel channel;

    @BeforeEach
    void connect() throws IOException {
        channel = Grpc.newChannelBuilderForAddress(
                        "localhost",
                        mesh.getPort(),
                        TlsChannelCredentials.newBuilder()
                                .keyManager(new File(callerCertificate), new File(callerKey))
                                .trustManager(new File(authority))
                                .build())
                .build();
        // Sent again for every test: it changes nothing.
        IntStream.range(0, PATIENTS).forEach(i -> ingest("study-a", "secret-patient-" + i, 6 + 0.5 * i));
        IntStream.range(0, 2).forEach(i -> ingest("study-b", "secret-patient-" + i, 15));
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    private void ingest(String tenant, String patient, double hba1c) {
        new Caller(tenant, "test")
                .on(IngestionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS))
                .ingestRecord(IngestRecordRequest.newBuilder()
                        .setPatientId(patient)
                        .setMediaType("application/fhir+json")
                        .setContent(ByteString.copyFromUtf8("""
                                {"resourceType":"Bundle","type":"collection","entry":[
                                 {"resource":{"resourceType":"Patient","gender":"female","birthDate":"1961-07-23",
                                   "name":[{"family":"Secretname"}]}},
                                 {"resource":{"resourceType":"Condition","id":"secret-condition","clinicalStatus":
                                   {"coding":[{"code":"active"}]},"onsetDateTime":"2014-04-05","code":{"coding":
                                   [{"system":"http://snomed.info/sct","code":"44054006"}]}}},
                                 {"resource":{"resourceType":"MedicationStatement","status":"active","effectivePeriod":
                                   {"start":"2015-06-07"},"medicationCodeableConcept":{"text":"metformin 500 MG Oral Tablet"}}},
                                 {"resource":{"resourceType":"Observation","id":"secret-observation","status":"final",
                                   "effectiveDateTime":"2026-09-28T08:13:14Z","code":{"coding":[{"system":"http://loinc.org",
                                   "code":"4548-4"}]},"valueQuantity":{"value":%s,"system":"http://unitsofmeasure.org",
                                   "code":"%%"}}}]}""".formatted(hba1c)))
                        .build());
    }

    private ResearchServiceGrpc.ResearchServiceBlockingStub as(String tenant) {
        return new Caller(tenant, "researcher")
                .on(ResearchServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS));
    }

    private List<ResearchRecord> export(String tenant, String study, DatePolicy dates, int pageSize) {
        List<ResearchRecord> records = new ArrayList<>();
        String cursor = "";
        do {
            ExportPageResponse page = as(tenant)
                    .exportPage(ExportPageRequest.newBuilder()
                            .setStudy(study)
                            .setDates(dates)
                            .setAsOf(NOW)
                            .setCursor(cursor)
                            .setPageSize(pageSize)
                            .build());
            assertThat(page.getRecordsCount()).isLessThanOrEqualTo(pageSize);
            records.addAll(page.getRecordsList());
            cursor = page.getNextCursor();
        } while (!cursor.isEmpty());
        return records;
    }

    private static ReleaseStatisticRequest.Builder count(String epsilon) {
        return ReleaseStatisticRequest.newBuilder()
                .setKind(StatisticKind.STATISTIC_KIND_COUNT)
                .setEpsilon(epsilon);
    }

    private static String reason(Throwable failure) {
        return StatusDetails.reason(failure).orElseThrow();
    }

    @Test
    void everyPatientLeavesOnceWithoutIdentityInPagesOfTheSizeAskedFor() {
        List<ResearchRecord> records = export("study-a", "s1", DatePolicy.DATE_POLICY_SHIFTED, 5);

        assertThat(records).hasSize(PATIENTS);
        assertThat(records).extracting(ResearchRecord::getPseudonym).doesNotHaveDuplicates();
        assertThat(records.toString())
                .doesNotContainIgnoringCase("secret")
                .doesNotContain("2026-09-28", "2014-04-05", "2015-06-07", "1961");
        assertThat(records).allSatisfy(record -> {
            assertThat(record.getAge()).isEqualTo(65);
            assertThat(record.getConditions(0).getConcept()).isEqualTo("TYPE_2_DIABETES");
            assertThat(record.getMedications(0).getIngredient()).isEqualTo("metformin");
            assertThat(record.getObservations(0).getDate()).matches("\\d{4}-\\d\\d-\\d\\d");
        });
    }

    @Test
    void anExportOfTheSameStudyIsLinkedAndNoOtherIs() {
        List<String> first = pseudonyms(export("study-a", "s1", DatePolicy.DATE_POLICY_SHIFTED, 100));
        List<String> again = pseudonyms(export("study-a", "s1", DatePolicy.DATE_POLICY_SHIFTED, 7));
        List<String> other = pseudonyms(export("study-a", "s2", DatePolicy.DATE_POLICY_SHIFTED, 100));
        // The same patient identifiers and the same key, another tenant.
        List<String> elsewhere = pseudonyms(export("study-b", "s1", DatePolicy.DATE_POLICY_SHIFTED, 100));
        List<String> byYear = pseudonyms(export("study-a", "", DatePolicy.DATE_POLICY_YEAR, 100));

        assertThat(again).isEqualTo(first);
        assertThat(other).doesNotContainAnyElementsOf(first);
        assertThat(elsewhere).hasSize(2).doesNotContainAnyElementsOf(first);
        assertThat(byYear)
                .doesNotContainAnyElementsOf(pseudonyms(export("study-a", "", DatePolicy.DATE_POLICY_YEAR, 100)));
    }

    private static List<String> pseudonyms(List<ResearchRecord> records) {
        return records.stream().map(ResearchRecord::getPseudonym).toList();
    }

    @Test
    void byYearOnlyYearsLeave() {
        assertThat(export("study-a", "", DatePolicy.DATE_POLICY_YEAR, 100)).allSatisfy(record -> {
            assertThat(record.getObservations(0).getDate()).isEqualTo("2026");
            assertThat(record.getConditions(0).getOnset()).isEqualTo("2014");
        });
    }

    @Test
    void whatFewPatientsOfATenantHaveStaysBehind() {
        assertThat(export("study-b", "s1", DatePolicy.DATE_POLICY_SHIFTED, 100))
                .hasSize(2)
                .allSatisfy(record -> {
                    assertThat(record.getConditionsCount()).isZero();
                    assertThat(record.getWithheldConditions()).isEqualTo(1);
                    assertThat(record.getMedications(0).getIngredient()).isEqualTo("other");
                });
    }

    @Test
    void aTenantThatHasNotDecidedReleasesNothing() {
        assertThat(reason(catchThrowable(() -> export("north", "s1", DatePolicy.DATE_POLICY_SHIFTED, 5))))
                .isEqualTo("RESEARCH_EXPORT_OFF");
        assertThat(reason(catchThrowable(() -> export("poor", "", DatePolicy.DATE_POLICY_YEAR, 5))))
                .isEqualTo("RESEARCH_EXPORT_OFF");
        assertThat(reason(catchThrowable(
                        () -> as("north").releaseStatistic(count("0.1").build()))))
                .isEqualTo("PRIVACY_BUDGET_MISSING");
        assertThat(reason(catchThrowable(
                        () -> as("north").getPrivacyBudget(GetPrivacyBudgetRequest.getDefaultInstance()))))
                .isEqualTo("PRIVACY_BUDGET_MISSING");
    }

    // With a privacy loss of 10 the noise of a count is above 4 once in more than 10^17 releases.
    @Test
    void aCountIsOfThisTenantsPatientsWhoMeetAllCriteria() {
        assertThat(as("study-a")
                        .releaseStatistic(count("10").build())
                        .getPeople()
                        .getValue())
                .isBetween(PATIENTS - 4L, PATIENTS + 4L);
        assertThat(as("study-b")
                        .releaseStatistic(count("10").build())
                        .getPeople()
                        .getValue())
                .isBetween(-2L, 6L);
        ReleaseStatisticResponse few = as("study-a")
                .releaseStatistic(count("10")
                        .addCriteria(Criterion.newBuilder().setCondition("TYPE_2_DIABETES"))
                        .addCriteria(Criterion.newBuilder().setDrug("metformin"))
                        .addCriteria(Criterion.newBuilder()
                                .setMeasurement(MeasurementRange.newBuilder()
                                        .setMeasurement("HBA1C")
                                        .setLow(11.5)))
                        .build());
        assertThat(few.getPeople().getValue()).isBetween(-3L, 5L);
        assertThat(as("study-a")
                        .releaseStatistic(count("10")
                                .addCriteria(Criterion.newBuilder().setCondition("HEART_FAILURE"))
                                .build())
                        .getPeople()
                        .getValue())
                .isBetween(-4L, 4L);
    }

    @Test
    void aHistogramAndAMeanAreBoundedByThePlausibleRangeAndNotByTheData() {
        ReleaseStatisticRequest.Builder hba1c =
                ReleaseStatisticRequest.newBuilder().setMeasurement("HBA1C").setEpsilon("10");
        ReleaseStatisticResponse histogram = as("study-a")
                .releaseStatistic(hba1c.setKind(StatisticKind.STATISTIC_KIND_HISTOGRAM)
                        .setBins(3)
                        .build());
        // 6, 6.5 ... 7.5 / 8 ... 11.5 / none: classes of 4 to 8, to 12 and to 16 %.
        assertThat(histogram.getClassesList()).extracting(NoisyClass::getLow).containsExactly(4.0, 8.0, 12.0);
        assertThat(histogram.getClassesList().stream()
                        .map(one -> one.getPeople().getValue())
                        .toList())
                .satisfiesExactly(
                        low -> assertThat(low).isBetween(0L, 8L),
                        middle -> assertThat(middle).isBetween(4L, 12L),
                        high -> assertThat(high).isBetween(-4L, 4L));
        ReleaseStatisticResponse mean = as("study-a")
                .releaseStatistic(hba1c.setKind(StatisticKind.STATISTIC_KIND_MEAN)
                        .setBins(0)
                        .build());
        // True mean 8.75; the noise of the sum has a scale of 6/5 %, that of the count of 1/5.
        assertThat(mean.getMean()).isCloseTo(8.75, within(2.0));
        assertThat(mean.getUnit()).isEqualTo("%");
    }

    @Test
    void whatIsSpentIsRecordedWithoutResultsAndWhenItIsSpentNoMoreIsReleased() throws SQLException {
        as("poor").releaseStatistic(count("0.7").build());
        Throwable refused =
                catchThrowable(() -> as("poor").releaseStatistic(count("0.4").build()));

        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(reason(refused)).isEqualTo("PRIVACY_BUDGET_SPENT");
        assertThat(refused).hasMessageContaining("a privacy loss of 0.4 is asked for, and 0.3 of 1 is left");
        assertThat(as("poor").releaseStatistic(count("0.3").build()).getBudget().getLeft())
                .isEqualTo("0");
        assertThat(as("poor")
                        .getPrivacyBudget(GetPrivacyBudgetRequest.getDefaultInstance())
                        .getSpent())
                .isEqualTo("1");
        assertThat(
                        query(
                                "poor",
                                "select subject || ' ' || epsilon || ' ' || query from ingestion.privacy_release order by epsilon"))
                .containsExactly(
                        "researcher 300000 kind: STATISTIC_KIND_COUNT epsilon: \"0.3\"",
                        "researcher 700000 kind: STATISTIC_KIND_COUNT epsilon: \"0.7\"");
    }

    @Test
    void whoeverAsksAtTheSameTimeSpendsNoMoreThanIsGranted() throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(16)) {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(() -> {
                    Throwable failure = catchThrowable(
                            () -> as("raced").releaseStatistic(count("0.1").build()));
                    if (failure != null) {
                        assertThat(reason(failure)).isEqualTo("PRIVACY_BUDGET_SPENT");
                    }
                    return failure == null;
                });
            }
            int released = 0;
            for (Future<Boolean> call : callers.invokeAll(calls)) {
                released += call.get() ? 1 : 0;
            }
            assertThat(released).isEqualTo(10);
        }
        assertThat(query("raced", "select spent::text from ingestion.privacy_budget"))
                .containsExactly("1000000");
        assertThat(query("raced", "select count(*)::text from ingestion.privacy_release"))
                .containsExactly("10");
    }

    @Test
    void aQuestionThatIsNotAcceptableCostsNothingAndEveryFaultIsNamed() throws SQLException {
        List<String> before = query("study-a", "select spent::text from ingestion.privacy_budget");
        Throwable refused = catchThrowable(() -> as("study-a")
                .releaseStatistic(ReleaseStatisticRequest.newBuilder()
                        .setKind(StatisticKind.STATISTIC_KIND_MEAN)
                        .setMeasurement("SHOE_SIZE")
                        .setEpsilon("11")
                        .addCriteria(Criterion.newBuilder().setDrug("unobtainium"))
                        .addCriteria(Criterion.newBuilder())
                        .build()));

        assertThat(StatusDetails.violations(refused))
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("measurement", "epsilon", "criteria[0].drug", "criteria[1]");
        assertThat(query("study-a", "select spent::text from ingestion.privacy_budget"))
                .isEqualTo(before);
    }

    @Test
    void noTenantSeesOrTouchesTheBudgetOfAnotherAndNobodyGivesItBack() throws SQLException {
        as("study-a").releaseStatistic(count("0.01").build());
        try (Connection connection = connection("study-b");
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(
                            "update ingestion.privacy_budget set spent = spent + 1 where tenant = 'study-a'"))
                    .isZero();
            assertThatThrownBy(() -> statement.execute("insert into ingestion.privacy_budget values ('study-a', 1)"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(query("study-b", "select query from ingestion.privacy_release where subject = 'nobody'"))
                .isEmpty();
        assertThat(query("study-b", "select tenant from ingestion.privacy_budget where tenant <> 'study-b'"))
                .isEmpty();
        for (String attempt : List.of(
                "update ingestion.privacy_budget set spent = 1",
                "update ingestion.privacy_budget set tenant = 'x'",
                "delete from ingestion.privacy_budget",
                "update ingestion.privacy_release set epsilon = 1",
                "delete from ingestion.privacy_release")) {
            try (Connection connection = connection("study-a");
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute(attempt)).as(attempt).isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void aCursorOfAnotherTenantShowsThisTenantsPatientsOnly() {
        ExportPageResponse page = as("study-b")
                .exportPage(ExportPageRequest.newBuilder()
                        .setStudy("s1")
                        .setDates(DatePolicy.DATE_POLICY_SHIFTED)
                        .setAsOf(NOW)
                        .setCursor("secret-patient-0")
                        .build());

        assertThat(page.getRecordsCount()).isEqualTo(1);
    }

    @Test
    void aNoteComesBackScrubbedAndMarked() {
        ScrubNoteResponse note = as("study-a")
                .scrubNote(ScrubNoteRequest.newBuilder()
                        .setText("Seen 3/14/2019: Quillmore, HbA1c 8.6 %.")
                        .addKnownNames("Quillmore")
                        .build());

        assertThat(note.getText()).isEqualTo("Seen [DATE]: [NAME], HbA1c 8.6 %.");
        assertThat(note.getMarking()).isEqualTo("machine-scrubbed");
    }

    private Connection connection(String tenant) throws SQLException {
        Connection connection = DriverManager.getConnection(jdbc, Surroundings.ROLE, "test");
        try (Statement statement = connection.createStatement()) {
            statement.execute("select set_config('app.tenant', '" + tenant + "', false)");
        }
        return connection;
    }

    private List<String> query(String tenant, String sql) throws SQLException {
        try (Connection connection = connection(tenant);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
