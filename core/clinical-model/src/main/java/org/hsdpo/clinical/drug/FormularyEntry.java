package org.hsdpo.clinical.drug;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
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
        List<Double> strengths,
        String strengthUnit,
        Double maximum,
        int weeksBetweenSteps,
        List<String> rxnorm,
        List<String> atc,
        List<String> names,
        String source) {

    /** Way of administration. */
    public enum Route {
        ORAL,
        SUBCUTANEOUS
    }

    public FormularyEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(source, "source");
        ladder = List.copyOf(ladder);
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
    }

    /** The next ladder dose above {@code dose} (0 = not taking it); empty at or above the top. */
    public OptionalDouble stepUp(double dose) {
        return ladder.stream()
                .mapToDouble(Double::doubleValue)
                .filter(rung -> rung > dose + 1e-9)
                .findFirst();
    }

    /** The next ladder dose below {@code dose}; empty at or below the first rung, where the next step is to stop. */
    public OptionalDouble stepDown(double dose) {
        return ladder.stream()
                .mapToDouble(Double::doubleValue)
                .filter(rung -> rung < dose - 1e-9)
                .reduce((a, b) -> b);
    }

    /** Position of {@code dose} on the ladder as a fraction of its top: 0 = not taking it, 1 = top or above. */
    public double ladderFraction(double dose) {
        return Math.min(1, dose / ladder.getLast());
    }
}
