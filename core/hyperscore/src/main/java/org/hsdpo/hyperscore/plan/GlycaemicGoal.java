package org.hsdpo.hyperscore.plan;

import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;

/**
 * The HbA1c goal of a patient.
 *
 * @param hba1c in %
 * @param reason in words, with its source
 */
public record GlycaemicGoal(double hba1c, String reason) {
    private static final double USUAL = 7.0;
    private static final double LENIENT = 8.0;
    private static final int OLD = 75;

    /** 7.0 % unless the patient is frail or demented, then 8.0 %. */
    public static GlycaemicGoal of(PatientState state) {
        if (state.has(ConditionConcept.FRAILTY) == Truth.TRUE) {
            return new GlycaemicGoal(
                    LENIENT, "8.0 % because frailty is recorded (ADA Standards of Care 2025, section 13)");
        }
        if (state.has(ConditionConcept.DEMENTIA) == Truth.TRUE) {
            return new GlycaemicGoal(
                    LENIENT, "8.0 % because dementia is recorded (ADA Standards of Care 2025, section 13)");
        }
        boolean frailtyOpen = state.has(ConditionConcept.FRAILTY) == Truth.UNKNOWN
                && state.age().isPresent()
                && state.age().getAsInt() >= OLD;
        return new GlycaemicGoal(
                USUAL,
                "7.0 %, the goal of most adults (ADA Standards of Care 2025, section 6)"
                        + (frailtyOpen
                                ? "; frailty is not recorded, and if the patient is frail the goal is 8.0 %"
                                : ""));
    }
}
