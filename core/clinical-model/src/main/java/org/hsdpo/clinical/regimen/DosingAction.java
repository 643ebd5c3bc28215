package org.hsdpo.clinical.regimen;

import org.hsdpo.clinical.drug.Drug;

/** One change of a regimen; at most one step on one drug's ladder, or the safety switch. */
public sealed interface DosingAction {
    /** Leaves the regimen as it is. */
    record Maintain() implements DosingAction {}

    /** One step up on a drug's ladder; the first step starts the drug at its starting dose for the patient. */
    record StepUp(Drug drug) implements DosingAction {}

    /**
     * One step down on a drug's ladder, staying on the drug. From a dose that breaks a hard limit it corrects the dose: it
     * leads to the highest rung within the limit.
     */
    record StepDown(Drug drug) implements DosingAction {}

    /** Stops a drug. */
    record Stop(Drug drug) implements DosingAction {}

    /** Stops a contraindicated drug and starts another at its starting dose. */
    record SafetySwitch(Drug stop, Drug start) implements DosingAction {}

    /** For files and logs: {@code maintain}, {@code up:metformin}, {@code switch:metformin>sitagliptin}. */
    default String id() {
        return switch (this) {
            case Maintain() -> "maintain";
            case StepUp(Drug drug) -> "up:" + drug.id();
            case StepDown(Drug drug) -> "down:" + drug.id();
            case Stop(Drug drug) -> "stop:" + drug.id();
            case SafetySwitch(Drug stop, Drug start) -> "switch:" + stop.id() + ">" + start.id();
        };
    }
}
