package org.hsdpo.clinical.patient;

import java.time.Instant;
import java.util.Objects;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.quantity.Quantity;

/**
 * One measured value, or the one end of an interval that was reported of it.
 *
 * @param measurement what was measured
 * @param value in the measurement's canonical unit
 * @param bound how {@code value} relates to what was measured: {@code BELOW} for a result reported as {@code <30}
 * @param time when the specimen was taken or the value was read
 * @param improbable the value is possible but rare and should be confirmed
 * @param provenance source, with the unit conversion among the transformations
 */
public record Observation(
        Measurement measurement, Quantity value, Bound bound, Instant time, boolean improbable, Provenance provenance) {
    public Observation {
        Objects.requireNonNull(measurement, "measurement");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(bound, "bound");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(provenance, "provenance");
    }

    /** An exact value. */
    public Observation(
            Measurement measurement, Quantity value, Instant time, boolean improbable, Provenance provenance) {
        this(measurement, value, Bound.EXACT, time, improbable, provenance);
    }

    /** The lowest value it may stand for, in the canonical unit; {@code -Infinity} where that is open. */
    public double lowest() {
        return bound.isUpper() ? Double.NEGATIVE_INFINITY : value.value();
    }

    /** The highest value it may stand for, in the canonical unit; {@code +Infinity} where that is open. */
    public double highest() {
        return bound.isLower() ? Double.POSITIVE_INFINITY : value.value();
    }
}
