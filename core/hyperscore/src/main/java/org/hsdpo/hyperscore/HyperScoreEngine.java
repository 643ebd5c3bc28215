package org.hsdpo.hyperscore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
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
import org.hsdpo.hyperscore.sandbox.Simulation;

/**
 * Scores every admissible regimen one step around the current one.
 *
 * <p>The steps: state reasons to abstain; judge every candidate by the rules; simulate the admissible ones on the patient's
 * twin; score, criticise and fuse; sum up. Thread-safe. The same state, options and versions give the same events, however
 * many threads the pool has; only the order of the candidates is that in which they were finished.
 */
public final class HyperScoreEngine {
    private static final int REFERENCE_PATIENTS = 3_000;
    private static final long REFERENCE_SEED = 20_260_101;

    private final LogicEngine logic;
    private final NoveltyEngine novelty;
    private final Calibration calibration;
    private final ExecutorService pool;
    private final EngineRoom room;

    /**
     * @param calibration scales and weights
     * @param pool that does the simulation; its size bounds the parallel work
     * @param room where the engines work
     */
    public HyperScoreEngine(Calibration calibration, ExecutorService pool, EngineRoom room) {
        this(
                new LogicEngine(RuleBase.shipped()),
                new NoveltyEngine(
                        new PracticeIndex(ReferencePopulation.shipped().patients(REFERENCE_PATIENTS, REFERENCE_SEED))),
                calibration,
                pool,
                room);
    }

    private HyperScoreEngine(
            LogicEngine logic, NoveltyEngine novelty, Calibration calibration, ExecutorService pool, EngineRoom room) {
        this.logic = logic;
        this.novelty = novelty;
        this.calibration = calibration;
        this.pool = pool;
        this.room = room;
    }

    /** This engine with the rules of a site added to the shipped ones; all else is shared. */
    public HyperScoreEngine with(RuleBase rules) {
        return new HyperScoreEngine(new LogicEngine(rules), novelty, calibration, pool, room);
    }

    /** The engine with the shipped calibration, its engines unbounded. */
    public static HyperScoreEngine shipped(ExecutorService pool) {
        return shipped(pool, EngineRoom.OPEN);
    }

