package org.hsdpo.data.glucose;

import java.time.Duration;
import java.util.List;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.data.GlucosePoint;

/**
 * Refuses a trace in which some readings can only be in another unit than they say. Read in the wrong one of mg/dL and
 * mmol/L, a value is 18 times too high or too low; no sensor changes that much between neighbouring readings, because its
 * whole range is a factor of 12.5 (FreeStyle Libre 40–500 mg/dL, by its user guide).
 */
final class MixedUnits {
    private static final double WHOLE_RANGE = 12.5;
    private static final Duration NEIGHBOURS = Duration.ofMinutes(30);
    /** Where a sensor reads, with a margin, in mg/dL; half of all readings outside it are no readings in that unit. */
    private static final double LOWEST = 36;

    private static final double HIGHEST = 600;

    private static final String ACCEPTED = "readings whose unit is that of the file, or of their own row";

    private MixedUnits() {}

    /**
     * Checks a trace.
     *
     * @param points by rising time, in mg/dL
     * @throws InvalidInputException where a unit cannot be what it says
     */
    static void refuse(List<GlucosePoint> points) {
        for (int i = 1; i < points.size(); i++) {
            double before = points.get(i - 1).milligramsPerDecilitre();
            double after = points.get(i).milligramsPerDecilitre();
            boolean neighbours =
                    Duration.between(points.get(i - 1).time(), points.get(i).time())
                                    .compareTo(NEIGHBOURS)
                            <= 0;
            if (neighbours && Math.max(before, after) > WHOLE_RANGE * Math.min(before, after)) {
                throw new InvalidInputException(
                        "reading " + (i + 1) + " by time",
                        "UNIT_MIXED",
                        "a reading is more than 12 times its neighbour: mg/dL and mmol/L are mixed under one unit",
                        ACCEPTED);
            }
        }
        double median = points.stream()
                .mapToDouble(GlucosePoint::milligramsPerDecilitre)
                .sorted()
                .skip(points.size() / 2)
                .findFirst()
                .orElse(LOWEST);
        if (median < LOWEST || median > HIGHEST) {
            throw new InvalidInputException(
                    "sensor readings",
                    "UNIT_CONTRADICTED",
                    "most readings lie where no sensor reads in the unit they are given in",
                    ACCEPTED);
        }
    }
}
