package org.hsdpo.hyperscore.logic;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.CurrentTherapy;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.renal.RenalFunction;

/**
 * What the rules may know of a patient: every fact true, false or unknown, every number known or not. Immutable.
 *
 * <p>A result reported as a bound ({@code <30}) is an interval: a condition holds, or does not, only where it does so in the
 * whole interval.
 *
 * <p>Four readings are made here: severe hypoglycaemia counts for a year from the date it is recorded with; eGFR is
 * computed by CKD-EPI 2021 where only creatinine is current; type 1 diabetes counts as absent where type 2 is stated and type 1 is not; and a record with a
 * problem list is a chart, whose silence on allergies and co-medication counts as absence.
 */
public final class PatientFacts {
    private static final Duration YEAR = Duration.ofDays(365);

    private final double[] numbers;
    private final Truth[] has;
    private final Truth[] had;
    private final Optional<Sex> sex;
    private final boolean medicationsKnown;
    private final Set<String> coMedication;
    private final boolean allergiesKnown;
    private final Set<String> allergies;
    private final Map<String, String> phenotypes;
    private final Map<NumericFact, String> remarks;
    private final Map<NumericFact, KnownBound> bounds;

    /** A number known only by one end: all there is of a result reported as {@code <30}. */
    private record KnownBound(Bound bound, double number) {}

    private PatientFacts(
            double[] numbers,
            Map<NumericFact, KnownBound> bounds,
            Truth[] has,
            Truth[] had,
            Optional<Sex> sex,
            boolean medicationsKnown,
            Set<String> coMedication,
            boolean allergiesKnown,
            Set<String> allergies,
            Map<String, String> phenotypes,
            Map<NumericFact, String> remarks) {
        this.numbers = numbers;
        this.bounds = bounds;
        this.has = has;
        this.had = had;
        this.sex = sex;
        this.medicationsKnown = medicationsKnown;
        this.coMedication = coMedication;
        this.allergiesKnown = allergiesKnown;
        this.allergies = allergies;
        this.phenotypes = phenotypes;
        this.remarks = remarks;
    }

    /** A made-up patient of whom all is known that is not left out: conditions, drugs and allergies not named are absent. */
    static PatientFacts madeUp(
            Map<NumericFact, Double> known,
            Set<ConditionConcept> now,
            Set<ConditionConcept> ever,
            Optional<Sex> sex,
            Set<String> coMedication,
            Set<String> allergies,
            Map<String, String> phenotypes) {
        double[] numbers = new double[NumericFact.COUNT];
        Arrays.fill(numbers, Double.NaN);
        known.forEach((fact, value) -> numbers[fact.index()] = value);
        Truth[] has = new Truth[ConditionConcept.values().length];
        Truth[] had = new Truth[has.length];
        for (ConditionConcept concept : ConditionConcept.values()) {
            has[concept.ordinal()] = now.contains(concept) ? Truth.TRUE : Truth.FALSE;
            had[concept.ordinal()] = now.contains(concept) || ever.contains(concept) ? Truth.TRUE : Truth.FALSE;
        }
        return new PatientFacts(
                numbers,
                Map.of(),
                has,
                had,
                sex,
                true,
                Set.copyOf(coMedication),
                true,
                Set.copyOf(allergies),
                Map.copyOf(phenotypes),
                Map.of());
    }

