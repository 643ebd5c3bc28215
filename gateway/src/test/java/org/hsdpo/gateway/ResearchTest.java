package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hsdpo.contracts.research.v1.DatePolicy;
import org.hsdpo.contracts.research.v1.ExportPageRequest;
import org.hsdpo.contracts.research.v1.ExportPageResponse;
import org.hsdpo.contracts.research.v1.NoisyCount;
import org.hsdpo.contracts.research.v1.ReleaseStatisticRequest;
import org.hsdpo.contracts.research.v1.ReleaseStatisticResponse;
import org.hsdpo.contracts.research.v1.ResearchRecord;
import org.hsdpo.gateway.testing.GatewayCalls;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.hsdpo.gateway.testing.Surroundings;
import org.hsdpo.gateway.testing.Tokens;
import org.hsdpo.service.error.ServiceException;
import org.hsdpo.service.error.StatusDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ResearchTest extends GatewayTest {
    private static final String EXPORT = "system/HsdpoResearchRecord.rs";
    private static final String STATISTICS = "system/HsdpoCohortStatistic.rs";
    private static final String COUNT = "{\"kind\": \"STATISTIC_KIND_COUNT\", \"epsilon\": \"0.5\"}";

    private final String study = "study-" + UUID.randomUUID();

    /** Three pages of two records. */
    private ExportPageResponse page(ExportPageRequest request) {
        int begin = request.getCursor().isEmpty() ? 0 : Integer.parseInt(request.getCursor());
        ExportPageResponse.Builder page = ExportPageResponse.newBuilder();
        IntStream.range(begin, begin + 2)
                .forEach(i -> page.addRecords(ResearchRecord.newBuilder().setPseudonym("pseudonym-" + i)));
        return page.setNextCursor(begin + 2 < 6 ? Integer.toString(begin + 2) : "")
                .build();
    }

    private Answer export(GatewayCalls caller) {
        return caller.get("/v1/research/records?dates=SHIFTED&study=" + study);
    }

    @Test
    void anExportIsOneRecordALineAndALastLineThatSaysItIsWhole() throws IOException {
        backEnds.exportPage = this::page;

        Answer answer = export(as("hospital-a", EXPORT));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("application/x-ndjson");
        List<String> lines = answer.response().body().lines().toList();
        assertThat(lines).hasSize(7);
        for (int i = 0; i < 6; i++) {
            assertThat(new ObjectMapper()
                            .readTree(lines.get(i))
                            .path("pseudonym")
                            .asText())
                    .isEqualTo("pseudonym-" + i);
        }
        assertThat(lines.getLast()).isEqualTo("{\"complete\":{\"records\":6}}");
        assertThat(backEnds.received(ExportPageRequest.class))
                .extracting(ExportPageRequest::getCursor)
                .containsExactly("", "2", "4");
        assertThat(backEnds.received(ExportPageRequest.class)).allSatisfy(request -> {
            assertThat(request.getStudy()).isEqualTo(study);
            assertThat(request.getDates()).isEqualTo(DatePolicy.DATE_POLICY_SHIFTED);
            assertThat(request.getAsOf())
                    .isEqualTo(backEnds.received(ExportPageRequest.class)
                            .getFirst()
                            .getAsOf());
        });
        assertThat(backEnds.callers)
                .allSatisfy(caller -> assertThat(caller.tenant()).isEqualTo("hospital-a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "system/*.cruds",
                "user/*.cruds",
                "patient/*.cruds",
                "user/HsdpoResearchRecord.rs",
                "system/HsdpoResearchRecord.c",
                "system/HsdpoCohortStatistic.cruds",
                "openid"
            })
    void noOtherScopeLetsRecordsOut(String scope) {
        assertThat(export(as("hospital-a", scope)).status()).isEqualTo(403);
        assertThat(as("hospital-a", scope)
                        .post("/v1/research/scrubbed-notes", "application/json", "{\"text\": \"x\"}")
                        .status())
                .isEqualTo(403);
        assertThat(backEnds.received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"system/*.cruds", "user/*.cruds", "user/HsdpoCohortStatistic.rs", EXPORT})
    void noOtherScopeSpendsTheBudget(String scope) {
        assertThat(as("hospital-a", scope)
                        .post("/v1/research/statistics", "application/json", COUNT)
                        .status())
                .isEqualTo(403);
        assertThat(as("hospital-a", scope).get("/v1/research/privacy-budget").status())
                .isEqualTo(403);
        assertThat(backEnds.received).isEmpty();
    }

    @Test
    void aResearchScopeOpensNobodysRecordAndDoesNotLiftThePatientOfAToken() {
        assertThat(as("hospital-a", EXPORT + " " + STATISTICS)
                        .createProfile(patient, "{}")
                        .status())
                .isEqualTo(403);
        GatewayCalls bound = withToken(Tokens.sign(
                Tokens.claims("hospital-a", "patient/*.cruds " + EXPORT).claim("patient", "somebody-else")));
        assertThat(bound.createProfile(patient, "{}").json().path("code").asText())
                .isEqualTo("PATIENT_NOT_IN_SCOPE");
    }

    @Test
    void withoutATokenNothingLeaves() {
        assertThat(export(withToken(null)).status()).isEqualTo(401);
    }

    @Test
    void aStatisticIsReleasedAndTheBudgetSeen() {
        backEnds.release = request -> ReleaseStatisticResponse.newBuilder()
                .setReleaseId("r-1")
                .setPeople(NoisyCount.newBuilder().setValue(41).setHalfWidth95(6))
                .build();
        GatewayCalls researcher = as("hospital-a", STATISTICS);

        Answer answer = researcher.post(
                "/v1/research/statistics",
                "application/json",
                "{\"kind\": \"STATISTIC_KIND_COUNT\", \"epsilon\": \"0.5\", \"criteria\": [{\"condition\":"
                        + " \"TYPE_2_DIABETES\"}]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/people/value").asText()).isEqualTo("41");
        assertThat(backEnds.received(ReleaseStatisticRequest.class)
                        .getFirst()
                        .getCriteria(0)
                        .getCondition())
                .isEqualTo("TYPE_2_DIABETES");
        assertThat(researcher
                        .get("/v1/research/privacy-budget")
                        .json()
                        .path("left")
                        .asText())
                .isEqualTo("6");
    }

    @Test
    void aSpentBudgetIsAConflictThatSaysWhatIsLeftAndIsNotTriedAgain() {
        backEnds.release = request -> {
            throw StatusDetails.of(ServiceException.precondition("PRIVACY_BUDGET_SPENT", "0.3 of 1 is left"));
        };

        Answer answer = as("hospital-a", STATISTICS).post("/v1/research/statistics", "application/json", COUNT);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("code").asText()).isEqualTo("PRIVACY_BUDGET_SPENT");
        assertThat(answer.json().path("detail").asText()).isEqualTo("0.3 of 1 is left");
        assertThat(backEnds.received(ReleaseStatisticRequest.class)).hasSize(1);
    }

    @Test
    void aRefusalOfTheFirstPageIsAProblemAndAMissingPolicyIsNamed() {
        backEnds.exportPage = request -> {
            throw StatusDetails.of(ServiceException.precondition("RESEARCH_EXPORT_OFF", "export is off"));
        };

        assertThat(export(as("hospital-a", EXPORT)).status()).isEqualTo(409);
        Answer unclear = as("hospital-a", EXPORT).get("/v1/research/records");
        assertThat(unclear.status()).isEqualTo(422);
        assertThat(unclear.json().at("/violations/0/field").asText()).isEqualTo("dates");
    }

    @Test
    void whatLeavesIsInTheAudit() throws SQLException {
        backEnds.exportPage = this::page;
        String release = UUID.randomUUID().toString();
        backEnds.release = request ->
                ReleaseStatisticResponse.newBuilder().setReleaseId(release).build();

        export(as("hospital-a", EXPORT));
        as("hospital-a", STATISTICS).post("/v1/research/statistics", "application/json", COUNT);

        assertThat(audited("object_id in ('" + study + "', '" + release + "')"))
                .containsExactlyInAnyOrder("dr-test RESEARCH_RECORDS_EXPORTED", "dr-test STATISTIC_RELEASED");
    }

    @Test
    void aScrubbedNoteIsMarked() {
        assertThat(as("hospital-a", EXPORT)
                        .post("/v1/research/scrubbed-notes", "application/json", "{\"text\": \"Seen 3/14/2019.\"}")
                        .json()
                        .path("marking")
                        .asText())
                .isEqualTo("machine-scrubbed");
    }

    private static List<String> audited(String where) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        ConfigProvider.getConfig().getValue("test.jdbc.url", String.class), Surroundings.ROLE, "test");
                Statement statement = connection.createStatement()) {
            statement.execute("SET app.tenant TO 'hospital-a'");
            try (ResultSet rows =
                    statement.executeQuery("SELECT subject || ' ' || action FROM gateway.audit_entry WHERE " + where)) {
                List<String> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
                return values;
            }
        }
    }
}
