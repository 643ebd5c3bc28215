package org.hsdpo.data.glucose;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.glucose.GlucoseMetrics;
import org.hsdpo.clinical.glucose.GlucoseTrace;
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
 * The readings of one file put in order: duplicates out, gaps seen, and the metrics of the last 14 days where at least
 * 70 % of them is covered (Battelino et al. 2019, Diabetes Care 42:1593).
 */
final class SensorRecord {
    static final Duration WINDOW = Duration.ofDays(14);
    static final double LEAST_COVERAGE = 0.70;
    private static final Duration SHORTEST = Duration.ofDays(1);

    private final List<GlucosePoint> points;

    private SensorRecord(List<GlucosePoint> points) {
        this.points = points;
    }

    /** Sorts readings, drops repeated ones and reports those of one time that disagree. */
    static SensorRecord of(List<GlucosePoint> readings, ClinicalFacts.Collector facts) {
        Map<Instant, GlucosePoint> byTime = new LinkedHashMap<>();
        int repeated = 0;
        int disagreeing = 0;
        List<GlucosePoint> sorted = readings.stream()
                .sorted(Comparator.comparing(GlucosePoint::time))
                .toList();
        for (GlucosePoint point : sorted) {
            GlucosePoint first = byTime.putIfAbsent(point.time(), point);
            if (first != null && first.milligramsPerDecilitre() == point.milligramsPerDecilitre()) {
                repeated++;
            } else if (first != null) {
                disagreeing++;
            }
        }
        if (repeated > 0) {
            facts.issue(
                    DataIssue.Kind.QUARANTINED,
                    "sensor readings",
                    repeated + " repeated sensor readings were left out");
        }
        if (disagreeing > 0) {
            facts.issue(
                    DataIssue.Kind.CONFLICT,
                    "sensor readings",
                    disagreeing + " sensor readings disagree with another of the same time; the first was kept");
        }
        return new SensorRecord(List.copyOf(byTime.values()));
    }

    List<GlucosePoint> points() {
        return points;
    }

    /** The metrics of the last days as observations, or an issue that says why there are none. */
    void addMetrics(ClinicalFacts.Collector facts, Receipt receipt) {
        if (points.size() < 2) {
            none(facts, "there are fewer than two sensor readings");
            return;
        }
        Instant end = points.getLast().time();
        List<GlucosePoint> window = points.stream()
                .filter(point -> !point.time().isBefore(end.minus(WINDOW)))
                .toList();
        Duration interval = interval(window);
        Duration span = Duration.between(window.getFirst().time(), end);
        double expected = (double) span.toSeconds() / interval.toSeconds() + 1;
        double coverage = Math.min(1, window.size() / expected);
        if (span.compareTo(SHORTEST) < 0) {
            none(facts, "the sensor readings cover less than a day");
            return;
        }
        if (coverage < LEAST_COVERAGE) {
            none(
                    facts,
                    "the sensor readings cover " + Math.round(100 * coverage) + " % of their last " + days(span)
                            + " days; at least 70 % is needed");
            return;
        }
        if (span.compareTo(WINDOW.minus(Duration.ofDays(1))) < 0) {
            facts.issue(
                    DataIssue.Kind.IMPROBABLE,
                    "sensor metrics",
                    "the sensor metrics rest on " + days(span) + " days; 14 days are recommended");
        }
        gaps(window, interval, facts);
        Provenance provenance = receipt.uncertain(
                Provenance.Source.GLUCOSE_SENSOR,
                "sensor",
                "computed from " + window.size() + " readings of " + days(span) + " days, coverage "
                        + Math.round(100 * coverage) + " %",
                1);
        GlucoseMetrics metrics = metrics(window);
        observe(Measurement.CGM_MEAN_GLUCOSE, metrics.mean(), end, provenance, facts);
        observe(Measurement.CGM_COEFFICIENT_OF_VARIATION, metrics.coefficientOfVariation(), end, provenance, facts);
        observe(Measurement.CGM_TIME_IN_RANGE, metrics.timeInRange(70, 180), end, provenance, facts);
        observe(Measurement.CGM_TIME_BELOW_70, metrics.timeBelow(70), end, provenance, facts);
        observe(Measurement.CGM_TIME_BELOW_54, metrics.timeBelow(54), end, provenance, facts);
        observe(Measurement.CGM_TIME_ABOVE_180, metrics.timeAbove(180), end, provenance, facts);
        observe(Measurement.CGM_TIME_ABOVE_250, metrics.timeAbove(250), end, provenance, facts);
    }

    /** Metrics of readings; none of those taken here depends on the time zone. */
    static GlucoseMetrics metrics(List<GlucosePoint> points) {
        return GlucoseMetrics.of(GlucoseTrace.of(points.stream()
                .map(point -> new GlucoseTrace.Reading(
                        LocalDateTime.ofInstant(point.time(), ZoneOffset.UTC), point.milligramsPerDecilitre()))
                .toList()));
    }

    private static void observe(
            Measurement measurement, double value, Instant time, Provenance provenance, ClinicalFacts.Collector facts) {
        MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(measurement);
        Quantity quantity = definition.normalise(Quantity.of(value, definition.unit()));
        facts.add(new Observation(measurement, quantity, time, !definition.isPlausible(quantity.value()), provenance));
    }

    /** The usual distance between readings: the median, as the sensor's own distance is constant. */
    private static Duration interval(List<GlucosePoint> window) {
        List<Long> distances = new ArrayList<>();
        for (int i = 1; i < window.size(); i++) {
            distances.add(
                    Duration.between(window.get(i - 1).time(), window.get(i).time())
                            .toSeconds());
        }
        distances.sort(null);
        return Duration.ofSeconds(Math.max(1, distances.isEmpty() ? 1 : distances.get(distances.size() / 2)));
    }

    private static void gaps(List<GlucosePoint> window, Duration interval, ClinicalFacts.Collector facts) {
        int gaps = 0;
        Duration missing = Duration.ZERO;
        for (int i = 1; i < window.size(); i++) {
            Duration distance =
                    Duration.between(window.get(i - 1).time(), window.get(i).time());
            if (distance.compareTo(interval.multipliedBy(3)) > 0) {
                gaps++;
                missing = missing.plus(distance).minus(interval);
            }
        }
        if (gaps > 0) {
            facts.issue(
                    DataIssue.Kind.MISSING,
                    "sensor readings",
                    "the sensor gave no readings for " + gaps + (gaps == 1 ? " stretch of " : " stretches, together ")
                            + missing.toHours() + " hours");
        }
    }

    private static void none(ClinicalFacts.Collector facts, String why) {
        facts.issue(DataIssue.Kind.MISSING, "sensor metrics", "no sensor metrics were computed: " + why);
    }

    private static String days(Duration span) {
        return String.format(java.util.Locale.ROOT, "%.1f", span.toMinutes() / 1440.0);
    }
}