    /** The facts of a patient's record; stale measurements are unknown. */
    public static PatientFacts of(PatientState state) {
        double[] numbers = new double[NumericFact.COUNT];
        Arrays.fill(numbers, Double.NaN);
        Map<NumericFact, KnownBound> bounds = new HashMap<>();
        Map<NumericFact, String> remarks = new HashMap<>();
        for (Measurement measurement : Measurement.values()) {
            Optional<Observation> current = state.current(measurement);
            if (current.isPresent()) {
                NumericFact fact = NumericFact.of(measurement);
                double number = current.get().value().value();
                if (current.get().bound().isExact()) {
                    numbers[fact.index()] = number;
                } else {
                    bounds.put(fact, new KnownBound(current.get().bound(), number));
                }
                remarks.put(
                        fact, "measured " + LocalDate.ofInstant(current.get().time(), ZoneOffset.UTC));
            }
        }
        if (state.age().isPresent()) {
            numbers[NumericFact.AGE.index()] = state.age().getAsInt();
        }
        NumericFact egfr = NumericFact.of(Measurement.EGFR);
        Optional<Observation> creatinine = state.current(Measurement.CREATININE);
        if (Double.isNaN(numbers[egfr.index()])
                && !bounds.containsKey(egfr)
                && creatinine.isPresent()
                && state.sex().isPresent()
                && state.age().isPresent()
                && state.age().getAsInt() >= 18) {
            double rate = RenalFunction.ckdEpi2021(
                    creatinine.get().value().value(),
                    state.age().getAsInt(),
                    state.sex().get().value());
            if (creatinine.get().bound().isExact()) {
                numbers[egfr.index()] = rate;
            } else {
                bounds.put(egfr, new KnownBound(creatinine.get().bound().reversed(), rate));
            }
            remarks.put(egfr, "computed from creatinine by CKD-EPI 2021");
        }
        Truth[] has = new Truth[ConditionConcept.values().length];
        Truth[] had = new Truth[has.length];
        for (ConditionConcept concept : ConditionConcept.values()) {
            has[concept.ordinal()] = state.has(concept);
            had[concept.ordinal()] = state.hasOrHad(concept);
        }
        int severe = ConditionConcept.SEVERE_HYPOGLYCAEMIA.ordinal();
        has[severe] = severeHypoglycaemia(state);
        had[severe] = has[severe];
        if (has[ConditionConcept.TYPE_2_DIABETES.ordinal()] == Truth.TRUE
                && had[ConditionConcept.TYPE_1_DIABETES.ordinal()] == Truth.UNKNOWN) {
            has[ConditionConcept.TYPE_1_DIABETES.ordinal()] = Truth.FALSE;
            had[ConditionConcept.TYPE_1_DIABETES.ordinal()] = Truth.FALSE;
        }
        CurrentTherapy therapy = state.currentTherapy();
        Set<String> coMedication = new TreeSet<>(therapy.coMedication());
        therapy.otherGlucoseLowering().forEach(name -> coMedication.add(name.toLowerCase(Locale.ROOT)));
        Set<String> allergies = new TreeSet<>();
        state.allergies().forEach(allergy -> allergies.add(allergy.substance().toLowerCase(Locale.ROOT)));
        boolean chart = !state.problemLists().isEmpty();
        return new PatientFacts(
                numbers,
                bounds,
                has,
                had,
                state.sex().map(sourced -> sourced.value()),
                chart || !state.medications().isEmpty(),
                coMedication,
                chart || !allergies.isEmpty(),
                allergies,
                state.phenotypes(),
                remarks);
    }

    /**
     * Severe hypoglycaemia is an event, not a state: what a source calls active or resolved says little, the date says more.
     * Without a date it counts.
     */
    private static Truth severeHypoglycaemia(PatientState state) {
        Instant since = state.asOf().minus(YEAR);
        boolean refuted = false;
        for (ConditionRecord condition : state.conditions()) {
            if (condition.concept() == ConditionConcept.SEVERE_HYPOGLYCAEMIA) {
                if (condition.status() == ConditionRecord.Status.REFUTED) {
                    refuted = true;
                } else if (condition.onset().isEmpty()
                        || !condition.onset().get().isBefore(since)) {
                    return Truth.TRUE;
                }
            }
        }
        return refuted ? Truth.FALSE : Truth.UNKNOWN;
    }

