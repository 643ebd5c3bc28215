package org.hsdpo.hyperscore.logic;

import java.math.BigDecimal;
import java.util.Set;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Truth;

/**
 * Three-valued evaluation of conditions (Kleene's strong logic; a missing number is the interval of what a living
 * patient can have, and a result known only as a bound the part of it that the bound leaves).
 *
 * <p>Kleene evaluation equals entailment where no fact occurs twice in a condition, which {@link RuleCheck} demands.
 */
final class Kleene implements Valuation {
    private final PatientFacts facts;
    private final double[] before;
    private final double[] after;

    /** What is known of the atoms when a patient's doses change. */
    Kleene(PatientFacts facts, double[] before, double[] after) {
        this.facts = facts;
        this.before = before;
        this.after = after;
    }

    ProofStatus status(Rule rule) {
        return status(rule, this);
    }

    /** What becomes of an obligation by what is known of its atoms. */
    static ProofStatus status(Rule rule, Valuation known) {
        Truth premise =
                rule.premise().map(condition -> evaluate(condition, known)).orElse(Truth.TRUE);
        if (premise == Truth.FALSE) {
            return ProofStatus.PROVEN;
        }
        Truth conclusion = evaluate(rule.then(), known);
        if (conclusion == Truth.TRUE) {
            return ProofStatus.PROVEN;
        }
        return premise == Truth.TRUE && conclusion == Truth.FALSE ? ProofStatus.VIOLATED : ProofStatus.UNDECIDED;
    }

    /** Whether a rule is about this patient: always, unless its audience is known not to be this one. */
    boolean concerns(Rule rule) {
        return rule.audience().isEmpty() || evaluate(rule.audience().get()) != Truth.FALSE;
    }

    Truth evaluate(Condition condition) {
        return evaluate(condition, this);
    }

    static Truth evaluate(Condition condition, Valuation known) {
        return switch (condition) {
            case Condition.All all -> {
                Truth result = Truth.TRUE;
                for (Condition part : all.parts()) {
                    Truth value = evaluate(part, known);
                    if (value == Truth.FALSE) {
                        yield Truth.FALSE;
                    }
                    result = value == Truth.UNKNOWN ? Truth.UNKNOWN : result;
                }
                yield result;
            }
            case Condition.Any any -> {
                Truth result = Truth.FALSE;
                for (Condition part : any.parts()) {
                    Truth value = evaluate(part, known);
                    if (value == Truth.TRUE) {
                        yield Truth.TRUE;
                    }
                    result = value == Truth.UNKNOWN ? Truth.UNKNOWN : result;
                }
                yield result;
            }
            case Condition.Not not ->
                switch (evaluate(not.part(), known)) {
                    case TRUE -> Truth.FALSE;
                    case FALSE -> Truth.TRUE;
                    case UNKNOWN -> Truth.UNKNOWN;
                };
            default -> known.of(condition);
        };
    }

    @Override
    public Truth of(Condition atom) {
        return switch (atom) {
            case Condition.Stated stated -> truth(evaluate(stated.part()) == Truth.TRUE);
            case Condition.Within within -> {
                double value = facts.number(within.fact());
                yield Double.isNaN(value)
                        ? within.bounds().holdsOfAll(facts.interval(within.fact()))
                        : truth(within.bounds().contains(value));
            }
            case Condition.Has has -> facts.has(has.concept());
            case Condition.Had had -> facts.had(had.concept());
            case Condition.SexIs sex -> facts.sexIs(sex.sex());
            case Condition.CoMedication taken -> facts.takesAny(taken.ingredients());
            case Condition.AllergicTo allergic -> facts.allergicToAny(allergic.substances());
            case Condition.PhenotypeIs phenotype -> facts.phenotypeIs(phenotype.gene(), phenotype.phenotypes());
            case Condition.Takes takes -> truth(takes(takes.drugs()));
            case Condition.Starts starts -> truth(starts(starts.drugs()));
            case Condition.Raises raises -> truth(raises(raises.drugs()));
            case Condition.DoseWithin dose ->
                truth(dose.bounds().contains(after[dose.drug().ordinal()]));
            case Condition.DosePerKilogramAtMost dose -> perKilogram(dose);
            default -> throw new IllegalArgumentException("not an atom: " + atom);
        };
    }

    private Truth perKilogram(Condition.DosePerKilogramAtMost dose) {
        NumericFact weight = NumericFact.of(Measurement.WEIGHT);
        double known = facts.number(weight);
        double taken = after[dose.drug().ordinal()];
        if (!Double.isNaN(known)) {
            return truth(isAtMost(taken, dose.limit(), known));
        }
        Bounds possible = facts.interval(weight);
        if (isAtMost(taken, dose.limit(), possible.low())) {
            return Truth.TRUE;
        }
        int atHeaviest = compare(taken, dose.limit(), possible.high());
        boolean evenThere = possible.highIncluded() ? atHeaviest <= 0 : atHeaviest < 0;
        return evenThere ? Truth.UNKNOWN : Truth.FALSE;
    }

    private static boolean isAtMost(double dose, double perKilogram, double kilograms) {
        return compare(dose, perKilogram, kilograms) <= 0;
    }

    /** In decimals, as the solver computes: 0.2 × 35 is 7 and not a little more. */
    private static int compare(double dose, double perKilogram, double kilograms) {
        return BigDecimal.valueOf(dose)
                .compareTo(BigDecimal.valueOf(perKilogram).multiply(BigDecimal.valueOf(kilograms)));
    }

    private boolean takes(Set<Drug> drugs) {
        for (Drug drug : drugs) {
            if (after[drug.ordinal()] > 0) {
                return true;
            }
        }
        return false;
    }

    private boolean starts(Set<Drug> drugs) {
        for (Drug drug : drugs) {
            if (after[drug.ordinal()] > 0 && before[drug.ordinal()] == 0) {
                return true;
            }
        }
        return false;
    }

    private boolean raises(Set<Drug> drugs) {
        for (Drug drug : drugs) {
            if (after[drug.ordinal()] > before[drug.ordinal()]) {
                return true;
            }
        }
        return false;
    }

    private static Truth truth(boolean value) {
        return value ? Truth.TRUE : Truth.FALSE;
    }
}
