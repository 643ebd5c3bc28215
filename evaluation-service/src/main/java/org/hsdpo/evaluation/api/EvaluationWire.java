package org.hsdpo.evaluation.api;

import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.contracts.common.v1.Percentiles;
import org.hsdpo.contracts.evaluation.v1.Abstention;
import org.hsdpo.contracts.evaluation.v1.CandidateEvaluation;
import org.hsdpo.contracts.evaluation.v1.Contribution;
import org.hsdpo.contracts.evaluation.v1.EngineFailure;
import org.hsdpo.contracts.evaluation.v1.EngineScore;
import org.hsdpo.contracts.evaluation.v1.EngineScores;
import org.hsdpo.contracts.evaluation.v1.EvaluateResponse;
import org.hsdpo.contracts.evaluation.v1.EvaluationPlan;
import org.hsdpo.contracts.evaluation.v1.EvaluationSummary;
import org.hsdpo.contracts.evaluation.v1.Forecast;
import org.hsdpo.contracts.evaluation.v1.LongTermOutcome;
import org.hsdpo.contracts.evaluation.v1.MissingDatum;
import org.hsdpo.contracts.evaluation.v1.Probability;
import org.hsdpo.contracts.evaluation.v1.Proof;
import org.hsdpo.contracts.evaluation.v1.ProofStatus;
import org.hsdpo.contracts.evaluation.v1.RuleSeverity;
import org.hsdpo.hyperscore.Engine;
import org.hsdpo.hyperscore.EvaluationEvent;
import org.hsdpo.hyperscore.sandbox.Distribution;
import org.hsdpo.service.wire.QuantityWire;
import org.hsdpo.service.wire.RegimenWire;
import org.hsdpo.service.wire.VersionWire;

/** An evaluation's events on the wire. */
final class EvaluationWire {
    private EvaluationWire() {}

    static EvaluateResponse toWire(EvaluationEvent event) {
        return switch (event) {
            case EvaluationEvent.Plan plan ->
                EvaluateResponse.newBuilder().setPlan(plan(plan)).build();
            case EvaluationEvent.CandidateResult result ->
                EvaluateResponse.newBuilder().setCandidate(candidate(result)).build();
            case EvaluationEvent.Summary summary ->
                EvaluateResponse.newBuilder().setSummary(summary(summary)).build();
        };
    }

    private static EvaluationPlan plan(EvaluationEvent.Plan plan) {
        return EvaluationPlan.newBuilder()
                .setCurrent(RegimenWire.toWire(plan.current()))
                .addAllAdmissible(plan.admissible())
                .addAllInadmissible(plan.inadmissible().stream()
                        .map(EvaluationWire::candidate)
                        .toList())
                .addAllAbstentions(abstentions(plan.abstentions()))
                .build();
    }

    private static CandidateEvaluation candidate(EvaluationEvent.CandidateResult result) {
        CandidateEvaluation.Builder wire = CandidateEvaluation.newBuilder()
                .setAction(result.candidate().action().id())
                .setRegimen(RegimenWire.toWire(result.candidate().regimen()))
                .setAdmissible(result.admissible())
                .setEngines(engines(result.engines()))
                .addAllCritique(result.critique())
                .addAllAbstention(abstentions(result.abstentions()))
                .addAllTitration(result.titration())
                .addAllMonitoring(result.monitoring());
        result.hyperScore().ifPresent(wire::setHyperScore);
        result.hyperScoreDeviation().ifPresent(wire::setHyperScoreStandardDeviation);
        result.probability().ifPresent(wire::setProbability);
        result.contributions()
                .forEach(each -> wire.addContributions(Contribution.newBuilder()
                        .setTerm(each.term())
                        .setPoints(each.points())
                        .setWeight(each.weight())));
        result.proofs().forEach(each -> wire.addProofs(proof(each)));
        result.forecast().ifPresent(each -> wire.setForecast(forecast(each)));
        result.failures()
                .forEach(each -> wire.addFailures(EngineFailure.newBuilder()
                        .setEngine(each.engine().name())
                        .setReason(each.reason())));
        return wire.build();
    }

