package org.hsdpo.data;

import java.time.Instant;
import java.util.Objects;
import org.hsdpo.clinical.measurement.Bound;

/**
 * One reading of a glucose sensor.
 *
 * @param time of the reading
 * @param milligramsPerDecilitre interstitial glucose in mg/dL; the limit of the sensor's range where the reading lies
 *     outside it
 * @param bound how the number relates to the glucose: {@code BELOW} for a reading of {@code Low}
 */
public record GlucosePoint(Instant time, double milligramsPerDecilitre, Bound bound) {
    public GlucosePoint {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(bound, "bound");
    }

    /** A reading within the sensor's range. */
    public GlucosePoint(Instant time, double milligramsPerDecilitre) {
        this(time, milligramsPerDecilitre, Bound.EXACT);
    }
}
