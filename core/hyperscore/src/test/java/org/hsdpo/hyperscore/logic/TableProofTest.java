package org.hsdpo.hyperscore.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.testing.PatientBuilder;
import org.hsdpo.hyperscore.logic.Solver.Assertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The compiled tables are the solver's: every row of every rule, and every way in which a number can be known against every
 * bound that a rule sets. Whether a number lies within a bound depends on the order of the numbers alone, so that one
 * case of each order is a proof for all.
 */
class TableProofTest {
    private static final Solver SOLVER = new Solver();

    @AfterAll
    static void close() {
        SOLVER.close();
    }

    static List<Rule> rules() {
        return RuleBase.shipped().rules();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRowOfARuleIsWhatTheSolverSays(Rule rule) {
        assertThat(TableProof.differences(SOLVER, rule, DecisionTable.of(rule))).isEmpty();
    }

    @Test
    void aTableOfAnotherRuleIsNotProven() {
        Rule below30 = rule("metformin-egfr-below-30");
        Rule dialysis = rule("metformin-dialysis");
        assertThat(TableProof.differences(SOLVER, notStarted(below30), DecisionTable.of(dialysis)))
                .isNotEmpty();
    }

    private static Rule rule(String id) {
        return rules().stream().filter(rule -> rule.id().equals(id)).findFirst().orElseThrow();
    }

    /** A rule that owes the contrary of another. */
    private static Rule notStarted(Rule rule) {
        return new Rule(
                0,
                "contrary",
                rule.severity(),
                rule.hard(),
                rule.drugs(),
                rule.audience(),
                rule.premise(),
                new Condition.Takes(Set.of(Drug.METFORMIN)),
                rule.words(),
                rule.ask(),
                rule.source(),
                rule.weight());
    }

    static Stream<Condition.Within> bounds() {
        return rules().stream()
                .flatMap(Rule::atoms)
                .flatMap(TableProofTest::unfolded)
                .filter(Condition.Within.class::isInstance)
                .map(Condition.Within.class::cast)
                .distinct();
    }

    private static Stream<Condition> unfolded(Condition atom) {
        return atom instanceof Condition.Stated(Condition part) ? part.atoms() : Stream.of(atom);
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void aNumberIsReadAsTheSolverReadsIt(Condition.Within atom) {
        if (atom.fact().equals(NumericFact.AGE)) {
            for (double age : around(atom.bounds())) {
                agree(
                        atom,
                        PatientFacts.madeUp(
                                Map.of(NumericFact.AGE, age),
                                Set.of(),
                                Set.of(),
                                java.util.Optional.empty(),
                                Set.of(),
                                Set.of(),
                                Map.of()));
            }
            return;
        }
        Measurement measurement = Measurement.values()[atom.fact().index()];
        for (double number : around(atom.bounds())) {
            for (Bound bound : Bound.values()) {
                boolean possible = bound.admits(atom.fact().possible().low(), number)
                        || bound.admits(atom.fact().possible().high(), number);
                if (bound.isExact() || possible) {
                    PatientState patient = PatientBuilder.aPatient()
                            .with(measurement, bound, number)
                            .build();
                    agree(atom, PatientFacts.of(patient));
                }
            }
        }
        agree(atom, PatientFacts.of(PatientBuilder.aPatient().build()));
    }

    /** Below, at, between and above the ends of a bound, and at the ends of what is possible. */
    private static List<Double> around(Bounds bounds) {
        List<Double> numbers = new ArrayList<>();
        for (double end : new double[] {bounds.low(), bounds.high()}) {
            if (Double.isFinite(end)) {
                numbers.addAll(List.of(end - 0.25, end, end + 0.25));
            }
        }
        return numbers.stream()
                .filter(number -> number >= 0)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static void agree(Condition.Within atom, PatientFacts facts) {
        Assertion known = SOLVER.fact(atom, facts).orElseThrow();
        Assertion holds = new Assertion(SOLVER.formula(atom), "holds");
        Assertion fails = new Assertion(SOLVER.not(SOLVER.formula(atom)), "fails");
        Map<Truth, Boolean> entailed = new HashMap<>();
        entailed.put(Truth.TRUE, SOLVER.isUnsatisfiable(List.of(known, fails)));
        entailed.put(Truth.FALSE, SOLVER.isUnsatisfiable(List.of(known, holds)));
        Truth solved = entailed.get(Truth.TRUE) ? Truth.TRUE : entailed.get(Truth.FALSE) ? Truth.FALSE : Truth.UNKNOWN;
        double[] none = new double[Drug.COUNT];
        assertThat(new Kleene(facts, none, none).of(atom))
                .as("%s, %s", atom, known.words())
                .isEqualTo(solved);
    }

    @Test
    void aDosePerKilogramIsReadAsTheSolverReadsIt() {
        Condition.DosePerKilogramAtMost atom = new Condition.DosePerKilogramAtMost(Drug.INSULIN_GLARGINE, 0.2);
        // The limit is met at 10 U for 50 kg.
        for (double dose : new double[] {0, 9.5, 10, 10.5, 200}) {
            for (Bound bound : Bound.values()) {
                PatientFacts facts = PatientFacts.of(PatientBuilder.aPatient()
                        .with(Measurement.WEIGHT, bound, 50)
                        .build());
                double[] after = new double[Drug.COUNT];
                after[Drug.INSULIN_GLARGINE.ordinal()] = dose;
                List<Assertion> known =
                        List.of(SOLVER.fact(atom, facts).orElseThrow(), SOLVER.doses(Drug.INSULIN_GLARGINE, 0, dose));
                Truth solved = SOLVER.isUnsatisfiable(with(known, SOLVER.not(SOLVER.formula(atom))))
                        ? Truth.TRUE
                        : SOLVER.isUnsatisfiable(with(known, SOLVER.formula(atom))) ? Truth.FALSE : Truth.UNKNOWN;
                assertThat(new Kleene(facts, new double[Drug.COUNT], after).of(atom))
                        .as("%s U, weight %s 50", dose, bound)
                        .isEqualTo(solved);
            }
        }
    }

    private static List<Assertion> with(List<Assertion> known, org.sosy_lab.java_smt.api.BooleanFormula formula) {
        List<Assertion> all = new ArrayList<>(known);
        all.add(new Assertion(formula, ""));
        return all;
    }
}
