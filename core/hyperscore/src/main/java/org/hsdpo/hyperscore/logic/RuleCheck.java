package org.hsdpo.hyperscore.logic;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.hyperscore.logic.Solver.Assertion;
import org.sosy_lab.java_smt.api.BooleanFormula;

/**
 * Finds rules that cannot be meant: a premise nobody or everybody fulfils, an obligation nobody can break or keep, two
 * atoms on one fact (which three-valued evaluation could not decide as the solver does), and hard rules that together
 * leave nobody to whom a drug may be given, let drugs wait for each other so that none can be the first, or leave a patient
 * no regimen at all.
 */
final class RuleCheck {
    private static final int MOST_REGIMENS = 100;

    private RuleCheck() {}

    /**
     * What defeats a rule set, each fault naming the rule; the rules together are looked at where each is sound by itself.
     *
     * @param ofSite rules that a site adds: one of them may forbid a drug to everybody, which is a choice of the site's
     */
    static List<String> faults(List<Rule> rules, Set<Rule> ofSite) {
        List<String> faults = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Rule rule : rules) {
            collect(faults, () -> checkForm(rule, ids));
        }
        if (!faults.isEmpty()) {
            return faults;
        }
        List<Rule> hard = rules.stream().filter(Rule::hard).toList();
        try (Solver solver = new Solver()) {
            rules.forEach(rule -> collect(faults, () -> checkMeaning(solver, rule)));
            if (!faults.isEmpty()) {
                return faults;
            }
            for (Drug drug : Drug.values()) {
                boolean meant = ofSite.stream().anyMatch(rule -> isForbidden(solver, List.of(rule), drug));
                if (!meant) {
                    collect(faults, () -> checkDrugCanBeGiven(solver, hard, drug));
                }
            }
            collect(faults, () -> checkDrugsCanBeStarted(solver, hard));
        }
        collect(faults, () -> checkEverybodyCanBeTreated(hard));
        return faults;
    }

    private static void collect(List<String> faults, Runnable check) {
        try {
            check.run();
        } catch (IllegalStateException fault) {
            faults.add(fault.getMessage());
        }
    }

    private static void checkForm(Rule rule, Set<String> ids) {
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
        DecisionTable.of(rule);
    }

    private static boolean isForbidden(Solver solver, List<Rule> hard, Drug drug) {
        List<Assertion> all = obeyed(solver, hard);
        all.add(new Assertion(solver.takes(drug), drug.id()));
        return solver.isUnsatisfiable(all);
    }

    private static void checkMeaning(Solver solver, Rule rule) {
        List<Assertion> world = new World(solver, List.of(rule)).laws();
        rule.premise().ifPresent(premise -> {
            if (contradicts(solver, world, solver.formula(premise))) {
                throw refused(rule, "has a premise that nobody fulfils");
            }
            if (contradicts(solver, world, solver.not(solver.formula(premise)))) {
                throw refused(rule, "has a premise that everybody fulfils: leave it out");
            }
        });
        if (contradicts(solver, world, solver.broken(rule))) {
            throw refused(rule, "cannot be broken");
        }
        if (contradicts(solver, world, solver.obligation(rule))) {
            throw refused(rule, "cannot be kept");
        }
    }

    private static void checkDrugCanBeGiven(Solver solver, List<Rule> hard, Drug drug) {
        List<Assertion> all = obeyed(solver, hard);
        all.add(new Assertion(solver.takes(drug), drug.id()));
        solver.minimalCore(all).ifPresent(core -> {
            throw new IllegalStateException(
                    "the hard rules leave nobody who may take " + drug.id() + ": " + words(core));
        });
    }

    /**
     * Rules are circular where each of some drugs may be started only after another of them. A drug can be started if the
     * rules allow it beside drugs that can be started; what is left when no further drug can be is stuck in a circle.
     */
    private static void checkDrugsCanBeStarted(Solver solver, List<Rule> hard) {
        EnumSet<Drug> startable = EnumSet.noneOf(Drug.class);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Drug drug : EnumSet.complementOf(EnumSet.copyOf(startable))) {
                if (!solver.isUnsatisfiable(started(solver, hard, drug, startable))) {
                    startable.add(drug);
                    grown = true;
                }
            }
        }
        Set<String> ids = hard.stream().map(Rule::id).collect(Collectors.toSet());
        Map<String, Set<String>> waiting = new TreeMap<>();
        for (Drug drug : EnumSet.complementOf(EnumSet.copyOf(startable))) {
            // A single rule that ends the start of a drug for everybody is meant; several that wait for each other are
            // not.
            boolean meant = hard.stream()
                    .anyMatch(rule ->
                            solver.isUnsatisfiable(started(solver, List.of(rule), drug, EnumSet.allOf(Drug.class))));
            if (!meant) {
                Set<String> rules = new TreeSet<>(words(solver.minimalCore(started(solver, hard, drug, startable))
                        .orElseThrow()));
                rules.retainAll(ids);
                waiting.put(drug.id(), rules);
            }
        }
        if (!waiting.isEmpty()) {
            throw new IllegalStateException(
                    "the hard rules are circular: none of these drugs can be started before another"
                            + " of them, each with its rules: " + waiting);
        }
    }

    private static List<Assertion> started(Solver solver, List<Rule> hard, Drug drug, Set<Drug> beside) {
        List<Assertion> all = obeyed(solver, hard);
        all.add(new Assertion(solver.takes(drug), drug.id()));
        all.add(new Assertion(solver.notTakenBefore(drug), drug.id() + " not taken before"));
        for (Drug other : Drug.values()) {
            if (other != drug) {
                all.add(new Assertion(solver.unchanged(other), other.id() + " as before"));
                if (!beside.contains(other)) {
                    all.add(new Assertion(solver.notTakenBefore(other), "without " + other.id()));
                }
            }
        }
        return all;
    }

    /**
     * Rules contradict each other where they leave a patient no regimen at all. A patient for whom no known regimen will do
     * is looked for, then a regimen for that patient, in turn, until there is no such patient or no such regimen.
     */
    private static void checkEverybodyCanBeTreated(List<Rule> hard) {
        List<Rule> demanding =
                hard.stream().filter(rule -> rule.drugs().isEmpty()).toList();
        if (demanding.isEmpty()) {
            // Without any drug no rule applies.
            return;
        }
        try (Solver solver = Solver.findingExamples()) {
            World world = new World(solver, hard);
            List<double[]> regimens = new ArrayList<>(List.of(new double[Drug.COUNT]));
            while (regimens.size() <= MOST_REGIMENS) {
                Optional<Witness> patient = untreated(solver, world, hard, regimens);
                if (patient.isEmpty()) {
                    return;
                }
                Optional<double[]> regimen = regimenFor(solver, world, hard, patient.get());
                if (regimen.isEmpty()) {
                    throw new IllegalStateException("the hard rules contradict each other: they leave no regimen to a"
                            + " patient with " + patient.get().inWords() + "; rules "
                            + demanding.stream().map(Rule::id).toList());
                }
                regimens.add(regimen.get());
            }
            throw new IllegalStateException(
                    "the hard rules ask so much of a regimen that it cannot be shown that every patient"
                            + " has one; rules "
                            + demanding.stream().map(Rule::id).toList());
        }
    }

    /** A patient without treatment to whom each of the regimens is forbidden by a rule. */
    private static Optional<Witness> untreated(Solver solver, World world, List<Rule> hard, List<double[]> regimens) {
        List<Assertion> all = new ArrayList<>(world.laws());
        all.addAll(world.completeRecord());
        for (Drug drug : Drug.values()) {
            all.add(new Assertion(solver.notTakenBefore(drug), "untreated"));
        }
        for (double[] regimen : regimens) {
            all.add(new Assertion(
                    solver.or(hard.stream()
                            .map(rule -> solver.brokenBy(rule, regimen))
                            .toList()),
                    "forbidden"));
        }
        return solver.example(all, world.atoms());
    }

    private static Optional<double[]> regimenFor(Solver solver, World world, List<Rule> hard, Witness patient) {
        List<Assertion> all = new ArrayList<>(world.doses());
        for (Rule rule : hard) {
            rule.patientAtoms()
                    .forEach(atom -> solver.fact(atom, patient.facts()).ifPresent(all::add));
            all.add(new Assertion(solver.not(solver.broken(rule)), rule.id()));
        }
        for (Drug drug : Drug.values()) {
            all.add(new Assertion(solver.notTakenBefore(drug), "untreated"));
        }
        return solver.example(all, world.atoms()).map(Witness::after);
    }

    /** That all rules are obeyed by a possible patient and regimen. */
    private static List<Assertion> obeyed(Solver solver, List<Rule> hard) {
        List<Assertion> all = new ArrayList<>(new World(solver, hard).laws());
        hard.forEach(rule -> all.add(new Assertion(solver.not(solver.broken(rule)), rule.id())));
        return all;
    }

    private static List<String> words(List<Assertion> core) {
        return core.stream().map(Assertion::words).toList();
    }

    private static boolean contradicts(Solver solver, List<Assertion> world, BooleanFormula formula) {
        List<Assertion> all = new ArrayList<>(world);
        all.add(new Assertion(formula, ""));
        return solver.isUnsatisfiable(all);
    }

    private static IllegalStateException refused(Rule rule, String why) {
        return new IllegalStateException("rule " + rule.id() + " " + why);
    }
}
