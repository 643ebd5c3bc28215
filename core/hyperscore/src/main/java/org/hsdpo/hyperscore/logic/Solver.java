package org.hsdpo.hyperscore.logic;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.sosy_lab.common.ShutdownNotifier;
import org.sosy_lab.common.configuration.Configuration;
import org.sosy_lab.common.configuration.InvalidConfigurationException;
import org.sosy_lab.common.log.LogManager;
import org.sosy_lab.common.rationals.Rational;
import org.sosy_lab.java_smt.SolverContextFactory;
import org.sosy_lab.java_smt.SolverContextFactory.Solvers;
import org.sosy_lab.java_smt.api.BooleanFormula;
import org.sosy_lab.java_smt.api.BooleanFormulaManager;
import org.sosy_lab.java_smt.api.Model;
import org.sosy_lab.java_smt.api.NumeralFormula.RationalFormula;
import org.sosy_lab.java_smt.api.ProverEnvironment;
import org.sosy_lab.java_smt.api.RationalFormulaManager;
import org.sosy_lab.java_smt.api.SolverContext;
import org.sosy_lab.java_smt.api.SolverContext.ProverOptions;
import org.sosy_lab.java_smt.api.SolverException;

/**
 * Rules, facts and regimens as formulas of linear real arithmetic, decided by SMTInterpol (Christ, Hoenicke, Nutz 2012,
 * SPIN, LNCS 7385:248). Not thread-safe: one for each use.
 */
final class Solver implements AutoCloseable {
    /** A formula and what it says. */
    record Assertion(BooleanFormula formula, String words) {}

    private final SolverContext context;
    private final ProverEnvironment prover;
    private final BooleanFormulaManager bool;
    private final RationalFormulaManager real;
    private final Map<Rule, BooleanFormula> obligations = new HashMap<>();

    /** A solver that proves. */
    Solver() {
        this(ProverOptions.GENERATE_UNSAT_CORE);
    }

    /** A solver that also finds examples; slower. */
    static Solver findingExamples() {
        return new Solver(ProverOptions.GENERATE_UNSAT_CORE, ProverOptions.GENERATE_MODELS);
    }

    private Solver(ProverOptions... options) {
        try {
            context = SolverContextFactory.createSolverContext(
                    Configuration.defaultConfiguration(),
                    LogManager.createNullLogManager(),
                    ShutdownNotifier.createDummy(),
                    Solvers.SMTINTERPOL);
        } catch (InvalidConfigurationException e) {
            throw new IllegalStateException("the SMT solver cannot be configured", e);
        }
        bool = context.getFormulaManager().getBooleanFormulaManager();
        real = context.getFormulaManager().getRationalFormulaManager();
        prover = context.newProverEnvironment(options);
    }

    /** Whether the assertions contradict each other. */
    boolean isUnsatisfiable(List<Assertion> assertions) {
        return core(assertions).isPresent();
    }

    /** A minimal contradictory subset in the given order, or empty where the assertions are consistent. */
    Optional<List<Assertion>> minimalCore(List<Assertion> assertions) {
        return core(assertions).map(this::minimised);
    }

    /** A contradictory subset in the given order, not always minimal, or empty where they are consistent. */
    Optional<List<Assertion>> core(List<Assertion> assertions) {
        try {
            prover.push();
            try {
                for (Assertion assertion : assertions) {
                    prover.addConstraint(assertion.formula());
                }
                if (!prover.isUnsat()) {
                    return Optional.empty();
                }
                Set<BooleanFormula> core = Set.copyOf(prover.getUnsatCore());
                return Optional.of(assertions.stream()
                        .filter(assertion -> core.contains(assertion.formula()))
                        .toList());
            } finally {
                prover.pop();
            }
        } catch (SolverException e) {
            throw new IllegalStateException("the SMT solver failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the SMT solver ran", e);
        }
    }

    /**
     * A patient and a change of doses for which all assertions hold, or empty where they contradict each other.
     *
     * @param atoms what the example has to say something of
     */
    Optional<Witness> example(List<Assertion> assertions, List<Condition> atoms) {
        try {
            prover.push();
            try {
                for (Assertion assertion : assertions) {
                    prover.addConstraint(assertion.formula());
                }
                if (prover.isUnsat()) {
                    return Optional.empty();
                }
                try (Model model = prover.getModel()) {
                    return Optional.of(witness(model, atoms));
                }
            } finally {
                prover.pop();
            }
        } catch (SolverException e) {
            throw new IllegalStateException("the SMT solver failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the SMT solver ran", e);
        }
    }

