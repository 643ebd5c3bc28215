package org.hsdpo.gateway.testing;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.testing.PatientBuilder;
import org.hsdpo.contracts.agent.v1.ActionValue;
import org.hsdpo.contracts.agent.v1.DecideRequest;
import org.hsdpo.contracts.agent.v1.DecideResponse;
import org.hsdpo.contracts.agent.v1.RecordFeedbackRequest;
import org.hsdpo.contracts.agent.v1.RecordFeedbackResponse;
import org.hsdpo.contracts.common.v1.Percentiles;
import org.hsdpo.contracts.common.v1.Quantity;
import org.hsdpo.contracts.evaluation.v1.CandidateEvaluation;
import org.hsdpo.contracts.evaluation.v1.EngineScore;
import org.hsdpo.contracts.evaluation.v1.EngineScores;
import org.hsdpo.contracts.evaluation.v1.EvaluateRequest;
import org.hsdpo.contracts.evaluation.v1.EvaluateResponse;
import org.hsdpo.contracts.evaluation.v1.EvaluationPlan;
import org.hsdpo.contracts.evaluation.v1.EvaluationSummary;
import org.hsdpo.contracts.evaluation.v1.Forecast;
import org.hsdpo.contracts.evaluation.v1.MissingDatum;
import org.hsdpo.contracts.evaluation.v1.Proof;
import org.hsdpo.contracts.evaluation.v1.ProofStatus;
import org.hsdpo.contracts.evaluation.v1.RuleSeverity;
import org.hsdpo.contracts.ingestion.v1.FactCount;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateRequest;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateResponse;
import org.hsdpo.contracts.ingestion.v1.IngestRecordRequest;
import org.hsdpo.contracts.ingestion.v1.IngestRecordResponse;
import org.hsdpo.contracts.patient.v1.PatientState;
import org.hsdpo.service.wire.PatientStateWire;
import org.hsdpo.service.wire.RegimenWire;
import org.hsdpo.service.wire.TimeWire;
import org.hsdpo.service.wire.VersionWire;

/** Answers of the back ends in the usual case: a man of 58 on metformin 500 mg/d who may go up. */
public final class Fixtures {
    public static final Instant AS_OF = PatientBuilder.NOW;

    private Fixtures() {}

    public static IngestRecordResponse ingested(IngestRecordRequest request) {
        return IngestRecordResponse.newBuilder()
                .setRecordId("record-1")
                .addFacts(FactCount.newBuilder().setKind("observations").setCount(3))
                .setNewestFact(TimeWire.toWire(AS_OF))
                .build();
    }

    public static PatientState patient() {
        return PatientStateWire.toWire(PatientBuilder.aTypicalPatient()
                .taking(Drug.METFORMIN, 500)
                .without(Measurement.ALT)
                .build());
    }

    public static GetPatientStateResponse state(GetPatientStateRequest request) {
        Timestamp asOf = request.hasAsOf() ? request.getAsOf() : TimeWire.toWire(AS_OF);
        return GetPatientStateResponse.newBuilder()
                .setState(patient().toBuilder()
                        .setPatientId(request.getPatientId())
                        .setAsOf(asOf))
                .build();
    }

    public static List<EvaluateResponse> evaluated(EvaluateRequest request) {
        return List.of(
                EvaluateResponse.newBuilder().setPlan(plan().build()).build(),
                candidate("maintain", Regimen.of(Drug.METFORMIN, 500), 101.0, 1.0),
                candidate("up:metformin", Regimen.of(Drug.METFORMIN, 1000), 106.0, 1.5),
                candidate("up:empagliflozin", Regimen.of(Drug.METFORMIN, 500).with(Drug.EMPAGLIFLOZIN, 10), 106.9, 1.2),
                EvaluateResponse.newBuilder()
                        .setSummary(summary().setSeed(request.getSeed()))
                        .build());
    }

