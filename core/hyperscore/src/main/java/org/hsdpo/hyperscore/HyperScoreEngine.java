package org.hsdpo.hyperscore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.CurrentTherapy;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.regimen.DosingAction;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.hyperscore.EvaluationEvent.CandidateResult;
import org.hsdpo.hyperscore.calibration.Calibration;
import org.hsdpo.hyperscore.logic.LogicEngine;
import org.hsdpo.hyperscore.logic.LogicJudgement;
import org.hsdpo.hyperscore.logic.PatientFacts;
import org.hsdpo.hyperscore.logic.RuleBase;
import org.hsdpo.hyperscore.logic.Severity;
import org.hsdpo.hyperscore.novelty.NoveltyEngine;
import org.hsdpo.hyperscore.novelty.PracticeIndex;
import org.hsdpo.hyperscore.novelty.ReferencePopulation;
import org.hsdpo.hyperscore.plan.GlycaemicGoal;

/**
 * Scores every admissible regimen one step around the current one.
 *
 * <p>The steps: state reasons to abstain; judge every candidate by the rules; simulate the admissible ones on the patient's
 * twin; score, criticise and fuse; sum up. Thread-safe. The same state, options and versions give the same events, however
 * many threads the pool has.
 */
public final class HyperScoreEngine {
    private static final int REFERENCE_PATIENTS = 3_000;
    private static final long REFERENCE_SEED = 20_260_101;

    private final LogicEngine logic;
    private final NoveltyEngine novelty;
    private final Calibration calibration;
    private final ExecutorService pool;

    /**
     * @param calibration scales and weights
     * @param pool that does the simulation; its size bounds the parallel work
     */
    public HyperScoreEngine(Calibration calibration, ExecutorService pool) {
        this.logic = new LogicEngine(RuleBase.shipped());
        this.novelty = new NoveltyEngine(
                new PracticeIndex(ReferencePopulation.shipped().patients(REFERENCE_PATIENTS, REFERENCE_SEED)));
        this.calibration = calibration;
        this.pool = pool;
    }

    /** The engine with the shipped calibration. */
    public static HyperScoreEngine shipped(ExecutorService pool) {
        return new HyperScoreEngine(Calibration.shipped(), pool);
    }

    /** The logic engine it judges by. */
    public LogicEngine logic() {
        return logic;
    }

    /** {@link #evaluate(PatientState, EvaluationOptions, Consumer, BooleanSupplier)} that nobody cancels. */
    public void evaluate(PatientState state, EvaluationOptions options, Consumer<EvaluationEvent> sink) {
        evaluate(state, options, sink, () -> false);
    }

