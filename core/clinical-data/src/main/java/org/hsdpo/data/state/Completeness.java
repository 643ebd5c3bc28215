package org.hsdpo.data.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.CurrentTherapy;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.patient.UnrecordedDose;
import org.hsdpo.clinical.wording.Counted;

/** Says what a dosing decision needs and the record does not hold, holds too old, or only lets assume. */
final class Completeness {
    /** What ADA Standards of Care 2025 (sections 4, 6 and 11) asks to be known before therapy is changed. */
    private static final List<Measurement> NEEDED = List.of(
            Measurement.HBA1C,
            Measurement.EGFR,
            Measurement.WEIGHT,
            Measurement.BODY_MASS_INDEX,
            Measurement.SYSTOLIC_PRESSURE,
            Measurement.LDL_CHOLESTEROL,
            Measurement.ALT,
            Measurement.URINE_ALBUMIN_CREATININE_RATIO);

    private final Issues issues;

    Completeness(Issues issues) {
        this.issues = issues;
    }

    void examine(PatientState state) {
        if (state.sex().isEmpty()) {
            issues.add(DataIssue.Kind.MISSING, "sex", "the sex of the patient is not known");
        }
        if (state.birthDate().isEmpty()) {
            issues.add(DataIssue.Kind.MISSING, "birth date", "the age of the patient is not known");
        }
        NEEDED.forEach(measurement -> measured(measurement, state));
        if (state.latest(Measurement.CGM_MEAN_GLUCOSE).isPresent()) {
            measured(Measurement.CGM_MEAN_GLUCOSE, state);
        }
        if (state.has(ConditionConcept.TYPE_2_DIABETES) == Truth.UNKNOWN) {
            issues.add(
                    DataIssue.Kind.MISSING,
                    ConditionConcept.TYPE_2_DIABETES.name(),
                    "no record says whether the patient has type 2 diabetes");
        }
        doses(state.currentTherapy());
        assumedAbsent(state);
    }

    private void doses(CurrentTherapy therapy) {
        for (UnrecordedDose dose : therapy.unrecorded()) {
            issues.add(
                    DataIssue.Kind.MISSING, dose.label(), dose.label() + " is taken in a dose that no record states");
        }
        therapy.assumptionInWords()
                .ifPresent(assumption ->
                        issues.add(DataIssue.Kind.ASSUMED, "current therapy", "an evaluation is made " + assumption));
    }

    private void measured(Measurement measurement, PatientState state) {
        String label = MeasurementCatalogue.shipped().definition(measurement).label();
        Optional<Observation> latest = state.latest(measurement);
        if (latest.isEmpty()) {
            issues.add(DataIssue.Kind.MISSING, measurement.name(), label + " is not recorded");
        } else if (state.isStale(latest.get())) {
            long days = Duration.between(latest.get().time(), state.asOf()).toDays();
            issues.add(
                    DataIssue.Kind.STALE,
                    measurement.name(),
                    label + " was last measured on "
                            + ObservationMerge.day(latest.get().time()) + ", " + Counted.of(days, "day")
                            + " before; a decision needs it within "
                            + MeasurementCatalogue.shipped()
                                    .definition(measurement)
                                    .currentForDays() + " days");
        }
    }

    private void assumedAbsent(PatientState state) {
        List<String> absent = new ArrayList<>();
        for (ConditionConcept concept : ConditionConcept.values()) {
            if (state.isAssumedAbsent(concept)) {
                absent.add(ConditionCatalogue.shipped().definition(concept).label());
            }
        }
        if (!absent.isEmpty()) {
            issues.add(
                    DataIssue.Kind.ASSUMED,
                    "problem list",
                    "taken to be absent because the problem list does not name them: " + String.join(", ", absent));
        }
    }
}