    /** The engine with the shipped calibration. */
    public static HyperScoreEngine shipped(ExecutorService pool, EngineRoom room) {
        return new HyperScoreEngine(Calibration.shipped(), pool, room);
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
     * @param sink takes the plan, then each admissible candidate as it is finished, then the summary; called on the calling
     *     thread
     * @param cancelled asked before the plan and before each candidate
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
        EvaluationSummary summary = new EvaluationSummary(state, therapy, facts, goal, options, logic, calibration);
        Regimen current = state.currentTherapy().regimen();
        if (!gate.evaluable()) {
            sink.accept(new EvaluationEvent.Plan(therapy, List.of(), List.of(), gate.abstentions()));
            sink.accept(summary.of(List.of(), List.of(), List.of(), OptionalDouble.empty(), Optional.empty()));
            return;
        }
        Work<PatientScene> sceneWork = Work.on(
                pool,
                () -> room.work(
                        Engine.SANDBOX,
                        () -> PatientScene.of(recorded, state, facts, goal, options, novelty, logic.compiled(), pool)));
        List<Judged> judged;
        try {
            judged = room.work(Engine.LOGIC, () -> judge(facts, current));
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException failure) {
            sceneWork.cancel();
            Abstention unproven = new Abstention(
                    "RULES_NOT_PROVEN",
                    "The rules could not be put to the patient (" + EngineStopped.why(failure)
                            + "), so no regimen may be proposed.",
                    "evaluate again");
            sink.accept(new EvaluationEvent.Plan(therapy, List.of(), List.of(), join(gate.abstentions(), unproven)));
            sink.accept(summary.of(List.of(), List.of(), List.of(), OptionalDouble.empty(), Optional.empty()));
            return;
        }
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
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException failure) {
            abstentions.add(withoutTwins(failure));
            sink.accept(new EvaluationEvent.Plan(therapy, List.of(), inadmissible, abstentions));
            sink.accept(summary.of(List.of(), List.of(), inadmissible, OptionalDouble.empty(), Optional.empty()));
            return;
        }
        if (!scene.practice().isSupported()) {
            abstentions.add(new Abstention(
                    "LOW_SUPPORT", "The patient lies outside the population that the scores were calibrated on.", ""));
        }
        if (cancelled.getAsBoolean()) {
            throw cancelled();
        }
        sink.accept(new EvaluationEvent.Plan(
                therapy,
                admissible.stream().map(each -> each.candidate().action().id()).toList(),
                inadmissible,
                abstentions));
        List<Evaluated> evaluated = evaluate(scene, admissible, report, sink, cancelled);
        List<CandidateResult> results =
                evaluated.stream().map(Evaluated::result).toList();
        OptionalDouble currentScore = results.stream()
                .filter(result -> result.candidate().action() instanceof DosingAction.Maintain)
                .findFirst()
                .map(CandidateResult::hyperScore)
                .orElse(OptionalDouble.empty());
        sink.accept(summary.of(
                results,
                evaluated.stream().flatMap(each -> each.simulation().stream()).toList(),
                inadmissible,
                currentScore,
                Optional.of(scene.twin())));
    }

    private static Abstention withoutTwins(RuntimeException failure) {
        if (failure instanceof InvalidInputException contradictory) {
            return new Abstention(
                    "DATA_CONTRADICTORY",
                    "No twin fits the record: "
                            + contradictory.violations().getFirst().message() + ".",
                    "check " + contradictory.violations().getFirst().field());
        }
        return new Abstention(
                "TWINS_FAILED",
                "The patient's twins could not be made (" + EngineStopped.why(failure)
                        + "), so no regimen can be compared with another.",
                "evaluate again");
    }

    private static List<Abstention> join(List<Abstention> abstentions, Abstention last) {
        List<Abstention> all = new ArrayList<>(abstentions);
        all.add(last);
        return all;
    }

    private static CancellationException cancelled() {
        return new CancellationException("the evaluation was cancelled");
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

    private record Evaluated(CandidateResult result, Optional<Simulation> simulation) {}

    /** @return in the order of the plan */
    private List<Evaluated> evaluate(
            PatientScene scene,
            List<Judged> admissible,
            CandidateReport report,
            Consumer<EvaluationEvent> sink,
            BooleanSupplier cancelled) {
        double weight = logic.rules().weight(Severity.ASSERTION);
        BlockingQueue<Integer> finished = new LinkedBlockingQueue<>();
        List<Work<Evaluated>> work = new ArrayList<>();
        for (int i = 0; i < admissible.size(); i++) {
            Judged each = admissible.get(i);
            Integer place = i;
            work.add(Work.on(
                    pool,
                    () -> {
                        CandidateFindings findings = CandidateFindings.of(
                                scene, each.candidate(), each.course(), each.judgement(), novelty, weight, room);
                        return new Evaluated(report.evaluated(findings, scene), findings.simulation());
                    },
                    () -> finished.add(place)));
        }
        Evaluated[] results = new Evaluated[admissible.size()];
        int next = 0;
        for (int done = 0; done < results.length; done++) {
            Integer place = finished.poll();
            while (place == null && next < work.size() && !cancelled.getAsBoolean()) {
                work.get(next++).doNow();
                place = finished.poll();
            }
            if (cancelled.getAsBoolean()) {
                work.forEach(Work::cancel);
                throw cancelled();
            }
            place = place == null ? taken(finished) : place;
            results[place] = work.get(place).get();
            sink.accept(results[place].result());
        }
        return List.of(results);
    }

    private static Integer taken(BlockingQueue<Integer> finished) {
        try {
            return finished.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
    }

    /** The findings of every admissible candidate of a patient, before calibrated scales; for calibration. */
    public List<CandidateFindings> findings(PatientState state, EvaluationOptions options) {
        GlycaemicGoal goal = GlycaemicGoal.of(state);
        PatientFacts facts = PatientFacts.of(state);
        PatientScene scene = PatientScene.of(state, state, facts, goal, options, novelty, logic.compiled(), pool);
        double weight = logic.rules().weight(Severity.ASSERTION);
        return judge(facts, state.currentTherapy().regimen()).stream()
                .filter(each -> each.judgement().admissible())
                .map(each -> CandidateFindings.of(
                        scene, each.candidate(), each.course(), each.judgement(), novelty, weight, room))
                .toList();
    }
}
