package org.hsdpo.clinical.patient;

import java.time.Instant;
import java.util.Objects;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.quantity.Quantity;

/**
 * One measured value.
 *
 * @param measurement what was measured
 * @param value in the measurement's canonical unit
 * @param time when the specimen was taken or the value was read
 * @param improbable the value is possible but rare and should be confirmed
 * @param provenance source, with the unit conversion among the transformations
 */
public record Observation(
        Measurement measurement, Quantity value, Instant time, boolean improbable, Provenance provenance) {
    public Observation {
        Objects.requireNonNull(measurement, "measurement");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(provenance, "provenance");
    }
}
