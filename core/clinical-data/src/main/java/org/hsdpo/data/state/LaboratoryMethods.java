package org.hsdpo.data.state;

import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.data.fhir.Methods;

/** Says where the newest result is of a method that may put it elsewhere than the one dosing goes by. */
final class LaboratoryMethods {
    private final Issues issues;

    LaboratoryMethods(Issues issues) {
        this.issues = issues;
    }

    void examine(PatientState state) {
        state.latest(Measurement.EGFR).filter(DerivedFacts::isByOlderEquation).ifPresent(this::report);
    }

    private void report(Observation rate) {
        String how = rate.provenance().transformation();
        String equation = how.substring(how.indexOf(Methods.OLDER_EQUATION) + Methods.OLDER_EQUATION.length())
                .replaceFirst(";.*$", "");
        issues.add(
                DataIssue.Kind.ASSUMED,
                Measurement.EGFR.name(),
                "the eGFR of " + ObservationMerge.day(rate.time()) + " was computed by " + equation
                        + "; doses are decided by CKD-EPI 2021, for which the creatinine of that day, the sex or the age is missing: it counts as it is");
    }
}
