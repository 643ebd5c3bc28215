package org.hsdpo.hyperscore.novelty;

import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;

/** What similarity to the reference population is judged by; anything may be unknown. */
public record PracticeQuery(
        OptionalDouble age,
        Optional<Sex> sex,
        OptionalDouble bodyMassIndex,
        OptionalDouble hba1c,
        OptionalDouble egfr,
        OptionalDouble duration,
        Truth heartFailure,
        Truth cardiovascularDisease) {

    /**
     * The query of a record.
     *
     * @param egfr as the rules see it, computed from creatinine where only that is known
     */
    public static PracticeQuery of(PatientState state, OptionalDouble egfr) {
        OptionalDouble weight = state.currentValue(Measurement.WEIGHT);
        OptionalDouble height = state.currentValue(Measurement.HEIGHT);
        OptionalDouble recorded = state.currentValue(Measurement.BODY_MASS_INDEX);
        OptionalDouble bodyMassIndex = recorded.isEmpty() && weight.isPresent() && height.isPresent()
                ? OptionalDouble.of(weight.getAsDouble() * 1e4 / (height.getAsDouble() * height.getAsDouble()))
                : recorded;
        return new PracticeQuery(
                state.age().isPresent() ? OptionalDouble.of(state.age().getAsInt()) : OptionalDouble.empty(),
                state.sex().map(sourced -> sourced.value()),
                bodyMassIndex,
                state.currentValue(Measurement.HBA1C),
                egfr,
                state.currentValue(Measurement.DIABETES_DURATION),
                state.hasOrHad(ConditionConcept.HEART_FAILURE),
                state.hasOrHad(ConditionConcept.ATHEROSCLEROTIC_CARDIOVASCULAR_DISEASE));
    }

    /** The query of a reference patient. */
    public static PracticeQuery of(ReferencePatient patient) {
        return new PracticeQuery(
                OptionalDouble.of(patient.age()),
                Optional.of(patient.sex()),
                OptionalDouble.of(patient.bodyMassIndex()),
                OptionalDouble.of(patient.hba1c()),
                OptionalDouble.of(patient.egfr()),
                OptionalDouble.of(patient.duration()),
                patient.heartFailure() ? Truth.TRUE : Truth.FALSE,
                patient.cardiovascularDisease() ? Truth.TRUE : Truth.FALSE);
    }
}