    /** Whether hypoglycaemia that needed another person's help occurred in the last year. */
    public Truth severeHypoglycaemia() {
        return had(ConditionConcept.SEVERE_HYPOGLYCAEMIA);
    }

    /** These facts with one measurement changed; empty makes it unknown. */
    public PatientFacts with(Measurement measurement, OptionalDouble value) {
        return with(NumericFact.of(measurement), value);
    }

    /** These facts with the age in years changed; empty makes it unknown. */
    public PatientFacts withAge(OptionalDouble years) {
        return with(NumericFact.AGE, years);
    }

    private PatientFacts with(NumericFact fact, OptionalDouble value) {
        double[] changed = numbers.clone();
        changed[fact.index()] = value.orElse(Double.NaN);
        Map<NumericFact, String> remaining = new HashMap<>(remarks);
        remaining.remove(fact);
        Map<NumericFact, KnownBound> otherBounds = new HashMap<>(bounds);
        otherBounds.remove(fact);
        return new PatientFacts(
                changed,
                otherBounds,
                has,
                had,
                sex,
                medicationsKnown,
                coMedication,
                allergiesKnown,
                allergies,
                phenotypes,
                remaining);
    }

    /** These facts with what is known of a condition changed. */
    public PatientFacts with(ConditionConcept concept, Truth hasNow, Truth hasOrHad) {
        if (hasNow == Truth.TRUE && hasOrHad != Truth.TRUE) {
            throw new IllegalArgumentException(concept + " cannot be present and never have been");
        }
        Truth[] now = has.clone();
        Truth[] ever = had.clone();
        now[concept.ordinal()] = hasNow;
        ever[concept.ordinal()] = hasOrHad;
        return new PatientFacts(
                numbers,
                bounds,
                now,
                ever,
                sex,
                medicationsKnown,
                coMedication,
                allergiesKnown,
                allergies,
                phenotypes,
                remarks);
    }