    private Witness witness(Model model, List<Condition> atoms) {
        Witness.Builder found = new Witness.Builder();
        for (Condition atom : atoms) {
            switch (atom) {
                case Condition.Within(NumericFact fact, Bounds ignored) ->
                    found.number(fact, value(model, number(fact)));
                case Condition.DosePerKilogramAtMost ignored -> {
                    NumericFact weight = NumericFact.of(Measurement.WEIGHT);
                    found.number(weight, value(model, number(weight)));
                }
                case Condition.Has(ConditionConcept concept) -> found.has(concept, holds(model, formula(atom)));
                case Condition.Had(ConditionConcept concept) -> found.had(concept, holds(model, formula(atom)));
                case Condition.SexIs ignored ->
                    found.sex(holds(model, bool.makeVariable("female")) ? Sex.FEMALE : Sex.MALE);
                case Condition.CoMedication(Set<String> ingredients) ->
                    ingredients.stream()
                            .filter(name -> holds(model, oneOf("takes ", Set.of(name))))
                            .forEach(found::taking);
                case Condition.AllergicTo(Set<String> substances) ->
                    substances.stream()
                            .filter(name -> holds(model, oneOf("allergic to ", Set.of(name))))
                            .forEach(found::allergicTo);
                case Condition.PhenotypeIs(String gene, Set<String> phenotypes) ->
                    found.phenotype(
                            gene,
                            phenotypes.stream()
                                    .sorted()
                                    .filter(name -> holds(model, oneOf(gene + " is ", Set.of(name))))
                                    .findFirst());
                default -> {}
            }
            atom.regimenDrugs()
                    .forEach(drug -> found.doses(drug, value(model, before(drug)), value(model, after(drug))));
        }
        return found.build();
    }

    /** What an example leaves open is taken to be absent. */
    private static boolean holds(Model model, BooleanFormula formula) {
        return Boolean.TRUE.equals(model.evaluate(formula));
    }

    private static double value(Model model, RationalFormula number) {
        Rational value = model.evaluate(number);
        return value == null ? 0 : value.doubleValue();
    }

    /** The solver's core need not be minimal: whatever can be left out is left out. */
    private List<Assertion> minimised(List<Assertion> core) {
        List<Assertion> needed = new ArrayList<>(core);
        for (Assertion candidate : core) {
            List<Assertion> rest =
                    needed.stream().filter(other -> other != candidate).toList();
            if (isUnsatisfiable(rest)) {
                needed = new ArrayList<>(rest);
            }
        }
        return List.copyOf(needed);
    }

    /** The obligation: premise → {@code then}. */
    BooleanFormula obligation(Rule rule) {
        return obligations.computeIfAbsent(rule, asked -> {
            BooleanFormula then = formula(rule.then());
            return rule.premise()
                    .map(premise -> bool.implication(formula(premise), then))
                    .orElse(then);
        });
    }

    /** That the rule applies to the regimen and its obligation is broken. */
    BooleanFormula broken(Rule rule) {
        return bool.and(applies(rule), bool.not(obligation(rule)));
    }

    /** That an untreated patient who is given a regimen breaks the rule. */
    BooleanFormula brokenBy(Rule rule, double[] regimen) {
        Condition owed = rule.premise()
                .<Condition>map(premise -> new Condition.Any(List.of(new Condition.Not(premise), rule.then())))
                .orElse(rule.then());
        return rule.appliesTo(regimen) ? bool.not(formula(given(owed, regimen))) : bool.makeFalse();
    }

    /** A condition with the doses of one regimen put in, taken by a patient who took nothing before. */
    private static Condition given(Condition condition, double[] regimen) {
        return switch (condition) {
            case Condition.All(List<Condition> parts) ->
                new Condition.All(
                        parts.stream().map(part -> given(part, regimen)).toList());
            case Condition.Any(List<Condition> parts) ->
                new Condition.Any(
                        parts.stream().map(part -> given(part, regimen)).toList());
            case Condition.Not(Condition part) -> new Condition.Not(given(part, regimen));
            case Condition.Takes(Set<Drug> drugs) -> constant(drugs, regimen);
            case Condition.Starts(Set<Drug> drugs) -> constant(drugs, regimen);
            case Condition.Raises(Set<Drug> drugs) -> constant(drugs, regimen);
            case Condition.DoseWithin(Drug drug, Bounds bounds) -> constant(bounds.contains(regimen[drug.ordinal()]));
            case Condition.DosePerKilogramAtMost(Drug drug, double limit) -> {
                double dose = regimen[drug.ordinal()];
                yield dose == 0
                        ? constant(true)
                        : new Condition.Within(
                                NumericFact.of(Measurement.WEIGHT),
                                new Bounds(dose / limit, true, Double.POSITIVE_INFINITY, false));
            }
            default -> condition;
        };
    }

