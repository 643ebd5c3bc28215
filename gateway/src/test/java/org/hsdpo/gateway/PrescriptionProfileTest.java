package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.testing.PatientBuilder;
import org.hsdpo.contracts.agent.v1.DecideRequest;
import org.hsdpo.contracts.evaluation.v1.Abstention;
import org.hsdpo.contracts.evaluation.v1.EvaluateRequest;
import org.hsdpo.contracts.evaluation.v1.EvaluateResponse;
import org.hsdpo.contracts.evaluation.v1.EvaluationPlan;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateRequest;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateResponse;
import org.hsdpo.gateway.testing.Fixtures;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.hsdpo.service.wire.PatientStateWire;
import org.hsdpo.service.wire.RegimenWire;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PrescriptionProfileTest extends GatewayTest {
    private static final String AS_OF = "{\"asOf\": \"2026-01-15T09:00:00Z\"}";

    @Test
    void aProfileHoldsWhatItsReadersLookFor() {
        Answer answer = clinician().createProfile(patient, AS_OF);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        assertThat(answer.contentType()).startsWith("application/json");
        JsonNode profile = answer.json();
        JsonNode recommended = profile.path("recommended");
        assertThat(recommended.path("action").asText()).isEqualTo("up:metformin");
        assertThat(recommended.path("regimen").path("drugs").get(0).path("dose"))
                .isEqualTo(com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                        .objectNode()
                        .put("value", 1000.0)
                        .put("unit", "mg/d"));
        assertThat(recommended.path("hyperScore").asDouble()).isEqualTo(106.0);
        assertThat(recommended.path("probability").asDouble()).isEqualTo(0.6);
        assertThat(recommended.path("engines").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("logic", "sandbox", "novelty", "impact", "reproducibility", "meta");
        assertThat(recommended.path("agent").path("q").asDouble()).isEqualTo(0.9);
        assertThat(recommended.path("agent").path("preferred").asBoolean()).isTrue();
        assertThat(recommended.path("titration").get(0).asText()).contains("4 weeks");
        assertThat(profile.path("alternatives").findValuesAsText("action"))
                .containsExactly("up:empagliflozin", "maintain");
        assertThat(profile.path("inadmissible")
                        .get(0)
                        .path("proofs")
                        .get(0)
                        .path("explanation")
                        .asText())
                .contains("heart failure");
        assertThat(profile.path("critique").get(0).asText()).contains("creatinine");
        assertThat(profile.path("abstention").isArray()).isTrue();
        assertThat(profile.path("abstention")).isEmpty();
        assertThat(profile.path("degraded")).isEmpty();
        assertThat(profile.path("current").path("text").asText()).isEqualTo("metformin 500 mg/d");
        assertThat(profile.path("notice").asText()).contains("decision of a clinician");
    }

    @Test
    void aProfileSaysHowGoodTheDataAre() {
        JsonNode summary = clinician().createProfile(patient, AS_OF).json().path("patient");
        assertThat(summary.path("age").asInt()).isEqualTo(58);
        assertThat(summary.path("sex").asText()).isEqualTo("SEX_MALE");
        assertThat(summary.path("conditions").toString()).contains("type 2 diabetes");
        assertThat(summary.path("hba1cGoal").path("value").asDouble()).isEqualTo(7.0);
        JsonNode quality = summary.path("dataQuality");
        assertThat(quality.path("missing").findValuesAsText("datum"))
                .containsExactly("urine albumin-creatinine ratio", "alanine aminotransferase");
        assertThat(quality.path("completeness").asDouble()).isEqualTo(10.0 / 12);
    }

    @Test
    void aProfileShowsTheRecordOverTime() {
        JsonNode overTime =
                clinician().createProfile(patient, AS_OF).json().path("patient").path("longitudinal");
        assertThat(overTime.path("exposures").findValuesAsText("drug")).contains("metformin");
        assertThat(overTime.path("decisions").findValuesAsText("decision")).contains("METFORMIN_DOSE", "PIOGLITAZONE");
        JsonNode liver = overTime.path("decisions").findValue("needs");
        assertThat(liver.findValuesAsText("standing")).contains("DATUM_STANDING_CURRENT");
    }

    @Test
    void aProfileCarriesWhatReplaysIt() {
        JsonNode provenance = clinician().createProfile(patient, AS_OF).json().path("provenance");
        assertThat(provenance.path("versions").findValuesAsText("component"))
                .containsExactly("gateway", "policy", "rules", "wanted-data");
        assertThat(provenance.path("seed").isTextual()).isTrue();
        assertThat(Long.parseUnsignedLong(provenance.path("seed").asText()))
                .isEqualTo(backEnds.received(EvaluateRequest.class).getLast().getSeed());
        assertThat(provenance.path("draws").asInt()).isEqualTo(1000);
        assertThat(provenance.path("patientStateHash").asText()).matches("[0-9a-f]{64}");
        assertThat(provenance.path("profileHash").asText()).matches("[0-9a-f]{64}");
    }

    @Test
    void theSameDataGiveTheSameProfile() {
        JsonNode one = clinician().createProfile(patient, AS_OF).json();
        JsonNode two = clinician().createProfile(patient, AS_OF).json();
        assertThat(two.path("profileId")).isNotEqualTo(one.path("profileId"));
        assertThat(two.at("/provenance/seed")).isEqualTo(one.at("/provenance/seed"));
        assertThat(two.at("/provenance/profileHash")).isEqualTo(one.at("/provenance/profileHash"));
    }

    @Test
    void aStatedSeedAndNumberOfDrawsAreUsed() {
        clinician().createProfile(patient, "{\"seed\": \"18446744073709551615\", \"draws\": 500}");
        EvaluateRequest asked = backEnds.received(EvaluateRequest.class).getLast();
        assertThat(asked.getSeed()).isEqualTo(-1L);
        assertThat(asked.getDraws()).isEqualTo(500);
    }

    @Test
    void aStoredProfileIsReadBackByteForByte() {
        Answer created = clinician().createProfile(patient, AS_OF);
        String location = created.header("Location");
        Answer read = clinician().get(java.net.URI.create(location).getPath());
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.response().body()).isEqualTo(created.response().body());
    }

    @Test
    void theAgentLearnsTheHyperScoreOfTheCurrentRegimen() {
        clinician().createProfile(patient, AS_OF);
        assertThat(backEnds.received(DecideRequest.class).getLast().getCurrentHyperScore())
                .isEqualTo(101.0);
    }

    @Test
    void withoutAMomentTheProfileIsForNow() {
        clinician().createProfile(patient, "{}");
        assertThat(backEnds.received(GetPatientStateRequest.class).getLast().hasAsOf())
                .isTrue();
        assertThat(clinician().createProfile(patient, "").status()).isEqualTo(201);
    }

    @Test
    void anAbstentionLeavesTheRecommendationOut() {
        backEnds.evaluate = request -> List.of(
                EvaluateResponse.newBuilder()
                        .setPlan(EvaluationPlan.newBuilder()
                                .addAbstentions(Abstention.newBuilder()
                                        .setCode("HBA1C_AND_GLUCOSE_MISSING")
                                        .setReason("neither HbA1c nor glucose is known")
                                        .setRemedy("measure HbA1c")))
                        .build(),
                EvaluateResponse.newBuilder().setSummary(Fixtures.summary()).build());
        JsonNode profile = clinician().createProfile(patient, AS_OF).json();
        assertThat(profile.has("recommended")).isFalse();
        assertThat(profile.path("abstention").get(0).path("code").asText()).isEqualTo("HBA1C_AND_GLUCOSE_MISSING");
        assertThat(profile.path("abstention").get(0).path("remedy").asText()).isEqualTo("measure HbA1c");
    }

    @Test
    void aResultKnownOnlyAsABoundIsShownAsOne() {
        backEnds.state =
                request -> GetPatientStateResponse.newBuilder()
                        .setState(PatientStateWire.toWire(PatientBuilder.aTypicalPatient()
                                        .with(Measurement.EGFR, Bound.ABOVE, 60)
                                        .build())
                                .toBuilder()
                                .setPatientId(request.getPatientId()))
                        .build();
        JsonNode measurements = clinician().createProfile(patient, AS_OF).json().at("/patient/measurements");
        assertThat(measurements).anySatisfy(egfr -> {
            assertThat(egfr.path("measurement").asText()).isEqualTo("EGFR");
            assertThat(egfr.path("comparator").asText()).isEqualTo(">");
            assertThat(egfr.at("/value/value").asDouble()).isEqualTo(60);
        });
        assertThat(measurements).anySatisfy(hba1c -> {
            assertThat(hba1c.path("measurement").asText()).isEqualTo("HBA1C");
            assertThat(hba1c.path("comparator").asText()).isEmpty();
        });
    }

    @Test
    void anAssumedDoseIsSaidWhereverTheTherapyIsReadAndTheAlternativesStand() {
        org.hsdpo.clinical.patient.PatientState recorded = PatientBuilder.aTypicalPatient()
                .takingUnknownDoseOf(Drug.METFORMIN, 500)
                .build();
        String assumption = recorded.currentTherapy().assumptionInWords().orElseThrow();
        Abstention doseUnknown = Abstention.newBuilder()
                .setCode("CURRENT_DOSE_UNKNOWN")
                .setReason("The patient takes metformin in a dose that is not recorded; evaluated " + assumption + ".")
                .setRemedy("record the current dose of metformin")
                .build();
        backEnds.state = request -> GetPatientStateResponse.newBuilder()
                .setState(PatientStateWire.toWire(recorded).toBuilder()
                        .setPatientId(request.getPatientId())
                        .addIssues(PatientStateWire.toWire(
                                new DataIssue(DataIssue.Kind.ASSUMED, "current therapy", assumption))))
                .build();
        backEnds.evaluate = request -> {
            List<EvaluateResponse> usual = new ArrayList<>(Fixtures.evaluated(request));
            usual.set(
                    0,
                    EvaluateResponse.newBuilder()
                            .setPlan(Fixtures.plan()
                                    .setCurrent(RegimenWire.toWire(recorded.currentTherapy()))
                                    .addAbstentions(doseUnknown))
                            .build());
            return usual;
        };
        backEnds.decide = request -> Fixtures.decided(request).toBuilder()
                .addAbstentions(doseUnknown)
                .build();
        JsonNode profile = clinician().createProfile(patient, AS_OF).json();
        assertThat(profile.has("recommended")).isFalse();
        assertThat(profile.path("abstention")).singleElement().satisfies(abstention -> assertThat(
                        abstention.path("reason").asText())
                .contains("evaluated as if metformin 500 mg/d were taken", "confirm the dose taken"));
        assertThat(profile.path("alternatives").findValuesAsText("action"))
                .containsExactly("up:empagliflozin", "up:metformin", "maintain");
        assertThat(profile.at("/alternatives/0/hyperScore").asDouble()).isEqualTo(106.9);
        JsonNode current = profile.path("current");
        assertThat(current.path("text").asText())
                .isEqualTo("metformin, dose not recorded (evaluated as if metformin 500 mg/d were taken)");
        assertThat(current.at("/drugs/0").has("dose")).isFalse();
        assertThat(current.at("/drugs/0/assumedDose/value").asDouble()).isEqualTo(500);
        assertThat(current.at("/drugs/0/assumedDose/unit").asText()).isEqualTo("mg/d");
        assertThat(profile.at("/patient/dataQuality/issues")).anySatisfy(issue -> {
            assertThat(issue.path("kind").asText()).isEqualTo("DATA_ISSUE_KIND_ASSUMED");
            assertThat(issue.path("message").asText()).isEqualTo(assumption);
        });
        assertThat(profile.path("degraded")).isEmpty();
    }
}
