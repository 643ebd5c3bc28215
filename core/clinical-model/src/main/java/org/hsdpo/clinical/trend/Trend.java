package org.hsdpo.clinical.trend;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.PatientState;

/**
 * How a measurement moves: the median slope over all pairs of days (Theil 1950; Sen 1968, J Am Stat Assoc 63:1379), which a
 * few outlying values do not bend.
 *
 * @param measurement which one
 * @param perYear slope in {@code unit}
 * @param low lower end of the 95 % interval by Kendall's statistic (Sen 1968); empty where the days are too few for one
 * @param high its upper end
 * @param unit canonical UCUM unit of the measurement, a year
 * @param days days with a value, at least 3
 * @param from first of them
 * @param to last of them
 */
public record Trend(
        Measurement measurement,
        double perYear,
        Optional<Double> low,
        Optional<Double> high,
        String unit,
        int days,
        LocalDate from,
        LocalDate to) {
    private static final int FEWEST = 3;
    /** The newest days are used where there are more: the number of pairs grows with the square. */
    private static final int MOST = 400;

    private static final double NORMAL_975 = 1.959963984540054;
    private static final double DAYS_OF_A_YEAR = 365.25;

    /** Which way it moves, where the interval leaves no doubt. */
    public enum Direction {
        RISING,
        FALLING,
        /** The interval holds zero, or there is none. */
        UNCERTAIN
    }

    public Trend {
        Objects.requireNonNull(measurement, "measurement");
        Objects.requireNonNull(unit, "unit");
    }

    public Direction direction() {
        if (low.isEmpty() || high.isEmpty()) {
            return Direction.UNCERTAIN;
        }
        return low.get() > 0 ? Direction.RISING : high.get() < 0 ? Direction.FALLING : Direction.UNCERTAIN;
    }

    /** The trend of the last three years; empty with fewer than three days of exact values. */
    public static Optional<Trend> of(PatientState state, Measurement measurement) {
        List<DailyValue> all = DailyValue.of(state, measurement);
        List<DailyValue> values = all.subList(Math.max(0, all.size() - MOST), all.size());
        if (values.size() < FEWEST) {
            return Optional.empty();
        }
        double[] slopes = slopes(values);
        int rank = rankOfTheLowerEnd(values.size(), slopes.length);
        return Optional.of(new Trend(
                measurement,
                median(slopes),
                rank < 1 ? Optional.empty() : Optional.of(slopes[rank - 1]),
                rank < 1 ? Optional.empty() : Optional.of(slopes[slopes.length - rank]),
                MeasurementCatalogue.shipped().definition(measurement).unit() + "/a",
                values.size(),
                values.getFirst().day(),
                values.getLast().day()));
    }

    private static double[] slopes(List<DailyValue> values) {
        DoubleStream.Builder slopes = DoubleStream.builder();
        for (int i = 0; i < values.size(); i++) {
            for (int j = i + 1; j < values.size(); j++) {
                double years = ChronoUnit.DAYS.between(
                                values.get(i).day(), values.get(j).day())
                        / DAYS_OF_A_YEAR;
                slopes.add((values.get(j).value() - values.get(i).value()) / years);
            }
        }
        double[] sorted = slopes.build().toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** From the variance of Kendall's S without ties, n(n−1)(2n+5)/18; below 1 there is no interval. */
    private static int rankOfTheLowerEnd(int days, int slopes) {
        double deviation = Math.sqrt(days * (days - 1.0) * (2.0 * days + 5) / 18);
        return (int) Math.floor((slopes - NORMAL_975 * deviation) / 2);
    }
}
