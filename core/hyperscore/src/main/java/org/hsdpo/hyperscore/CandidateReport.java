package org.hsdpo.hyperscore;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.hyperscore.EvaluationEvent.CandidateResult;
import org.hsdpo.hyperscore.EvaluationEvent.Contribution;
import org.hsdpo.hyperscore.calibration.Calibration;
import org.hsdpo.hyperscore.fusion.HyperScoreFormula;
import org.hsdpo.hyperscore.fusion.ShapleyContributions;
import org.hsdpo.hyperscore.fusion.Term;
import org.hsdpo.hyperscore.impact.FiveYearForecast;
import org.hsdpo.hyperscore.logic.LogicJudgement;
import org.hsdpo.hyperscore.meta.MetaLoop;
import org.hsdpo.hyperscore.plan.CarePlan;
import org.hsdpo.hyperscore.sandbox.Distribution;
import org.hsdpo.hyperscore.sandbox.Simulation;

/** Makes a candidate's result from its findings: score, probability, contributions, forecast, critique, instructions. */
final class CandidateReport {
    /** A difference of probabilities that a reader would call a contradiction; HSDPO's own. */
    private static final double DISCORDANT = 0.25;

    private final Calibration calibration;

    CandidateReport(Calibration calibration) {
        this.calibration = calibration;
    }