    private static Condition constant(Set<Drug> drugs, double[] regimen) {
        return constant(drugs.stream().anyMatch(drug -> regimen[drug.ordinal()] > 0));
    }

    /** Of no parts all hold and none holds. */
    private static Condition constant(boolean holds) {
        return holds ? new Condition.All(List.of()) : new Condition.Any(List.of());
    }

    /** That the regimen takes one of the rule's drugs; of a rule about the whole regimen always. */
    BooleanFormula applies(Rule rule) {
        return rule.drugs().isEmpty() ? bool.makeTrue() : formula(new Condition.Takes(rule.drugs()));
    }

    BooleanFormula or(List<BooleanFormula> formulas) {
        return bool.or(formulas);
    }

    BooleanFormula and(List<BooleanFormula> formulas) {
        return bool.and(formulas);
    }

    BooleanFormula implies(BooleanFormula premise, BooleanFormula conclusion) {
        return bool.implication(premise, conclusion);
    }

    BooleanFormula not(BooleanFormula formula) {
        return bool.not(formula);
    }

    BooleanFormula formula(Condition condition) {
        return switch (condition) {
            case Condition.All(List<Condition> parts) ->
                bool.and(parts.stream().map(this::formula).toList());
            case Condition.Any(List<Condition> parts) ->
                bool.or(parts.stream().map(this::formula).toList());
            case Condition.Not(Condition part) -> bool.not(formula(part));
            // What the record states is a fact of its own: it is decided even where the thing itself is not.
            case Condition.Stated(Condition part) -> bool.makeVariable("stated " + part);
            case Condition.Within(NumericFact fact, Bounds bounds) -> within(number(fact), bounds);
            case Condition.Has(ConditionConcept concept) -> bool.makeVariable("has " + concept);
            case Condition.Had(ConditionConcept concept) -> bool.makeVariable("had " + concept);
            case Condition.SexIs(Sex sex) -> {
                BooleanFormula female = bool.makeVariable("female");
                yield sex == Sex.FEMALE ? female : bool.not(female);
            }
            case Condition.CoMedication(Set<String> ingredients) -> oneOf("takes ", ingredients);
            case Condition.AllergicTo(Set<String> substances) -> oneOf("allergic to ", substances);
            case Condition.PhenotypeIs(String gene, Set<String> phenotypes) -> oneOf(gene + " is ", phenotypes);
            case Condition.Takes(Set<Drug> drugs) -> any(drugs, drug -> real.greaterThan(after(drug), constant(0)));
            case Condition.Starts(Set<Drug> drugs) ->
                any(
                        drugs,
                        drug -> bool.and(
                                real.greaterThan(after(drug), constant(0)), real.equal(before(drug), constant(0))));
            case Condition.Raises(Set<Drug> drugs) -> any(drugs, drug -> real.greaterThan(after(drug), before(drug)));
            case Condition.DoseWithin(Drug drug, Bounds bounds) -> within(after(drug), bounds);
            case Condition.DosePerKilogramAtMost(Drug drug, double limit) ->
                real.lessOrEquals(
                        after(drug), real.multiply(constant(limit), number(NumericFact.of(Measurement.WEIGHT))));
        };
    }

    /**
     * What the patient's record says about an atom; for a number known only as a bound, the interval; for
     * a missing one, what a living patient can have.
     */
    Optional<Assertion> fact(Condition atom, PatientFacts facts) {
        return switch (atom) {
            case Condition.Within(NumericFact fact, Bounds ignored) -> Optional.of(value(fact, facts, atom));
            case Condition.DosePerKilogramAtMost ignored ->
                Optional.of(value(NumericFact.of(Measurement.WEIGHT), facts, atom));
            default -> {
                Truth truth = new Kleene(facts, new double[Drug.COUNT], new double[Drug.COUNT]).evaluate(atom);
                BooleanFormula formula = formula(atom);
                yield switch (truth) {
                    case TRUE -> Optional.of(new Assertion(formula, facts.text(atom)));
                    case FALSE -> Optional.of(new Assertion(bool.not(formula), facts.text(atom)));
                    case UNKNOWN -> Optional.empty();
                };
            }
        };
    }