    public static EvaluationPlan.Builder plan() {
        return EvaluationPlan.newBuilder()
                .setCurrent(RegimenWire.toWire(Regimen.of(Drug.METFORMIN, 500)))
                .addAllAdmissible(List.of("maintain", "up:metformin", "up:empagliflozin"))
                .addInadmissible(CandidateEvaluation.newBuilder()
                        .setAction("up:pioglitazone")
                        .setRegimen(RegimenWire.toWire(
                                Regimen.of(Drug.METFORMIN, 500).with(Drug.PIOGLITAZONE, 15)))
                        .addProofs(Proof.newBuilder()
                                .setRuleId("pioglitazone-heart-failure")
                                .setSeverity(RuleSeverity.RULE_SEVERITY_CONTRAINDICATION)
                                .setHard(true)
                                .setStatus(ProofStatus.PROOF_STATUS_VIOLATED)
                                .setExplanation("the patient has heart failure")
                                .addCore("heart failure is stated")));
    }

    public static EvaluateResponse candidate(String action, Regimen regimen, double hyperScore, double deviation) {
        return EvaluateResponse.newBuilder()
                .setCandidate(scored(action, regimen, hyperScore, deviation))
                .build();
    }

    public static CandidateEvaluation.Builder scored(
            String action, Regimen regimen, double hyperScore, double deviation) {
        EngineScore score = EngineScore.newBuilder()
                .setScore(0.9)
                .setStandardDeviation(0.02)
                .setExplanation("as expected")
                .build();
        return CandidateEvaluation.newBuilder()
                .setAction(action)
                .setRegimen(RegimenWire.toWire(regimen))
                .setAdmissible(true)
                .setHyperScore(hyperScore)
                .setHyperScoreStandardDeviation(deviation)
                .setProbability(0.6)
                .setEngines(EngineScores.newBuilder()
                        .setLogic(score)
                        .setSandbox(score)
                        .setNovelty(score)
                        .setImpact(score)
                        .setReproducibility(score)
                        .setMeta(score))
                .setForecast(Forecast.newBuilder()
                        .setHorizonWeeks(26)
                        .setHba1C(Percentiles.newBuilder()
                                .setP5(6.4)
                                .setP25(6.8)
                                .setP50(7.1)
                                .setP75(7.4)
                                .setP95(7.9)
                                .setUnit("%")))
                .addTitration("up by one step after 4 weeks")
                .addMonitoring("HbA1c in 12 weeks");
    }

    public static EvaluationSummary.Builder summary() {
        return EvaluationSummary.newBuilder()
                .setCurrentHyperScore(101.0)
                .setHba1CGoal(Quantity.newBuilder().setValue(7.0).setUnit("%"))
                .setHba1CGoalReason("not frail, not pregnant")
                .addCritique("the newest creatinine is a week old")
                .addMissing(MissingDatum.newBuilder()
                        .setDatum("urine albumin-creatinine ratio")
                        .setWhy("kidney disease would change the choice"))
                .addVersions(VersionWire.of("rules", "1", "ab"))
                .setDraws(1000);
    }

    public static DecideResponse decided(DecideRequest request) {
        return DecideResponse.newBuilder()
                .addActions(value("maintain", 0.2))
                .addActions(value("up:metformin", 0.9))
                .addActions(value("up:empagliflozin", 0.7))
                .setPreferred("up:metformin")
                .setSupportDistance(0.4)
                .addVersions(VersionWire.of("policy", "1", "cd"))
                .build();
    }

    public static ActionValue.Builder value(String action, double q) {
        return ActionValue.newBuilder()
                .setAction(action)
                .setAdmissible(true)
                .setQ(q)
                .setUncertainty(0.05);
    }

    public static RecordFeedbackResponse recorded(RecordFeedbackRequest request) {
        return RecordFeedbackResponse.newBuilder()
                .setFeedbackId("feedback-1")
                .setRecordedAt(TimeWire.toWire(AS_OF))
                .build();
    }
}
