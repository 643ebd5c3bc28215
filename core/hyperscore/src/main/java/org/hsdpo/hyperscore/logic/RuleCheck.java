package org.hsdpo.hyperscore.logic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.hyperscore.logic.Solver.Assertion;

/**
 * Finds rules that cannot be meant: a premise nobody or everybody fulfils, an obligation nobody can break or keep, two
 * atoms on one fact (which three-valued evaluation could not decide as the solver does), and hard rules that together
 * leave nobody to whom a drug may be given.
 */
final class RuleCheck {
    private RuleCheck() {}

    /**
     * Refuses a rule set that defeats itself.
     *
     * @throws IllegalStateException naming the rule and what is wrong with it
     */
    static void check(List<Rule> rules) {
        Set<String> ids = new HashSet<>();
        for (Rule rule : rules) {
            if (!ids.add(rule.id())) {
                throw refused(rule, "stands twice");
            }
            Set<String> facts = new HashSet<>();
            rule.patientAtoms().flatMap(Condition::factKeys).forEach(key -> {
                if (!facts.add(key)) {
                    throw refused(rule, "mentions " + key + " twice; give the bounds together or split the rule");
                }
            });
            if (!rule.drugs().isEmpty() && !rule.mentionedDrugs().containsAll(rule.drugs())) {
                throw refused(rule, "restrains a drug that its conditions do not mention");
            }
        }
        try (Solver solver = new Solver()) {
            for (Rule rule : rules) {
                checkMeaning(solver, rule);
            }
            for (Drug drug : Drug.values()) {
                checkDrugCanBeGiven(solver, rules, drug);
            }
        }
    }

    private static void checkMeaning(Solver solver, Rule rule) {
        List<Assertion> world = world(solver, List.of(rule));
        rule.premise().ifPresent(when -> {
            if (contradicts(solver, world, new Assertion(solver.formula(when), "when"))) {
                throw refused(rule, "has a premise that nobody fulfils");
            }
            if (contradicts(solver, world, new Assertion(solver.not(solver.formula(when)), "not when"))) {
                throw refused(rule, "has a premise that everybody fulfils: leave it out");
            }
        });
        if (contradicts(solver, world, new Assertion(solver.not(solver.obligation(rule)), "broken"))) {
            throw refused(rule, "cannot be broken");
        }
        if (contradicts(solver, world, new Assertion(solver.obligation(rule), "kept"))) {
            throw refused(rule, "cannot be kept");
        }
    }

    private static void checkDrugCanBeGiven(Solver solver, List<Rule> rules, Drug drug) {
        List<Rule> hard = rules.stream().filter(Rule::hard).toList();
        List<Assertion> all = new ArrayList<>(world(solver, hard));
        hard.forEach(rule -> all.add(new Assertion(solver.obligation(rule), rule.id())));
        all.add(new Assertion(solver.takes(drug), drug.id()));
        solver.minimalCore(all).ifPresent(core -> {
            throw new IllegalStateException("the hard rules leave nobody who may take " + drug.id() + ": "
                    + core.stream().map(Assertion::words).toList());
        });
    }

    private static boolean contradicts(Solver solver, List<Assertion> world, Assertion assertion) {
        List<Assertion> all = new ArrayList<>(world);
        all.add(assertion);
        return solver.isUnsatisfiable(all);
    }

    /** What holds of every patient and regimen. */
    private static List<Assertion> world(Solver solver, List<Rule> rules) {
        List<Assertion> world = new ArrayList<>();
        rules.stream()
                .flatMap(Rule::patientAtoms)
                .flatMap(atom -> switch (atom) {
                    case Condition.Within within -> Stream.of(within.fact());
                    case Condition.DosePerKilogramAtMost ignored ->
                        Stream.of(NumericFact.byId("weight").orElseThrow());
                    default -> Stream.<NumericFact>empty();
                })
                .distinct()
                .forEach(fact -> world.add(new Assertion(solver.possible(fact), "possible " + fact.id())));
        rules.stream()
                .flatMap(rule -> rule.mentionedDrugs().stream())
                .distinct()
                .forEach(drug -> world.add(new Assertion(solver.possible(drug), "possible doses of " + drug.id())));
        return world;
    }

    private static IllegalStateException refused(Rule rule, String why) {
        return new IllegalStateException("rule " + rule.id() + " " + why);
    }
}
