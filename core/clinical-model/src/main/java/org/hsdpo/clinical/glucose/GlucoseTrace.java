package org.hsdpo.clinical.glucose;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * Sensor glucose over time, in the patient's local time. Immutable.
 *
 * <p>Times rise; two readings of one time are both kept.
 */
public final class GlucoseTrace {
    private final double[] seconds;
    private final double[] glucose;

    private GlucoseTrace(double[] seconds, double[] glucose) {
        this.seconds = seconds;
        this.glucose = glucose;
    }

    /** One reading. @param glucose {@code mg/dL}, greater than 0 */
    public record Reading(LocalDateTime time, double glucose) {}

    /**
     * Readings in any order.
     *
     * @throws InvalidInputException where there are fewer than two, or a glucose is not a positive number
     */
    public static GlucoseTrace of(List<Reading> readings) {
        if (readings.size() < 2) {
            throw new InvalidInputException(
                    "readings",
                    "TRACE_TOO_SHORT",
                    "a trace of " + readings.size() + " readings",
                    "two or more readings");
        }
        List<Reading> sorted =
                readings.stream().sorted((a, b) -> a.time().compareTo(b.time())).toList();
        double[] seconds = new double[sorted.size()];
        double[] glucose = new double[sorted.size()];
        for (int i = 0; i < seconds.length; i++) {
            Reading reading = sorted.get(i);
            if (!(reading.glucose() > 0) || !Double.isFinite(reading.glucose())) {
                throw new InvalidInputException(
                        "readings[" + i + "].glucose",
                        "VALUE_IMPOSSIBLE",
                        "a glucose of " + reading.glucose(),
                        "a finite number above 0 in mg/dL");
            }
            seconds[i] = reading.time().toEpochSecond(ZoneOffset.UTC);
            glucose[i] = reading.glucose();
        }
        return new GlucoseTrace(seconds, glucose);
    }

    /** Number of readings. */
    public int size() {
        return glucose.length;
    }

    /** Seconds of local time since 1970-01-01T00:00. */
    double seconds(int i) {
        return seconds[i];
    }

    /** Glucose in mg/dL, in the order of time. */
    double[] glucose() {
        return glucose;
    }
}