    /**
     * A measurement as one number, for formulas and forecasts; a result known only as a bound counts as the bound. Empty
     * where unknown.
     */
    public OptionalDouble value(Measurement measurement) {
        NumericFact fact = NumericFact.of(measurement);
        double value = bounds.containsKey(fact) ? bounds.get(fact).number() : number(fact);
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** How {@link #value} relates to what was measured. */
    public Bound bound(Measurement measurement) {
        KnownBound known = bounds.get(NumericFact.of(measurement));
        return known == null ? Bound.EXACT : known.bound();
    }

    /** The interval that all that is known of a number without a value leaves. */
    Bounds interval(NumericFact fact) {
        Bounds possible = Bounds.of(fact.possible());
        KnownBound known = bounds.get(fact);
        return known == null ? possible : possible.narrowedTo(known.bound(), known.number());
    }

    /** Whether nothing at all is known of a number. */
    boolean isUnknown(NumericFact fact) {
        return Double.isNaN(number(fact)) && !bounds.containsKey(fact);
    }

    /** NaN where it is unknown or known only as a bound. */
    double number(NumericFact fact) {
        return numbers[fact.index()];
    }

    Truth has(ConditionConcept concept) {
        return has[concept.ordinal()];
    }

    Truth had(ConditionConcept concept) {
        return had[concept.ordinal()];
    }

    Truth sexIs(Sex asked) {
        return sex.map(known -> known == asked ? Truth.TRUE : Truth.FALSE).orElse(Truth.UNKNOWN);
    }

    Truth takesAny(Set<String> ingredients) {
        return anyOf(ingredients, coMedication, medicationsKnown);
    }

    Truth allergicToAny(Set<String> substances) {
        return anyOf(substances, allergies, allergiesKnown);
    }

    Truth phenotypeIs(String gene, Set<String> asked) {
        String known = phenotypes.get(gene);
        return known == null ? Truth.UNKNOWN : asked.contains(known) ? Truth.TRUE : Truth.FALSE;
    }

    private static Truth anyOf(Set<String> asked, Set<String> found, boolean complete) {
        for (String name : asked) {
            if (found.contains(name)) {
                return Truth.TRUE;
            }
        }
        return complete ? Truth.FALSE : Truth.UNKNOWN;
    }

    /** The fact an atom of a condition rests on, for a clinician; only of atoms about the patient. */
    String text(Condition atom) {
        return switch (atom) {
            case Condition.Stated(Condition part) -> stated(part);
            case Condition.Within(NumericFact fact, Bounds ignored) -> number(fact, fact.label());
            case Condition.DosePerKilogramAtMost ignored -> {
                NumericFact weight = NumericFact.of(Measurement.WEIGHT);
                yield number(weight, weight.label());
            }
            case Condition.Has(ConditionConcept concept) -> statement(concept, has(concept), "");
            case Condition.Had(ConditionConcept concept) -> statement(concept, had(concept), " now or in the past");
            case Condition.SexIs ignored ->
                sex.map(known -> known.name().toLowerCase(Locale.ROOT)).orElse("sex not known");
            case Condition.CoMedication(Set<String> ingredients) ->
                switch (takesAny(ingredients)) {
                    case TRUE -> "takes " + shared(ingredients, coMedication);
                    case FALSE -> "takes none of " + String.join(", ", ingredients);
                    case UNKNOWN -> "co-medication not known";
                };
            case Condition.AllergicTo(Set<String> substances) ->
                switch (allergicToAny(substances)) {
                    case TRUE -> "allergy to " + shared(substances, allergies);
                    case FALSE -> "no allergy to " + String.join(", ", substances) + " recorded";
                    case UNKNOWN -> "allergies not known";
                };
            case Condition.PhenotypeIs(String gene, Set<String> ignored) ->
                phenotypes.containsKey(gene) ? gene + " " + phenotypes.get(gene) : gene + " not known";
            default -> throw new IllegalArgumentException("not an atom about the patient: " + atom);
        };
    }

    /** What is missing of an undecided atom: the fact, or more of it than the bound that is known. */
    String missing(Condition atom) {
        return switch (atom) {
            case Condition.Within(NumericFact fact, Bounds ignored) -> missing(fact);
            case Condition.DosePerKilogramAtMost ignored -> missing(NumericFact.of(Measurement.WEIGHT));
            default -> text(atom);
        };
    }

    private String missing(NumericFact fact) {
        return number(fact, bounds.containsKey(fact) ? fact.label() + " known only as" : fact.label());
    }

    /** The facts that bear a statement out; where nothing does, all that it could rest on. */
    private String stated(Condition part) {
        Kleene kleene = new Kleene(this, new double[Drug.COUNT], new double[Drug.COUNT]);
        boolean holds = kleene.evaluate(part) == Truth.TRUE;
        return part.patientAtoms()
                .filter(atom -> !holds || kleene.evaluate(atom) == Truth.TRUE)
                .map(this::text)
                .collect(Collectors.joining(", "));
    }

    private String number(NumericFact fact, String label) {
        if (isUnknown(fact)) {
            return label + " not known";
        }
        String remark = remarks.containsKey(fact) ? " (" + remarks.get(fact) + ")" : "";
        KnownBound known = bounds.get(fact);
        String number =
                known == null ? Numbers.text(number(fact)) : known.bound().before(Numbers.text(known.number()));
        return label + " " + number + " " + fact.unit() + remark;
    }

    private static String statement(ConditionConcept concept, Truth truth, String when) {
        String label = ConditionCatalogue.shipped().definition(concept).label();
        return switch (truth) {
            case TRUE -> label + when;
            case FALSE -> "no " + label + when;
            case UNKNOWN -> label + when + " not known";
        };
    }

    private static String shared(Set<String> asked, Set<String> found) {
        Set<String> both = new TreeSet<>(asked);
        both.retainAll(found);
        return String.join(", ", both);
    }
}
