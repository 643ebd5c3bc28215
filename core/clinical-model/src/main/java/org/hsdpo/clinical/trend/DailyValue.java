package org.hsdpo.clinical.trend;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;

/**
 * What a day's values of a measurement say together: their median, so that many readings of one day weigh no more than one.
 *
 * @param day calendar day in UTC
 * @param value in the canonical unit
 */
record DailyValue(LocalDate day, double value) {
    /** Older values say little of what is to be decided now. */
    static final Duration WINDOW = Duration.ofDays(3 * 365);

    /** Exact values of the last three years by day; results known only as bounds are not among them. */
    static List<DailyValue> of(PatientState state, Measurement measurement) {
        Map<LocalDate, List<Double>> byDay = new TreeMap<>();
        for (Observation observation : state.history(measurement)) {
            if (observation.bound().isExact()
                    && !observation.time().isBefore(state.asOf().minus(WINDOW))) {
                byDay.computeIfAbsent(
                                LocalDate.ofInstant(observation.time(), ZoneOffset.UTC), ignored -> new ArrayList<>())
                        .add(observation.value().value());
            }
        }
        return byDay.entrySet().stream()
                .map(day -> new DailyValue(day.getKey(), median(day.getValue())))
                .toList();
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