    private static EngineScores engines(Map<Engine, org.hsdpo.hyperscore.EngineScore> engines) {
        EngineScores.Builder wire = EngineScores.newBuilder();
        engines.forEach((engine, score) -> {
            EngineScore each = EngineScore.newBuilder()
                    .setScore(score.score())
                    .setStandardDeviation(score.standardDeviation())
                    .setExplanation(score.explanation())
                    .addAllEvidence(score.evidence())
                    .build();
            switch (engine) {
                case LOGIC -> wire.setLogic(each);
                case SANDBOX -> wire.setSandbox(each);
                case NOVELTY -> wire.setNovelty(each);
                case IMPACT -> wire.setImpact(each);
                case REPRODUCIBILITY -> wire.setReproducibility(each);
                case META -> wire.setMeta(each);
            }
        });
        return wire.build();
    }

    private static Proof proof(org.hsdpo.hyperscore.logic.Proof proof) {
        return Proof.newBuilder()
                .setRuleId(proof.ruleId())
                .setSeverity(
                        switch (proof.severity()) {
                            case CONTRAINDICATION -> RuleSeverity.RULE_SEVERITY_CONTRAINDICATION;
                            case DOSE_LIMIT -> RuleSeverity.RULE_SEVERITY_DOSE_LIMIT;
                            case CAUTION -> RuleSeverity.RULE_SEVERITY_CAUTION;
                            case OBLIGATION -> RuleSeverity.RULE_SEVERITY_OBLIGATION;
                            case ASSERTION -> RuleSeverity.RULE_SEVERITY_ASSERTION;
                        })
                .setHard(proof.hard())
                .setStatus(
                        switch (proof.status()) {
                            case PROVEN -> ProofStatus.PROOF_STATUS_PROVEN;
                            case VIOLATED -> ProofStatus.PROOF_STATUS_VIOLATED;
                            case UNDECIDED -> ProofStatus.PROOF_STATUS_UNDECIDED;
                        })
                .setExplanation(proof.explanation())
                .addAllCore(proof.core())
                .addAllMissing(proof.missing())
                .setSource(proof.source())
                .build();
    }

    private static Forecast forecast(org.hsdpo.hyperscore.Forecast forecast) {
        Forecast.Builder wire = Forecast.newBuilder()
                .setHorizonWeeks(forecast.weeks())
                .setHba1C(percentiles(forecast.hba1c()))
                .setFastingGlucose(percentiles(forecast.fastingGlucose()))
                .setWeightChange(percentiles(forecast.weightChange()))
                .setHypoglycaemiaLevel1(percentiles(forecast.hypoglycaemiaLevel1()))
                .setHypoglycaemiaLevel2(percentiles(forecast.hypoglycaemiaLevel2()))
                .setTimeInRange(percentiles(forecast.timeInRange()));
        forecast.probabilities()
                .forEach((event, probability) -> wire.addProbabilities(
                        Probability.newBuilder().setEvent(event).setProbability(probability)));
        forecast.longTerm()
                .forEach((outcome, value) -> wire.addLongTerm(
                        LongTermOutcome.newBuilder().setOutcome(outcome).setValue(percentiles(value))));
        return wire.build();
    }

    private static Percentiles percentiles(Distribution distribution) {
        return Percentiles.newBuilder()
                .setP5(distribution.p5())
                .setP25(distribution.p25())
                .setP50(distribution.p50())
                .setP75(distribution.p75())
                .setP95(distribution.p95())
                .setUnit(distribution.unit())
                .build();
    }

    private static EvaluationSummary summary(EvaluationEvent.Summary summary) {
        EvaluationSummary.Builder wire = EvaluationSummary.newBuilder()
                .setHba1CGoal(QuantityWire.toWire(Quantity.of(summary.goal().hba1c(), "%")))
                .setHba1CGoalReason(summary.goal().reason())
                .addAllCritique(summary.critique())
                .addAllArgumentation(summary.argumentation())
                .setDraws(summary.options().draws())
                .setSeed(summary.options().seed());
        summary.currentHyperScore().ifPresent(wire::setCurrentHyperScore);
        summary.missing()
                .forEach(each -> wire.addMissing(
                        MissingDatum.newBuilder().setDatum(each.datum()).setWhy(each.why())));
        summary.versions()
                .forEach(each -> wire.addVersions(VersionWire.of(each.component(), each.version(), each.hash())));
        return wire.build();
    }

    private static List<Abstention> abstentions(List<org.hsdpo.hyperscore.Abstention> abstentions) {
        return abstentions.stream()
                .map(each -> Abstention.newBuilder()
                        .setCode(each.code())
                        .setReason(each.reason())
                        .setRemedy(each.remedy())
                        .build())
                .toList();
    }
}
