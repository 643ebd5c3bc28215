package org.hsdpo.hyperscore.logic;

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
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.CurrentTherapy;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.renal.RenalFunction;

/**
 * What the rules may know of a patient: every fact true, false or unknown, every number known or not. Immutable.
 *
 * <p>Three readings are made here: eGFR is computed by CKD-EPI 2021 where only
 * creatinine is current; type 1 diabetes counts as absent where type 2 is stated and type 1 is not; and a record with a
 * problem list is a chart, whose silence on allergies and co-medication counts as absence.
 */
public final class PatientFacts {
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

    private PatientFacts(
            double[] numbers,
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

    /** The facts of a patient's record; stale measurements are unknown. */
    public static PatientFacts of(PatientState state) {
        double[] numbers = new double[NumericFact.COUNT];
        Arrays.fill(numbers, Double.NaN);
        Map<NumericFact, String> remarks = new HashMap<>();
        for (Measurement measurement : Measurement.values()) {
            Optional<Observation> current = state.current(measurement);
            if (current.isPresent()) {
                NumericFact fact = NumericFact.of(measurement);
                numbers[fact.index()] = current.get().value().value();
                remarks.put(
                        fact, "measured " + LocalDate.ofInstant(current.get().time(), ZoneOffset.UTC));
            }
        }
        if (state.age().isPresent()) {
            numbers[NumericFact.AGE.index()] = state.age().getAsInt();
        }
        NumericFact egfr = NumericFact.of(Measurement.EGFR);
        OptionalDouble creatinine = state.currentValue(Measurement.CREATININE);
        if (Double.isNaN(numbers[egfr.index()])
                && creatinine.isPresent()
                && state.sex().isPresent()
                && state.age().isPresent()
                && state.age().getAsInt() >= 18) {
            numbers[egfr.index()] = RenalFunction.ckdEpi2021(
                    creatinine.getAsDouble(),
                    state.age().getAsInt(),
                    state.sex().get().value());
            remarks.put(egfr, "computed from creatinine by CKD-EPI 2021");
        }
        Truth[] has = new Truth[ConditionConcept.values().length];
        Truth[] had = new Truth[has.length];
        for (ConditionConcept concept : ConditionConcept.values()) {
            has[concept.ordinal()] = state.has(concept);
            had[concept.ordinal()] = state.hasOrHad(concept);
        }
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
        Map<String, String> phenotypes = new HashMap<>();
        for (Genotype genotype : state.genotypes()) {
            if (!genotype.phenotype().isEmpty()) {
                phenotypes.put(genotype.gene(), genotype.phenotype());
            }
        }
        return new PatientFacts(
                numbers,
                has,
                had,
                state.sex().map(sourced -> sourced.value()),
                chart || !state.medications().isEmpty(),
                coMedication,
                chart || !allergies.isEmpty(),
                allergies,
                phenotypes,
                remarks);
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
        return new PatientFacts(
                changed,
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

    /** A measurement as the rules see it; empty where unknown. */
    public OptionalDouble value(Measurement measurement) {
        double value = number(NumericFact.of(measurement));
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** NaN where unknown. */
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

    private String number(NumericFact fact, String label) {
        double value = number(fact);
        if (Double.isNaN(value)) {
            return label + " not known";
        }
        String remark = remarks.containsKey(fact) ? " (" + remarks.get(fact) + ")" : "";
        return label + " " + Numbers.text(value) + " " + fact.unit() + remark;
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
