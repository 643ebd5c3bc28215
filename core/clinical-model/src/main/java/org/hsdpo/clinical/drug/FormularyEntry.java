package org.hsdpo.clinical.drug;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.hsdpo.clinical.quantity.Ucum;

/**
 * What the label says of one drug.
 *
 * @param id which drug
 * @param label generic name as written on a prescription
 * @param drugClass pharmacological class
 * @param route how it is given
 * @param unit UCUM unit of every dose: {@code mg/d}, {@code mg/wk} or {@code [iU]/d}
 * @param frequency how often it is taken
 * @param ladder the doses a clinician steps through, rising, each made from marketed strengths
 * @param start doses a treatment begins with; the first that fits the patient holds
 * @param forTolerance the dose a treatment begins with only to be tolerated, by the label not an effective one; null where
 *     there is none
 * @param titrated whether a clinician steps through the ladder; if not, its rungs are doses for renal function, and the
 *     dose is that of {@code start}
 * @param takenAs how single rungs are taken where that differs from {@code frequency}
 * @param strengths marketed strengths of one unit of the form, in {@code strengthUnit}
 * @param strengthUnit UCUM unit of the strengths
 * @param maximum labelled maximum dose in {@code unit}; null where the label sets none (insulin)
 * @param weeksBetweenSteps least weeks between two steps up
 * @param rxnorm RxNorm ingredient concept identifiers
 * @param atc ATC codes
 * @param names ingredient and brand names in lower case
 * @param source citation of the label sections
 */
public record FormularyEntry(
        Drug id,
        String label,
        String drugClass,
        Route route,
        String unit,
        String frequency,
        List<Double> ladder,
        List<StartDose> start,
        Double forTolerance,
        boolean titrated,
        List<TakenAs> takenAs,
        List<Double> strengths,
        String strengthUnit,
        Double maximum,
        int weeksBetweenSteps,
        List<String> rxnorm,
        List<String> atc,
        List<String> names,
        String source) {

    private static final double SAME = 1e-9;

    /** Way of administration. */
    public enum Route {
        ORAL,
        SUBCUTANEOUS
    }

    /**
     * A dose to begin with.
     *
     * @param egfrAtLeast in mL/min/{1.73_m2}, from which on it holds; null where it holds whatever the renal function
     * @param dose in the drug's unit, a rung of the ladder
     * @param atMostPerKg in the drug's unit for each kilogram of body weight, where the weight is known; null where weight
     *     does not matter
     */
    public record StartDose(Double egfrAtLeast, double dose, Double atMostPerKg) {
        private boolean fits(OptionalDouble egfr) {
            return egfrAtLeast == null || egfr.isEmpty() || egfr.getAsDouble() >= egfrAtLeast;
        }
    }

    /**
     * How one rung is taken.
     *
     * @param dose the rung
     * @param how for people
     * @param weeksBefore least weeks on the rung below; null where {@code weeksBetweenSteps} holds
     */
    public record TakenAs(double dose, String how, Integer weeksBefore) {}

    public FormularyEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(source, "source");
        ladder = List.copyOf(ladder);
        start = List.copyOf(start);
        takenAs = takenAs == null ? List.of() : List.copyOf(takenAs);
        strengths = List.copyOf(strengths);
        rxnorm = List.copyOf(rxnorm);
        atc = List.copyOf(atc);
        names = List.copyOf(names);
        if (!Ucum.isValid(unit)) {
            throw new IllegalArgumentException(id + ": '" + unit + "' is not a UCUM unit");
        }
        double previous = 0;
        for (double dose : ladder) {
            if (!(dose > previous)) {
                throw new IllegalArgumentException(id + ": the dose ladder does not rise at " + dose);
            }
            if (maximum != null && dose > maximum) {
                throw new IllegalArgumentException(id + ": ladder dose " + dose + " exceeds the maximum " + maximum);
            }
            previous = dose;
        }
        if (ladder.isEmpty()) {
            throw new IllegalArgumentException(id + ": the dose ladder is empty");
        }
        if (start.isEmpty()
                || !ladder.containsAll(start.stream().map(StartDose::dose).toList())) {
            throw new IllegalArgumentException(id + ": a dose to start with is missing or is no rung of the ladder");
        }
        if (forTolerance != null && (!ladder.contains(forTolerance) || forTolerance.equals(ladder.getLast()))) {
            throw new IllegalArgumentException(id + ": the dose for tolerance is no rung below the top of the ladder");
        }
    }

    /**
     * The dose a treatment begins with: the first of {@code start} that fits the renal function and, where weight bounds it,
     * the rung at or below that bound. Where eGFR is unknown it is the dose for normal renal function, which the rules bar
     * until eGFR is known; where weight is unknown it is the dose that the label gives without it.
     *
     * @param egfr in mL/min/{1.73_m2}
     * @param kilograms body weight
     */
    public double startDose(OptionalDouble egfr, OptionalDouble kilograms) {
        StartDose fitting = start.stream()
                .filter(dose -> dose.fits(egfr))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(id + ": no dose to start with at this eGFR"));
        if (fitting.atMostPerKg() == null || kilograms.isEmpty()) {
            return fitting.dose();
        }
        double bound = Math.min(fitting.dose(), fitting.atMostPerKg() * kilograms.getAsDouble());
        return rungs().filter(rung -> rung <= bound + SAME).reduce((a, b) -> b).orElse(ladder.getFirst());
    }

    /** Whether a dose is taken only to get used to the drug. */
    public boolean isForTolerance(double dose) {
        return forTolerance != null && Math.abs(forTolerance - dose) < SAME;
    }

    /** The next ladder dose above {@code dose}; empty at or above the top. */
    public OptionalDouble rungAbove(double dose) {
        return rungs().filter(rung -> rung > dose + SAME).findFirst();
    }

    /** The next ladder dose below {@code dose}; empty at or below the first rung, where the next step is to stop. */
    public OptionalDouble rungBelow(double dose) {
        return rungs().filter(rung -> rung < dose - SAME).reduce((a, b) -> b);
    }

    private DoubleStream rungs() {
        return ladder.stream().mapToDouble(Double::doubleValue);
    }

    /** How a dose is taken, for people. */
    public String howTaken(double dose) {
        return takenAs(dose).map(TakenAs::how).orElse(frequency);
    }

    /** Least weeks on the rung below before a dose is reached. */
    public int weeksBefore(double dose) {
        return takenAs(dose).map(TakenAs::weeksBefore).orElse(weeksBetweenSteps);
    }

    private Optional<TakenAs> takenAs(double dose) {
        return takenAs.stream()
                .filter(taken -> Math.abs(taken.dose() - dose) < SAME)
                .findFirst();
    }

    /** Position of {@code dose} on the ladder as a fraction of its top: 0 = not taking it, 1 = top or above. */
    public double ladderFraction(double dose) {
        return Math.min(1, dose / ladder.getLast());
    }
}
