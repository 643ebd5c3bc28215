package org.hsdpo.data;

import java.time.Instant;
import java.util.Objects;

/**
 * One reading of a glucose sensor.
 *
 * @param time of the reading
 * @param milligramsPerDecilitre interstitial glucose in mg/dL
 */
public record GlucosePoint(Instant time, double milligramsPerDecilitre) {
    public GlucosePoint {
        Objects.requireNonNull(time, "time");
    }
}