    private Assertion value(NumericFact fact, PatientFacts facts, Condition atom) {
        double value = facts.number(fact);
        RationalFormula variable = number(fact);
        if (!Double.isNaN(value)) {
            return new Assertion(real.equal(variable, constant(value)), facts.text(atom));
        }
        return new Assertion(
                within(variable, facts.interval(fact)),
                facts.isUnknown(fact) ? fact.label() + " of a living patient" : facts.text(atom));
    }

    /** What is known of any patient about a number, whoever it is. */
    BooleanFormula possible(NumericFact fact) {
        return within(number(fact), Bounds.of(fact.possible()));
    }

    /** A number within bounds. */
    BooleanFormula within(NumericFact fact, Bounds bounds) {
        return within(number(fact), bounds);
    }

    /** The dose of a drug is the same before and after. */
    BooleanFormula unchanged(Drug drug) {
        return real.equal(before(drug), after(drug));
    }

    /** The drug is not taken before. */
    BooleanFormula notTakenBefore(Drug drug) {
        return real.equal(before(drug), constant(0));
    }

    /** Both doses of a drug are none or on its ladder. */
    BooleanFormula onTheLadder(Drug drug) {
        return bool.and(onTheLadder(drug, before(drug)), onTheLadder(drug, after(drug)));
    }

    private BooleanFormula onTheLadder(Drug drug, RationalFormula dose) {
        List<BooleanFormula> rungs = new ArrayList<>();
        rungs.add(real.equal(dose, constant(0)));
        Formulary.shipped().entry(drug).ladder().forEach(rung -> rungs.add(real.equal(dose, constant(rung))));
        return bool.or(rungs);
    }

    /** The dose of a drug before and after the change. */
    Assertion doses(Drug drug, double dosesBefore, double dosesAfter) {
        var entry = Formulary.shipped().entry(drug);
        String words = dosesAfter == 0
                ? "without " + entry.label()
                : entry.label() + " " + Numbers.text(dosesAfter) + " " + entry.unit()
                        + (dosesBefore == dosesAfter
                                ? ""
                                : dosesBefore == 0
                                        ? ", not taken before"
                                        : ", before " + Numbers.text(dosesBefore) + " " + entry.unit());
        return new Assertion(
                bool.and(
                        real.equal(before(drug), constant(dosesBefore)), real.equal(after(drug), constant(dosesAfter))),
                words);
    }

    /** That doses are doses. */
    BooleanFormula possible(Drug drug) {
        return bool.and(
                real.greaterOrEquals(before(drug), constant(0)), real.greaterOrEquals(after(drug), constant(0)));
    }

    BooleanFormula takes(Drug drug) {
        return real.greaterThan(after(drug), constant(0));
    }

    private BooleanFormula within(RationalFormula value, Bounds bounds) {
        List<BooleanFormula> parts = new ArrayList<>();
        if (Double.isFinite(bounds.low())) {
            RationalFormula low = constant(bounds.low());
            parts.add(bounds.lowIncluded() ? real.greaterOrEquals(value, low) : real.greaterThan(value, low));
        }
        if (Double.isFinite(bounds.high())) {
            RationalFormula high = constant(bounds.high());
            parts.add(bounds.highIncluded() ? real.lessOrEquals(value, high) : real.lessThan(value, high));
        }
        return bool.and(parts);
    }

    private BooleanFormula oneOf(String fact, Set<String> names) {
        return bool.or(names.stream()
                .sorted()
                .map(name -> bool.makeVariable(fact + name))
                .toList());
    }

    private BooleanFormula any(Set<Drug> drugs, java.util.function.Function<Drug, BooleanFormula> atom) {
        return bool.or(drugs.stream().sorted().map(atom).collect(Collectors.toList()));
    }

    private RationalFormula number(NumericFact fact) {
        return real.makeVariable(fact.id());
    }

    private RationalFormula before(Drug drug) {
        return real.makeVariable("before " + drug.id());
    }

    private RationalFormula after(Drug drug) {
        return real.makeVariable("after " + drug.id());
    }

    private RationalFormula constant(double value) {
        return real.makeNumber(BigDecimal.valueOf(value));
    }

    @Override
    public void close() {
        prover.close();
        context.close();
    }
}
