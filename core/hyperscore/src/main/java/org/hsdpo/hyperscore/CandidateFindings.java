package org.hsdpo.hyperscore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.wording.Counted;
import org.hsdpo.hyperscore.impact.DrugCost;
import org.hsdpo.hyperscore.impact.FiveYearForecast;
import org.hsdpo.hyperscore.impact.ImpactSurrogate;
import org.hsdpo.hyperscore.logic.LogicJudgement;
import org.hsdpo.hyperscore.logic.Proof;
import org.hsdpo.hyperscore.logic.Severity;
import org.hsdpo.hyperscore.novelty.NoveltyEngine;
import org.hsdpo.hyperscore.reproducibility.Feasibility;
import org.hsdpo.hyperscore.sandbox.Simulation;
import org.hsdpo.hyperscore.sandbox.SimulationAssertions;

/**
 * What the engines found for one candidate, before any calibrated scale is applied. A part that failed is absent and
 * named among the failures.
 *
 * @param candidate action and regimen
 * @param course what becomes of the candidate's regimen, which is what the engines forecast
 * @param logic rules and assertions
 * @param assertions the sandbox's own obligations
 * @param simulation over the decision horizon
 * @param novelty score
 * @param fiveYears forecast
 * @param daysGained quality-adjusted life-days against stopping all drugs, by the five-year forecast
 * @param again the candidate under each reproduction of the twins
 * @param feasibility of carrying it out
 * @param failures of engines
 */
