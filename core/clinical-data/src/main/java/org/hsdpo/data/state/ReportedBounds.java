package org.hsdpo.data.state;

import java.util.Optional;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;

/** Says which newest results are no values but bounds, and what is made of them. */
final class ReportedBounds {
    private final Issues issues;

    ReportedBounds(Issues issues) {
        this.issues = issues;
    }

    void examine(PatientState state) {
        for (Measurement measurement : Measurement.values()) {
            Optional<Observation> latest = state.latest(measurement);
            latest.filter(observation -> !observation.bound().isExact()).ifPresent(this::report);
        }
    }

    private void report(Observation observation) {
        issues.add(
                DataIssue.Kind.ASSUMED,
                observation.measurement().name(),
                MeasurementCatalogue.shipped()
                                .definition(observation.measurement())
                                .label() + " of " + ObservationMerge.day(observation.time()) + " is known only as "
                        + observation.bound().before(observation.value())
                        + ": rules are decided only where every such value decides them alike, and forecasts count it as "
                        + observation.value());
    }
}
