package org.hsdpo.ingestion.research;

import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;

/** What a member of a cohort has to fulfil; what is not known is not fulfilled. */
public sealed interface Criterion {
    boolean holds(PatientState patient);

    /** The patient has a condition now. */
    record Has(ConditionConcept condition) implements Criterion {
        @Override
        public boolean holds(PatientState patient) {
            return patient.has(condition) == Truth.TRUE;
        }
    }

    /** The patient takes a drug now. */
    record Takes(String ingredient) implements Criterion {
        @Override
        public boolean holds(PatientState patient) {
            return patient.medications().stream()
                    .anyMatch(medication ->
                            medication.ingredient().equals(ingredient) && medication.isTakenAt(patient.asOf()));
        }
    }

    /** The newest value, with all a bound leaves open, lies in a closed range in the canonical unit. */
    record Measured(Measurement measurement, double low, double high) implements Criterion {
        @Override
        public boolean holds(PatientState patient) {
            return patient.latest(measurement)
                    .filter(newest -> newest.lowest() >= low && newest.highest() <= high)
                    .isPresent();
        }
    }
}
