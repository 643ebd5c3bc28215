package org.hsdpo.hyperscore.logic;

import java.util.ArrayList;
import java.util.List;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.hyperscore.logic.Solver.Assertion;
import org.sosy_lab.java_smt.api.BooleanFormula;

/**
 * Proves a decision table equal to the solver, row by row: of what is known in a row, the solver is asked whether it
 * entails the obligation, its breach, or neither.
 *
 * <p>An answer about a patient is one row. What is known of a patient is known of the atoms one by one, since no fact
 * stands in two atoms of a rule ({@link RuleCheck}); so the rows are all there is to prove of a rule, beside the reading of
 * the single atoms.
 */
final class TableProof {
    private TableProof() {}

    /**
     * The rows in which table and solver differ, in words; empty where the table is proven.
     *
     * @param solver without further assertions
     */
    static List<String> differences(Solver solver, Rule rule, DecisionTable table) {
        List<String> differences = new ArrayList<>();
        List<Assertion> laws = new World(solver, List.of(rule)).doses();
        for (int row = 0; row < table.size(); row++) {
            List<Assertion> known = new ArrayList<>(laws);
            boolean met = true;
            for (int i = 0; i < table.atoms().size(); i++) {
                Condition atom = table.atoms().get(i);
                Truth truth = table.knowledge(row).get(i);
                switch (truth) {
                    case TRUE -> known.add(new Assertion(solver.formula(atom), atom.toString()));
                    case FALSE -> known.add(new Assertion(solver.not(solver.formula(atom)), "not " + atom));
                    // Doses and what the record states are always known.
                    case UNKNOWN -> met &= isAboutThePatient(atom);
                }
            }
            if (met && !solver.isUnsatisfiable(known)) {
                ProofStatus solved = solved(solver, rule, known);
                if (solved != table.status(row)) {
                    differences.add(rule.id() + " with " + table.knowledge(row) + " of " + table.atoms()
                            + ": the table says " + table.status(row) + ", the solver " + solved);
                }
            }
        }
        return differences;
    }

    private static boolean isAboutThePatient(Condition atom) {
        return !(atom instanceof Condition.Stated)
                && atom.patientAtoms().findAny().isPresent();
    }

    private static ProofStatus solved(Solver solver, Rule rule, List<Assertion> known) {
        if (contradicts(solver, known, solver.not(solver.obligation(rule)))) {
            return ProofStatus.PROVEN;
        }
        return contradicts(solver, known, solver.obligation(rule)) ? ProofStatus.VIOLATED : ProofStatus.UNDECIDED;
    }

    private static boolean contradicts(Solver solver, List<Assertion> known, BooleanFormula formula) {
        List<Assertion> all = new ArrayList<>(known);
        all.add(new Assertion(formula, ""));
        return solver.isUnsatisfiable(all);
    }
}
