package org.hsdpo.clinical.regimen;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;

/**
 * What of a patient decides where a step leads. The logic engine makes it, so that every engine means the same by an
 * action.
 *
 * @param egfr in mL/min/{1.73_m2}; empty where unknown
 * @param kilograms body weight; empty where unknown
 * @param corrections for each drug whose present dose breaks a hard limit the highest lower rung that breaks none: there a
 *     step down leads at once
 */
public record StepBasis(OptionalDouble egfr, OptionalDouble kilograms, Map<Drug, Double> corrections) {
    /** Of a patient of whom nothing is known. */
    public static final StepBasis UNKNOWN = new StepBasis(OptionalDouble.empty(), OptionalDouble.empty(), Map.of());

    public StepBasis {
        Objects.requireNonNull(egfr, "egfr");
        Objects.requireNonNull(kilograms, "kilograms");
        corrections = Map.copyOf(corrections);
    }
}
