package org.hsdpo.clinical.trend;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;

/**
 * The record of a patient over time.
 *
 * @param trends of measurements with at least three days of exact values in three years
 * @param changes of level
 * @param exposures to drugs, by ingredient and rising start
 * @param adherence one for each drug that is in use or was dispensed or given, known or not
 * @param sufficiency one for each decision
 */
public record Longitudinal(
        List<Trend> trends,
        List<ChangePoint> changes,
        List<Exposure> exposures,
        List<Adherence> adherence,
        List<Sufficiency> sufficiency) {
    /** Measurements that time itself moves, or that do not move. */
    private static final Set<Measurement> NOT_TRENDED = Set.of(Measurement.DIABETES_DURATION, Measurement.HEIGHT);

    public Longitudinal {
        trends = List.copyOf(trends);
        changes = List.copyOf(changes);
        exposures = List.copyOf(exposures);
        adherence = List.copyOf(adherence);
        sufficiency = List.copyOf(sufficiency);
    }

    public static Longitudinal of(PatientState state) {
        List<Measurement> measured = Arrays.stream(Measurement.values())
                .filter(measurement -> !NOT_TRENDED.contains(measurement))
                .toList();
        return new Longitudinal(
                measured.stream()
                        .map(measurement -> Trend.of(state, measurement))
                        .flatMap(Optional::stream)
                        .toList(),
                measured.stream()
                        .flatMap(measurement -> ChangePoint.of(state, measurement).stream())
                        .toList(),
                Exposure.of(state),
                Adherence.of(state),
                Sufficiency.of(state));
    }
}
