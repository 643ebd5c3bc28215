package org.hsdpo.hyperscore.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.hyperscore.logic.Solver.Assertion;

/**
 * Proves, for each rule that applies to a candidate, that it is kept, broken or undecided, with an SMT solver.
 * Thread-safe: every patient's questions go to a solver of their own.
 */
public final class LogicEngine {
    /** A solver keeps every term it has seen: it is replaced before that matters. */
    private static final int QUESTIONS_PER_SOLVER = 20_000;

    private final RuleBase base;
    private final CompiledRules compiled;
    private final BlockingQueue<PooledSolver> idle = new ArrayBlockingQueue<>(8);

    public LogicEngine(RuleBase base) {
        this.base = base;
        this.compiled = CompiledRules.of(base);
    }

    private static final class PooledSolver {
        private final Solver solver = new Solver();
        private int questions;
    }

    /** What the rules say of one candidate; for several of one patient see {@link #forPatient}. */
    public LogicJudgement judge(PatientState state, Regimen current, Candidate candidate) {
        try (PatientLogic logic = forPatient(PatientFacts.of(state), current)) {
            return logic.judge(candidate);
        }
    }

    /** Whether a candidate may be proposed, by three-valued evaluation, without proofs. */
    public boolean admissible(PatientState state, Regimen current, Candidate candidate) {
        return compiled.admissible(state, current, candidate);
    }

    /** Questions about one patient who takes a regimen now. To be closed; for one thread. */
    public PatientLogic forPatient(PatientFacts facts, Regimen current) {
        PooledSolver solver = idle.poll();
        return new PatientLogic(facts, current, solver == null ? new PooledSolver() : solver);
    }

    /** The rules. */
    public RuleBase rules() {
        return base;
    }

    /** The rules by three-valued evaluation. */
    public CompiledRules compiled() {
        return compiled;
    }

    /** The rules applied to one patient. */
    public final class PatientLogic implements AutoCloseable {
        private final PatientFacts facts;
        private final double[] current;
        private final PooledSolver pooled;
        private final Solver solver;
        private final Map<Question, Proof> answers = new HashMap<>();
        private final Admissibility admissibility;
        /** A question was not finished: the solver's state is not known. */
        private boolean inDoubt;

        /** A rule's answer depends on nothing but the doses of the drugs it mentions. */
        private record Question(int rule, List<Double> doses) {}

        private PatientLogic(PatientFacts facts, Regimen current, PooledSolver pooled) {
            this.facts = facts;
            this.current = current.toArray();
            this.pooled = pooled;
            this.solver = pooled.solver;
            this.admissibility = new Admissibility(
                    base.rules().stream().filter(Rule::hard).toList(), this.current, (rule, after) -> proof(rule, after)
                            .status());
        }

        public LogicJudgement judge(Candidate candidate) {
            inDoubt = true;
            LogicJudgement judgement = judged(candidate);
            inDoubt = false;
            return judgement;
        }

        private LogicJudgement judged(Candidate candidate) {
            double[] after = candidate.regimen().toArray();
            List<Proof> proofs = new ArrayList<>();
            Kleene kleene = new Kleene(facts, current, after);
            for (Rule rule : base.rules()) {
                if (rule.appliesTo(after) && kleene.concerns(rule)) {
                    proofs.add(proof(rule, after));
                }
            }
            return LogicJudgement.of(admissibility.of(candidate), proofs);
        }

        Proof proof(Rule rule, double[] after) {
            List<Double> doses = rule.mentionedDrugs().stream()
                    .sorted()
                    .map(drug -> after[drug.ordinal()])
                    .toList();
            return answers.computeIfAbsent(new Question(rule.position(), doses), question -> prove(rule, after));
        }

        private Proof prove(Rule rule, double[] after) {
            pooled.questions++;
            List<Assertion> premises = new ArrayList<>();
            rule.patientAtoms().forEach(atom -> solver.fact(atom, facts).ifPresent(premises::add));
            for (Drug drug : rule.mentionedDrugs().stream().sorted().toList()) {
                premises.add(solver.doses(drug, current[drug.ordinal()], after[drug.ordinal()]));
            }
            Assertion kept = new Assertion(solver.obligation(rule), "rule " + rule.id());
            Assertion broken = new Assertion(solver.not(kept.formula()), "breach of rule " + rule.id());
            Optional<List<Assertion>> whyProven = solver.core(append(premises, broken));
            if (whyProven.isPresent()) {
                List<String> reasons = words(whyProven.get(), broken);
                return answer(
                        rule,
                        ProofStatus.PROVEN,
                        rule.words() + " Kept: " + String.join("; ", reasons) + ".",
                        reasons,
                        List.of());
            }
            Optional<List<Assertion>> whyViolated = solver.minimalCore(append(premises, kept));
            if (whyViolated.isPresent()) {
                List<String> reasons = words(whyViolated.get(), kept);
                List<String> core = new ArrayList<>(reasons);
                core.add(kept.words());
                return answer(
                        rule,
                        ProofStatus.VIOLATED,
                        rule.words() + " Here: " + String.join("; ", reasons) + ".",
                        core,
                        List.of());
            }
            List<String> missing = missing(rule, after);
            return answer(
                    rule,
                    ProofStatus.UNDECIDED,
                    rule.words() + " Not decidable: " + String.join("; ", missing) + ".",
                    List.of(),
                    missing);
        }

        private List<String> missing(Rule rule, double[] after) {
            List<String> missing = new ArrayList<>();
            Kleene kleene = new Kleene(facts, current, after);
            rule.premise().ifPresent(premise -> collectUnknown(premise, kleene, missing));
            collectUnknown(rule.then(), kleene, missing);
            rule.ask().ifPresent(missing::add);
            return missing;
        }

        private void collectUnknown(Condition condition, Kleene kleene, List<String> missing) {
            if (kleene.evaluate(condition) != Truth.UNKNOWN) {
                return;
            }
            switch (condition) {
                case Condition.All(List<Condition> parts) ->
                    parts.forEach(part -> collectUnknown(part, kleene, missing));
                case Condition.Any(List<Condition> parts) ->
                    parts.forEach(part -> collectUnknown(part, kleene, missing));
                case Condition.Not(Condition part) -> collectUnknown(part, kleene, missing);
                default -> missing.add(facts.missing(condition));
            }
        }

        private Proof answer(
                Rule rule, ProofStatus status, String explanation, List<String> core, List<String> missing) {
            return new Proof(
                    rule.id(),
                    rule.severity(),
                    rule.hard(),
                    status,
                    explanation,
                    core,
                    missing,
                    rule.source(),
                    rule.weight());
        }

        @Override
        public void close() {
            if (inDoubt || pooled.questions > QUESTIONS_PER_SOLVER || !idle.offer(pooled)) {
                solver.close();
            }
        }
    }

    private static List<Assertion> append(List<Assertion> premises, Assertion last) {
        List<Assertion> all = new ArrayList<>(premises);
        all.add(last);
        return all;
    }

    private static List<String> words(List<Assertion> core, Assertion without) {
        return core.stream()
                .filter(assertion -> assertion != without)
                .map(Assertion::words)
                .toList();
    }
}
