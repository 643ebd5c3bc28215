package org.hsdpo.data.state;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.data.note.NoteFacts;

/** Measured values from several sources: each once, coded before note, contradictions shown. */
final class ObservationMerge {
    /** Two values of one measurement and time agree within this share of the larger: rounding, not another result. */
    static final double TOLERANCE = 0.02;

    /** A note without a date of its own may quote a result this old. */
    private static final Duration QUOTED_WITHIN = Duration.ofDays(120);

    private record Point(Measurement measurement, Instant time) {}

    private final Issues issues;

    ObservationMerge(Issues issues) {
        this.issues = issues;
    }

    List<Observation> merge(List<Observation> observations) {
        List<Observation> coded = distinct(observations.stream()
                .filter(observation -> !PatientStateAssembler.isNote(observation.provenance()))
                .toList());
        List<Observation> merged = new ArrayList<>(coded);
        List<Observation> notes = distinct(observations.stream()
                .filter(observation -> PatientStateAssembler.isNote(observation.provenance()))
                .toList());
        for (Observation note : notes) {
            if (!isQuoted(note, coded) && !isOutweighed(note, coded)) {
                merged.add(note);
            }
        }
        return List.copyOf(merged);
    }

    /** One observation for each value; different values of one time all stay, with an issue. */
    private List<Observation> distinct(List<Observation> observations) {
        Map<Point, List<Observation>> byPoint = new LinkedHashMap<>();
        List<Observation> byConfidence = observations.stream()
                .sorted(Comparator.comparingDouble(
                        (Observation observation) -> -observation.provenance().confidence()))
                .toList();
        for (Observation observation : byConfidence) {
            List<Observation> same = byPoint.computeIfAbsent(
                    new Point(observation.measurement(), observation.time()), ignored -> new ArrayList<>());
            if (same.stream().noneMatch(other -> repeats(other, observation))) {
                same.add(observation);
            }
        }
        byPoint.values().forEach(ObservationMerge::dropBoundsOfKnownValues);
        byPoint.forEach((point, values) -> {
            if (values.stream().anyMatch(value -> !agrees(value, values.getFirst()))) {
                issues.add(
                        DataIssue.Kind.CONFLICT,
                        point.measurement().name(),
                        label(point.measurement()) + " of " + day(point.time()) + " is stated as "
                                + String.join(
                                        " and ",
                                        values.stream()
                                                .map(ObservationMerge::written)
                                                .toList())
                                + "; all are kept");
            }
        });
        return byPoint.values().stream().flatMap(List::stream).toList();
    }

    private static boolean repeats(Observation first, Observation second) {
        return first.value().value() == second.value().value() && first.bound() == second.bound();
    }

    /** A value says more than a bound it lies within; where it does not lie there both stay and contradict each other. */
    private static void dropBoundsOfKnownValues(List<Observation> sameTime) {
        List<Observation> exact = sameTime.stream()
                .filter(observation -> observation.bound().isExact())
                .toList();
        sameTime.removeIf(observation ->
                !observation.bound().isExact() && exact.stream().anyMatch(value -> agrees(observation, value)));
    }

    private static boolean isQuoted(Observation note, List<Observation> coded) {
        boolean undated = note.provenance().transformation().contains(NoteFacts.DATED_BY_NOTE);
        return undated
                && coded.stream()
                        .anyMatch(other -> other.measurement() == note.measurement()
                                && agrees(other, note)
                                && (other.bound().isExact() || !note.bound().isExact())
                                && !other.time().isAfter(note.time().plus(Duration.ofDays(1)))
                                && other.time().isAfter(note.time().minus(QUOTED_WITHIN)));
    }

    private boolean isOutweighed(Observation note, List<Observation> coded) {
        List<Observation> sameDay = coded.stream()
                .filter(other -> other.measurement() == note.measurement()
                        && day(other.time()).equals(day(note.time())))
                .toList();
        if (sameDay.isEmpty()) {
            return false;
        }
        if (sameDay.stream().noneMatch(other -> agrees(other, note))) {
            issues.add(
                    DataIssue.Kind.CONFLICT,
                    note.measurement().name(),
                    label(note.measurement()) + " of " + day(note.time()) + " is " + written(note) + " in a note and "
                            + written(sameDay.getLast()) + " in coded data; the coded value counts");
        }
        return true;
    }

    /** Whether both may speak of one value: exact values up to rounding, bounds where their intervals meet. */
    static boolean agrees(Observation first, Observation second) {
        double rounding = TOLERANCE
                * Math.max(
                        Math.abs(first.value().value()), Math.abs(second.value().value()));
        return first.lowest() - second.highest() <= rounding && second.lowest() - first.highest() <= rounding;
    }

    static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    static String written(Observation observation) {
        return observation.bound().before(Math.round(observation.value().value() * 100) / 100.0) + " "
                + observation.value().unit();
    }

    private static String label(Measurement measurement) {
        return MeasurementCatalogue.shipped().definition(measurement).label();
    }
}
