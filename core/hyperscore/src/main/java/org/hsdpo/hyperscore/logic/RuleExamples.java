package org.hsdpo.hyperscore.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hsdpo.hyperscore.logic.Solver.Assertion;
import org.sosy_lab.java_smt.api.BooleanFormula;

/**
 * Patients that the solver makes up for a rule, so that no rule goes without: one who breaks it, one of whom it asks the
 * same and who keeps it, and one who does what it forbids and is not meant by it.
 *
 * @param breaks breaks the rule
 * @param keeps is meant by the rule and keeps it
 * @param spared is not meant by the rule; empty where it means everybody
 */
record RuleExamples(Witness breaks, Witness keeps, Optional<Witness> spared) {
    /**
     * @param solver one that finds examples
     * @throws IllegalStateException where there is no such patient
     */
    static RuleExamples of(Solver solver, Rule rule) {
        BooleanFormula meant = rule.premise().map(solver::formula).orElseGet(() -> solver.and(List.of()));
        BooleanFormula kept = solver.formula(rule.then());
        BooleanFormula applies = solver.applies(rule);
        Witness breaks = example(solver, rule, List.of(applies, meant, solver.not(kept)))
                .orElseThrow(() -> new IllegalStateException("rule " + rule.id() + " cannot be broken"));
        // "Avoid" is kept by not taking the drug at all.
        Witness keeps = example(solver, rule, List.of(applies, meant, kept))
                .or(() -> example(solver, rule, List.of(meant, kept)))
                .orElseThrow(() -> new IllegalStateException("rule " + rule.id() + " cannot be kept"));
        return new RuleExamples(
                breaks, keeps, example(solver, rule, List.of(applies, solver.not(meant), solver.not(kept))));
    }

    private static Optional<Witness> example(Solver solver, Rule rule, List<BooleanFormula> wanted) {
        World world = new World(solver, List.of(rule));
        List<Assertion> asked = new ArrayList<>(world.laws());
        asked.addAll(world.completeRecord());
        wanted.forEach(formula -> asked.add(new Assertion(formula, "")));
        List<Assertion> usual = new ArrayList<>(asked);
        usual.addAll(world.usual());
        return solver.example(usual, world.atoms()).or(() -> solver.example(asked, world.atoms()));
    }
}