    /** A candidate that the rules bar. */
    CandidateResult inadmissible(Candidate candidate, LogicJudgement judgement) {
        return new CandidateResult(
                candidate,
                false,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Map.of(),
                List.of(),
                judgement.proofs(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    CandidateResult evaluated(CandidateFindings findings, PatientScene scene) {
        Map<Engine, EngineScore> engines = new EnumMap<>(Engine.class);
        engines.put(Engine.LOGIC, findings.logicScore());
        findings.sandbox().ifPresent(score -> engines.put(Engine.SANDBOX, score));
        findings.novelty().ifPresent(score -> engines.put(Engine.NOVELTY, score));
        Optional<CandidateScore> scored = CandidateScore.of(findings, calibration);
        scored.ifPresent(score -> {
            engines.put(Engine.IMPACT, score.impact());
            engines.put(Engine.REPRODUCIBILITY, score.reproducibility());
            engines.put(Engine.META, meta(score.meta()));
        });
        Fused fused = scored.map(this::fused).orElse(Fused.NONE);
        return new CandidateResult(
                findings.candidate(),
                findings.logic().admissible(),
                fused.score(),
                fused.deviation(),
                fused.probability(),
                engines,
                fused.contributions(),
                findings.logic().proofs(),
                findings.simulation().map(run -> forecast(run, findings.fiveYears(), scene)),
                critique(findings, scored, fused),
                scored.map(this::abstentions).orElse(List.of()),
                findings.failures(),
                CarePlan.shipped().titration(findings.candidate(), findings.course(), scene.current(), scene.basis()),
                CarePlan.shipped().monitoring(findings.course().kept()));
    }

    private static List<String> critique(CandidateFindings findings, Optional<CandidateScore> scored, Fused fused) {
        List<String> critique =
                new ArrayList<>(scored.map(score -> score.meta().critique()).orElse(List.of()));
        if (findings.simulation().isPresent() && fused.probability().isPresent()) {
            double simulated = findings.simulation().get().success();
            double calibrated = fused.probability().getAsDouble();
            if (Math.abs(calibrated - simulated) > DISCORDANT) {
                critique.add(String.format(
                        Locale.ROOT,
                        "The calibrated probability of success, %.0f %%, and the share of this patient's twins that succeed,"
                                + " %.0f %%, do not agree: the first is what became of comparable scores in the reference"
                                + " population, the second this patient's forecast. Read both before using either.",
                        100 * calibrated,
                        100 * simulated));
            }
        }
        return critique;
    }

    private record Fused(
            OptionalDouble score,
            OptionalDouble deviation,
            OptionalDouble probability,
            List<Contribution> contributions) {
        static final Fused NONE =
                new Fused(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), List.of());
    }

    private Fused fused(CandidateScore scored) {
        HyperScoreFormula formula = calibration.formula();
        double v = calibration.weights().combine(scored.terms());
        double variance = 0;
        for (Term term : Term.values()) {
            double part = calibration.weights().of(term) * scored.deviations()[term.ordinal()];
            variance += part * part;
        }
        // The terms' own errors, how far V moves when it is made again, and what reconciling the engines takes.
        double deviationOfV = Math.sqrt(variance
                + scored.meta().spread() * scored.meta().spread()
                + scored.meta().correction() * scored.meta().correction());
        double[] points = ShapleyContributions.of(scored.terms(), calibration.mean(), calibration.weights(), formula);
        List<Contribution> contributions = new ArrayList<>();
        for (Term term : Term.values()) {
            contributions.add(new Contribution(
                    term.id(), points[term.ordinal()], calibration.weights().of(term)));
        }
        return new Fused(
                OptionalDouble.of(formula.score(v)),
                OptionalDouble.of(formula.slope(v) * deviationOfV),
                OptionalDouble.of(formula.probability(v)),
                contributions);
    }

    private static EngineScore meta(MetaLoop.Outcome outcome) {
        return new EngineScore(
                outcome.meta(),
                0,
                String.format(
                        Locale.ROOT,
                        "V moves by %.3f (standard deviation) when inputs, models and engines are varied%s.",
                        outcome.spread(),
                        outcome.correction() > 0
                                ? String.format(
                                        Locale.ROOT, "; reconciling the engines takes %.3f", outcome.correction())
                                : ""),
                outcome.critique());
    }

    private List<Abstention> abstentions(CandidateScore scored) {
        List<Abstention> abstentions = new ArrayList<>();
        if (!scored.meta().converged()) {
            abstentions.add(new Abstention(
                    "ENGINES_DISAGREE",
                    "The engines disagree about this regimen more than calibrated noise explains.",
                    "weigh the evidence of the single engines"));
        }
        if (scored.meta().correction() > calibration.correctionLimit()) {
            abstentions.add(new Abstention(
                    "CORRECTION_TOO_LARGE",
                    "Reconciling the engines needed a larger correction than is acceptable.",
                    "weigh the evidence of the single engines"));
        }
        return abstentions;
    }

    private static Forecast forecast(Simulation run, Optional<FiveYearForecast> fiveYears, PatientScene scene) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        probabilities.put("HBA1C_AT_GOAL", run.atGoal());
        probabilities.put("HYPOGLYCAEMIA_LEVEL_2_OR_3", run.level2or3());
        probabilities.put("SIMULATED_SUCCESS", run.success());
        run.adverse().forEach((kind, probability) -> probabilities.put(kind.name(), probability));
        Map<String, Distribution> longTerm = new LinkedHashMap<>();
        fiveYears.ifPresent(forecast -> {
            longTerm.put("HBA1C_5Y", Distribution.of(forecast.hba1c(), "%"));
            longTerm.put("QUALITY_ADJUSTED_LIFE_DAYS", Distribution.of(forecast.qualityAdjustedDays(), "d"));
            longTerm.put("QUALITY_ADJUSTED_LIFE_DAYS_GAINED", Distribution.of(gained(forecast, scene), "d"));
            longTerm.put("MAJOR_CARDIOVASCULAR_EVENT", Distribution.of(forecast.cardiovascular(), "1"));
            longTerm.put("MICROVASCULAR_EVENT", Distribution.of(forecast.microvascular(), "1"));
            longTerm.put("SEVERE_HYPOGLYCAEMIA", Distribution.of(forecast.severeHypoglycaemia(), "1"));
            // UCUM has no currencies: an annotation names it.
            longTerm.put("DRUG_COST", Distribution.of(forecast.cost(), "{USD}"));
        });
        return new Forecast(
                Simulation.WEEKS,
                run.hba1c(),
                run.fastingGlucose(),
                run.weightChange(),
                run.level1(),
                run.level2(),
                run.timeInRange(),
                probabilities,
                longTerm);
    }

    private static double[] gained(FiveYearForecast forecast, PatientScene scene) {
        double[] gained = forecast.qualityAdjustedDays().clone();
        for (int i = 0; i < gained.length; i++) {
            gained[i] -= scene.untreatedFiveYears().qualityAdjustedDays()[i];
        }
        return gained;
    }
}
