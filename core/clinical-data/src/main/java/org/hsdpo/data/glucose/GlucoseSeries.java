package org.hsdpo.data.glucose;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.GlucosePoint;
import org.hsdpo.data.Receipt;

/**
 * Glucose readings that a record gives one by one, each with its time, unit and device. What a sensor read becomes one
 * trace with its metrics; the rest are single measurements.
 *
 * <p>Where a record does not say which device is a sensor, one is taken for a sensor whose readings stand at most 20
 * minutes apart (median of at least 12): nobody pricks a finger that often. Where two devices pass on the same readings,
 * those of the device with fewer count only where the other has none.
 */
public final class GlucoseSeries {
    /** How a reading was taken. */
    public enum Method {
        SENSOR,
        FINGER_STICK,
        /** The record does not say. */
        UNSTATED
    }

    private record Reading(GlucosePoint point, String entry) {}

    private static final int FEWEST_OF_A_SENSOR = 12;
    private static final Duration FARTHEST_OF_A_SENSOR = Duration.ofMinutes(20);

    private final MeasurementDefinition glucose = MeasurementCatalogue.shipped().definition(Measurement.GLUCOSE);
    private final Map<Method, Map<String, List<Reading>>> readings = new HashMap<>();

    /**
     * Adds a reading.
     *
     * @param device groups the readings of one device; never shown
     * @param value in any unit that converts to mg/dL
     * @param entry place in the record, for provenance
     * @throws org.hsdpo.clinical.error.InvalidInputException where the unit is unknown or the value impossible
     */
    public void add(Method method, String device, Instant time, Quantity value, Bound bound, String entry) {
        double milligrams = glucose.normalise(value, bound).value();
        readings.computeIfAbsent(method, ignored -> new TreeMap<>())
                .computeIfAbsent(device, ignored -> new ArrayList<>())
                .add(new Reading(new GlucosePoint(time, milligrams, bound), entry));
    }

    /** Whether nothing was added. */
    public boolean isEmpty() {
        return readings.isEmpty();
    }

    /**
     * Adds the trace, its metrics and the single measurements to the facts of a record.
     *
     * @throws org.hsdpo.clinical.error.InvalidInputException where units are mixed
     */
    public void addTo(ClinicalFacts.Collector facts, Receipt receipt, Provenance.Source source) {
        List<List<Reading>> traces =
                new ArrayList<>(readings.getOrDefault(Method.SENSOR, Map.of()).values());
        List<Reading> single = new ArrayList<>();
        readings.getOrDefault(Method.FINGER_STICK, Map.of()).values().forEach(single::addAll);
        readings.getOrDefault(Method.UNSTATED, Map.of()).values().forEach(device -> {
            if (isSensor(device)) {
                traces.add(device);
            } else {
                single.addAll(device);
            }
        });
        if (!traces.isEmpty()) {
            SensorRecord trace = SensorRecord.of(oneTrace(traces, facts), facts);
            MixedUnits.refuse(trace.points());
            outOfRange(trace.points(), facts);
            trace.points().forEach(facts::add);
            trace.addMetrics(facts, receipt);
        }
        single.stream()
                .sorted(Comparator.comparing(reading -> reading.point().time()))
                .forEach(reading -> facts.add(new Observation(
                        Measurement.GLUCOSE,
                        Quantity.of(reading.point().milligramsPerDecilitre(), glucose.unit()),
                        reading.point().bound(),
                        reading.point().time(),
                        !glucose.isPlausible(reading.point().milligramsPerDecilitre()),
                        receipt.uncertain(source, reading.entry(), "", 1))));
    }

    /** Whether the readings of a device can only be a sensor's. */
    private static boolean isSensor(List<Reading> device) {
        return isSensor(device.stream().map(reading -> reading.point().time()).toList());
    }

    /** Whether readings at these times can only be a sensor's. */
    public static boolean isSensor(Collection<Instant> times) {
        return times.size() >= FEWEST_OF_A_SENSOR && usualDistance(times).compareTo(FARTHEST_OF_A_SENSOR) <= 0;
    }

    private static Duration usualDistance(Collection<Instant> times) {
        List<Instant> sorted = times.stream().sorted().toList();
        List<Duration> distances = new ArrayList<>();
        for (int i = 1; i < sorted.size(); i++) {
            distances.add(Duration.between(sorted.get(i - 1), sorted.get(i)));
        }
        distances.sort(null);
        return distances.isEmpty() ? Duration.ZERO : distances.get(distances.size() / 2);
    }

    /** The readings of the device with most of them, and those of others where it has none near by. */
    private static List<GlucosePoint> oneTrace(List<List<Reading>> traces, ClinicalFacts.Collector facts) {
        List<GlucosePoint> kept = new ArrayList<>();
        int passedOn = 0;
        for (List<Reading> device : traces.stream()
                .sorted(Comparator.comparing(List<Reading>::size).reversed())
                .toList()) {
            TreeSet<Instant> taken =
                    kept.stream().map(GlucosePoint::time).collect(Collectors.toCollection(TreeSet::new));
            Duration near = usualDistance(taken);
            for (Reading reading : device) {
                Instant time = reading.point().time();
                Instant before = taken.floor(time);
                Instant after = taken.ceiling(time);
                boolean alone = (before == null
                                || Duration.between(before, time).compareTo(near) >= 0)
                        && (after == null || Duration.between(time, after).compareTo(near) >= 0);
                if (taken.isEmpty() || alone) {
                    kept.add(reading.point());
                } else {
                    passedOn++;
                }
            }
        }
        if (passedOn > 0) {
            facts.issue(
                    DataIssue.Kind.QUARANTINED,
                    "sensor readings",
                    passedOn
                            + " sensor readings of a second device stand between those of the first and were left out");
        }
        return kept;
    }

    private static void outOfRange(List<GlucosePoint> points, ClinicalFacts.Collector facts) {
        long bounds = points.stream().filter(point -> !point.bound().isExact()).count();
        if (bounds > 0) {
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    "sensor readings",
                    bounds + " readings outside the sensor's range are counted as its limit");
        }
    }
}
