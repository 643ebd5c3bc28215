package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.hsdpo.contracts.evaluation.v1.EvaluateRequest;
import org.hsdpo.contracts.evaluation.v1.EvaluateResponse;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateRequest;
import org.hsdpo.gateway.testing.Fixtures;
import org.hsdpo.gateway.testing.GatewayCalls;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.hsdpo.gateway.testing.Tokens;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReplayTest extends GatewayTest {
    private String profile(String options) {
        return clinician()
                .createProfile(patient, options)
                .json()
                .path("profileId")
                .asText();
    }

    private Answer replay(GatewayCalls caller, String profileId) {
        return caller.post(
                "/v1/patients/" + patient + "/prescription-profiles/" + profileId + "/replay", null, new byte[0]);
    }

    @Test
    void aProfileIsMadeAgainByteForByteFromItsRecordedInputs() {
        String profileId = profile("{\"draws\": 64, \"seed\": \"18446744073709551615\"}");
        backEnds.received.clear();

        Answer answer = replay(clinician(), profileId);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        JsonNode replay = answer.json();
        assertThat(replay.path("identical").asBoolean())
                .as(replay.toPrettyString())
                .isTrue();
        assertThat(replay.path("replayedHash")).isEqualTo(replay.path("recordedHash"));
        assertThat(replay.path("versionChanges")).isEmpty();
        assertThat(replay.path("differences")).isEmpty();
        assertThat(replay.path("differenceCount").asInt()).isZero();
        // The record may have changed since: it is not asked.
        assertThat(backEnds.received(GetPatientStateRequest.class)).isEmpty();
        EvaluateRequest again = backEnds.received(EvaluateRequest.class).getLast();
        assertThat(again.getSeed()).isEqualTo(-1);
        assertThat(again.getPatient().getPatientId()).isEqualTo(patient);
    }

    @Test
    void whatChangedAndWhereItShowsIsSaid() {
        String profileId = profile("{}");
        backEnds.evaluate = request -> Fixtures.evaluated(request).stream()
                .map(ReplayTest::withOtherRules)
                .toList();

        JsonNode replay = replay(clinician(), profileId).json();

        assertThat(replay.path("identical").asBoolean()).isFalse();
        assertThat(replay.path("replayedHash")).isNotEqualTo(replay.path("recordedHash"));
        assertThat(replay.path("versionChanges")).singleElement().satisfies(change -> {
            assertThat(change.path("component").asText()).isEqualTo("rules");
            assertThat(change.path("replayed").path("version").asText()).isEqualTo("next");
            assertThat(change.path("recorded").path("version").asText()).isNotEqualTo("next");
        });
        assertThat(replay.path("differences").findValuesAsText("path"))
                .contains("/recommended/hyperScore", "/provenance/profileHash");
        JsonNode score = List.copyOf(replay.path("differences").findParents("path")).stream()
                .filter(each -> each.path("path").asText().equals("/recommended/hyperScore"))
                .findFirst()
                .orElseThrow();
        assertThat(score.path("recorded").asText()).isEqualTo("106.0");
        assertThat(score.path("replayed").asText()).isEqualTo("107.5");
        assertThat(replay.path("differenceCount").asInt())
                .isEqualTo(replay.path("differences").size());
    }

    private static EvaluateResponse withOtherRules(EvaluateResponse response) {
        EvaluateResponse.Builder changed = response.toBuilder();
        if (response.hasSummary()) {
            changed.getSummaryBuilder().getVersionsBuilderList().stream()
                    .filter(version -> version.getComponent().equals("rules"))
                    .forEach(version -> version.setVersion("next"));
        }
        if (response.getCandidate().getAction().equals("up:metformin")) {
            changed.getCandidateBuilder().setHyperScore(107.5);
        }
        return changed.build();
    }

    @Test
    void anotherTenantsOrPatientsProfileIsNotThere() {
        String profileId = profile("{}");
        assertThat(replay(withToken(Tokens.of("hospital-b", Tokens.CLINICIAN)), profileId)
                        .status())
                .isEqualTo(404);
        assertThat(clinician()
                        .post(
                                "/v1/patients/somebody-else/prescription-profiles/" + profileId + "/replay",
                                null,
                                new byte[0])
                        .status())
                .isEqualTo(404);
        assertThat(replay(clinician(), "no-profile").status()).isEqualTo(404);
    }

    @Test
    void whoMayNotMakeAProfileMayNotReplayOne() {
        String profileId = profile("{}");
        assertThat(replay(withToken(Tokens.of("hospital-a", "system/*.c")), profileId)
                        .status())
                .isEqualTo(403);
        assertThat(replay(withToken(null), profileId).status()).isEqualTo(401);
    }
}