    /**
     * Evaluates a patient.
     *
     * @param recorded the patient as recorded; where the {@link PatientGate} assumes a dose, all but the plan's current
     *     therapy speaks of the assumed one
     * @param sink takes the plan, then each admissible candidate in the order of the plan, then the summary; called on the
     *     calling thread
     * @param cancelled asked before each candidate
     * @throws CancellationException where {@code cancelled} said so
     */
    public void evaluate(
            PatientState recorded,
            EvaluationOptions options,
            Consumer<EvaluationEvent> sink,
            BooleanSupplier cancelled) {
        PatientGate gate = PatientGate.of(recorded);
        PatientState state = gate.evaluated();
        GlycaemicGoal goal = GlycaemicGoal.of(state);
        PatientFacts facts = PatientFacts.of(state);
        CurrentTherapy therapy = gate.evaluable()
                ? recorded.currentTherapy()
                : recorded.currentTherapy().withoutAssumption();
        EvaluationSummary summary =
                new EvaluationSummary(state, therapy, facts, goal, options, logic.compiled(), calibration);
        Regimen current = state.currentTherapy().regimen();
        if (!gate.evaluable()) {
            sink.accept(new EvaluationEvent.Plan(therapy, List.of(), List.of(), gate.abstentions()));
            sink.accept(summary.of(List.of(), List.of(), OptionalDouble.empty(), Optional.empty()));
            return;
        }
        Work<PatientScene> sceneWork = Work.on(
                pool, () -> PatientScene.of(recorded, state, facts, goal, options, novelty, logic.compiled(), pool));
        List<Judged> judged = judge(facts, current);
        List<Judged> admissible =
                judged.stream().filter(each -> each.judgement().admissible()).toList();
        CandidateReport report = new CandidateReport(calibration);
        List<CandidateResult> inadmissible = judged.stream()
                .filter(each -> !each.judgement().admissible())
                .map(each -> report.inadmissible(each.candidate(), each.judgement()))
                .toList();
        List<Abstention> abstentions = new ArrayList<>(gate.abstentions());
        if (admissible.isEmpty()) {
            abstentions.add(new Abstention(
                    "NOTHING_ADMISSIBLE",
                    "Urgent: no regimen one step around the current one is admissible, not even leaving it as it is.",
                    "review the current regimen now; the proofs say which rules it breaks"));
        }
        PatientScene scene;
        try {
            scene = sceneWork.get();
        } catch (InvalidInputException contradictory) {
            abstentions.add(new Abstention(
                    "DATA_CONTRADICTORY",
                    "No twin fits the record: "
                            + contradictory.violations().getFirst().message() + ".",
                    "check " + contradictory.violations().getFirst().field()));
            sink.accept(new EvaluationEvent.Plan(therapy, List.of(), inadmissible, abstentions));
            sink.accept(summary.of(List.of(), inadmissible, OptionalDouble.empty(), Optional.empty()));
            return;
        }
        if (!scene.practice().isSupported()) {
            abstentions.add(new Abstention(
                    "LOW_SUPPORT", "The patient lies outside the population that the scores were calibrated on.", ""));
        }
        sink.accept(new EvaluationEvent.Plan(
                therapy,
                admissible.stream().map(each -> each.candidate().action().id()).toList(),
                inadmissible,
                abstentions));
        List<CandidateResult> results = evaluate(scene, admissible, report, sink, cancelled);
        OptionalDouble currentScore = results.stream()
                .filter(result -> result.candidate().action() instanceof DosingAction.Maintain)
                .findFirst()
                .map(CandidateResult::hyperScore)
                .orElse(OptionalDouble.empty());
        sink.accept(summary.of(results, inadmissible, currentScore, Optional.of(scene.twin())));
    }

    private record Judged(Candidate candidate, DoseCourse course, LogicJudgement judgement) {}

    /** Every one-step change, and the safety switches away from contraindicated drugs, with their proofs. */
    private List<Judged> judge(PatientFacts facts, Regimen current) {
        List<Candidate> candidates = new ArrayList<>(logic.compiled().oneStep(facts, current));
        candidates.addAll(logic.compiled().safetySwitches(facts, current));
        List<Judged> judged = new ArrayList<>();
        try (LogicEngine.PatientLogic patient = logic.forPatient(facts, current)) {
            candidates.forEach(candidate -> judged.add(new Judged(
                    candidate, logic.compiled().course(facts, current, candidate), patient.judge(candidate))));
        }
        return judged;
    }

    private List<CandidateResult> evaluate(
            PatientScene scene,
            List<Judged> admissible,
            CandidateReport report,
            Consumer<EvaluationEvent> sink,
            BooleanSupplier cancelled) {
        double weight = logic.rules().weight(Severity.ASSERTION);
        List<Work<CandidateResult>> work = admissible.stream()
                .map(each -> Work.on(
                        pool,
                        () -> report.evaluated(
                                CandidateFindings.of(
                                        scene, each.candidate(), each.course(), each.judgement(), novelty, weight),
                                scene)))
                .toList();
        List<CandidateResult> results = new ArrayList<>();
        for (Work<CandidateResult> each : work) {
            if (cancelled.getAsBoolean()) {
                work.forEach(Work::cancel);
                throw new CancellationException("the evaluation was cancelled");
            }
            CandidateResult result = each.get();
            results.add(result);
            sink.accept(result);
        }
        return results;
    }

    /** The findings of every admissible candidate of a patient, before calibrated scales; for calibration. */
    public List<CandidateFindings> findings(PatientState state, EvaluationOptions options) {
        GlycaemicGoal goal = GlycaemicGoal.of(state);
        PatientFacts facts = PatientFacts.of(state);
        PatientScene scene = PatientScene.of(state, state, facts, goal, options, novelty, logic.compiled(), pool);
        double weight = logic.rules().weight(Severity.ASSERTION);
        return judge(facts, state.currentTherapy().regimen()).stream()
                .filter(each -> each.judgement().admissible())
                .map(each ->
                        CandidateFindings.of(scene, each.candidate(), each.course(), each.judgement(), novelty, weight))
                .toList();
    }
}
