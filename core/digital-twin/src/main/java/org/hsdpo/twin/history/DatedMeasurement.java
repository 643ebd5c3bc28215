package org.hsdpo.twin.history;

import java.time.LocalDate;
import java.util.Objects;
import org.hsdpo.clinical.measurement.Measurement;

/**
 * One measurement of a patient.
 *
 * @param measurement what was measured; {@link PatientHistory} says what it accepts
 * @param date when
 * @param value in the canonical unit of the measurement
 */
public record DatedMeasurement(Measurement measurement, LocalDate date, double value) {
    public DatedMeasurement {
        Objects.requireNonNull(measurement, "measurement");
        Objects.requireNonNull(date, "date");
    }
}