public record CandidateFindings(
        Candidate candidate,
        DoseCourse course,
        LogicJudgement logic,
        List<Proof> assertions,
        Optional<Simulation> simulation,
        Optional<EngineScore> novelty,
        Optional<FiveYearForecast> fiveYears,
        Optional<Double> daysGained,
        List<Again> again,
        Feasibility feasibility,
        List<EvaluationEvent.EngineFailure> failures) {

    /** A candidate under one reproduction of the twins. */
    public record Again(String name, Simulation simulation, double logic, double novelty, double daysGained) {}

    /** Runs the engines for one candidate. */
    static CandidateFindings of(
            PatientScene scene,
            Candidate candidate,
            DoseCourse course,
            LogicJudgement rules,
            NoveltyEngine noveltyEngine,
            double weight,
            EngineRoom room) {
        Attempts attempts = new Attempts(room, new ArrayList<>());
        double goal = scene.goal().hba1c();
        Optional<Simulation> simulation =
                attempts.of(Engine.SANDBOX, () -> Simulation.run(scene.cohort(), course, goal));
        List<Proof> assertions = new ArrayList<>(simulation
                .map(run -> SimulationAssertions.shipped().check(run, scene.currentHba1c(), goal, weight))
                .orElse(List.of()));
        List<Proof> formulas = attempts.of(Engine.SANDBOX, () -> FormulaChecks.of(scene, candidate, weight))
                .orElse(List.of());
        assertions.addAll(formulas);
        LogicJudgement logic = assertions.isEmpty() ? rules : rules.withAssertions(assertions);
        Optional<EngineScore> novelty = simulation.flatMap(run -> attempts.of(
                Engine.NOVELTY,
                () -> noveltyEngine.score(scene.practice(), run, scene.view().usual())));
        Optional<FiveYearForecast> fiveYears =
                attempts.of(Engine.IMPACT, () -> FiveYearForecast.run(scene.fiveYearCohort(), course, scene.risk()));
        Optional<Double> daysGained = fiveYears.map(forecast -> meanGain(forecast, scene.untreatedFiveYears()));
        DrugCost cost = DrugCost.of(course.kept());
        Feasibility feasibility = Feasibility.of(course.kept(), cost.perYear(), cost.currency());
        List<Again> again = simulation.isEmpty() || daysGained.isEmpty()
                ? List.of()
                : attempts.of(
                                Engine.REPRODUCIBILITY,
                                () -> again(
                                        scene,
                                        course,
                                        rules,
                                        formulas,
                                        noveltyEngine,
                                        weight,
                                        simulation.get(),
                                        daysGained.get()))
                        .orElse(List.of());
        return new CandidateFindings(
                candidate,
                course,
                logic,
                assertions,
                simulation,
                novelty,
                fiveYears,
                daysGained,
                again,
                feasibility,
                attempts.failures());
    }

    private static List<Again> again(
            PatientScene scene,
            DoseCourse course,
            LogicJudgement rules,
            List<Proof> formulas,
            NoveltyEngine noveltyEngine,
            double weight,
            Simulation simulation,
            double daysGained) {
        ImpactSurrogate surrogate = ImpactSurrogate.shipped();
        double predicted = surrogate.daysGained(simulation, scene.view().untreated(), scene.risk());
        List<Again> again = new ArrayList<>();
        for (PatientScene.View view : scene.reproductions()) {
            Simulation run = Simulation.run(view.cohort(), course, scene.goal().hba1c());
            // The surrogate carries over the difference only, so that its own error cancels.
            double days = daysGained + surrogate.daysGained(run, view.untreated(), scene.risk()) - predicted;
            List<Proof> assertions = new ArrayList<>(SimulationAssertions.shipped()
                    .check(run, scene.currentHba1c(), scene.goal().hba1c(), weight));
            assertions.addAll(formulas);
            again.add(new Again(
                    view.name(),
                    run,
                    rules.withAssertions(assertions).score(),
                    noveltyEngine.value(scene.practice(), run, view.usual()),
                    days));
        }
        return List.copyOf(again);
    }

    private static double meanGain(FiveYearForecast candidate, FiveYearForecast untreated) {
        double sum = 0;
        for (int i = 0; i < candidate.qualityAdjustedDays().length; i++) {
            sum += candidate.qualityAdjustedDays()[i] - untreated.qualityAdjustedDays()[i];
        }
        return sum / candidate.qualityAdjustedDays().length;
    }

    /** One engine's failure is recorded, and the others go on. */
    private record Attempts(EngineRoom room, List<EvaluationEvent.EngineFailure> failures) {
        <T> Optional<T> of(Engine engine, Supplier<T> work) {
            try {
                return Optional.of(room.work(engine, work));
            } catch (CancellationException e) {
                throw e;
            } catch (RuntimeException e) {
                failures.add(new EvaluationEvent.EngineFailure(engine, EngineStopped.why(e)));
                return Optional.empty();
            }
        }
    }

    /** The sandbox's own result: the pass rate of its assertions. */
    Optional<EngineScore> sandbox() {
        return simulation.map(run -> {
            LogicJudgement own = LogicJudgement.ofAssertions(assertions);
            long proven = assertions.stream()
                    .filter(proof -> proof.status() == org.hsdpo.hyperscore.logic.ProofStatus.PROVEN)
                    .count();
            String explanation = String.format(
                    Locale.ROOT,
                    "%d of %d assertions hold in %d simulated twins over %d weeks%s; goal reached in %.0f %%, success in %.0f %%.",
                    proven,
                    assertions.size(),
                    run.draws(),
                    Simulation.WEEKS,
                    course.phases().size() == 1 ? "" : " (" + course + ")",
                    100 * run.atGoal(),
                    100 * run.success());
            return new EngineScore(
                    own.score(),
                    own.sd(),
                    explanation,
                    assertions.stream().map(Proof::explanation).toList());
        });
    }

    /** The logic engine's result. */
    EngineScore logicScore() {
        long rules = logic.proofs().stream()
                .filter(proof -> proof.severity() != Severity.ASSERTION)
                .count();
        List<String> open = logic.proofs().stream()
                .filter(proof -> proof.status() != org.hsdpo.hyperscore.logic.ProofStatus.PROVEN)
                .map(proof -> proof.status().name().toLowerCase(Locale.ROOT) + ": " + proof.explanation())
                .toList();
        return new EngineScore(
                logic.score(),
                logic.sd(),
                Counted.of(rules, "rule") + " and " + Counted.of(assertions.size(), "assertion")
                        + (rules + assertions.size() == 1 ? " applies; " : " apply; ")
                        + Counted.of(open.size(), "is", "are") + " not proven.",
                open);
    }
}
