package org.hsdpo.clinical.patient;

import java.util.Objects;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.regimen.Regimen;

/**
 * A formulary drug that is taken in a dose nobody recorded. The dose is unknown, and no recommendation may rest on it. So
 * that a clinician can be shown what each dose would be followed by, an evaluation may start from one stated assumption:
 * one unit of the product as written, once a day, or once a week for a weekly injection.
 *
 * @param drug which drug
 * @param productStrength amount in one unit of the product in the drug's strength unit ({@code mg} or {@code [iU]}); empty
 *     where no source states it, sources differ, or one of them says something else of the dose
 */
public record UnrecordedDose(Drug drug, OptionalDouble productStrength) {
    private static final double SAME = 1e-9;

    public UnrecordedDose {
        Objects.requireNonNull(drug, "drug");
        Objects.requireNonNull(productStrength, "productStrength");
    }

    /**
     * The dose that may be assumed, in the drug's formulary unit. Empty unless one unit of the product is a marketed
     * strength and a step of the ladder: a neighbouring step would be a guess, and a pen or a vial is no dose.
     */
    public OptionalDouble assumed() {
        boolean isStep = productStrength.isPresent()
                && holds(entry().strengths(), productStrength.getAsDouble())
                && holds(entry().ladder(), productStrength.getAsDouble());
        return isStep ? productStrength : OptionalDouble.empty();
    }

    private static boolean holds(Iterable<Double> doses, double sought) {
        for (double dose : doses) {
            if (Math.abs(dose - sought) < SAME) {
                return true;
            }
        }
        return false;
    }

    private FormularyEntry entry() {
        return Formulary.shipped().entry(drug);
    }

    /** Name of the drug for people. */
    public String label() {
        return entry().label();
    }

    /** What the assumed dose is made of, for people: {@code one unit of 500 mg once a day}. */
    public String basis() {
        return "one unit of " + Regimen.number(assumed().orElseThrow()) + " " + entry().strengthUnit() + " once a "
                + (entry().unit().endsWith("/wk") ? "week" : "day");
    }

    /** Why no dose can be assumed, as a part of a sentence; of a dose that can it has nothing to say. */
    public String whyNotAssumed() {
        if (productStrength.isEmpty()) {
            return "the record does not give one strength of " + label() + " that could be assumed to be taken";
        }
        return "one unit of " + label() + ", " + Regimen.number(productStrength.getAsDouble()) + " "
                + entry().strengthUnit() + ", is not both a marketed strength and a step of its dose ladder";
    }
}
