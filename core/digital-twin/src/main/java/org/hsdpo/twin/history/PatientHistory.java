package org.hsdpo.twin.history;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.TwinInputs;

/**
 * What is known of a patient up to today.
 *
 * @param covariates the patient today. A value that is known here is a measurement of today; where dated values of the same
 *     kind are given it has to be unknown, so that nothing counts twice
 * @param today the day the twin has to stand at
 * @param measurements HbA1c, fasting glucose, sensor mean and coefficient of variation, weight, eGFR, systolic pressure and
 *     LDL cholesterol in any order, at most {@value #MOST_YEARS} years old, none after today. Those of more than half a week
 *     before the first HbA1c, sensor mean or fasting glucose are not used
 * @param doses what was taken from when on, ascending; the first no later than the first glycaemic measurement, the last
 *     equal to {@code covariates.currentRegimen()}. May be empty where there is no earlier measurement
 */
public record PatientHistory(
        TwinInputs covariates, LocalDate today, List<DatedMeasurement> measurements, List<DoseChange> doses) {
    /** The longest history, years: beyond it the twin's progression is no description of a person. */
    public static final int MOST_YEARS = 10;

    /** @throws InvalidInputException where something of the above does not hold, with every violation found */
    public PatientHistory {
        Objects.requireNonNull(covariates, "covariates");
        Objects.requireNonNull(today, "today");
        List<Violation> violations = new ArrayList<>();
        refuseMeasurements(violations, covariates, today, measurements);
        refuseDoses(violations, covariates, today, measurements, doses);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        measurements = measurements.stream()
                .sorted(Comparator.comparing(DatedMeasurement::date))
                .toList();
        doses = List.copyOf(doses);
    }

    private static void refuseMeasurements(
            List<Violation> violations, TwinInputs covariates, LocalDate today, List<DatedMeasurement> measurements) {
        Set<DatedMeasurement> seen = new HashSet<>();
        Set<TrackedMeasure> twice = new HashSet<>();
        for (int i = 0; i < measurements.size(); i++) {
            DatedMeasurement measurement = measurements.get(i);
            String field = "measurements[" + i + "]";
            Optional<TrackedMeasure> measure = TrackedMeasure.of(measurement.measurement());
            if (measure.isEmpty()) {
                violations.add(new Violation(
                        field + ".measurement",
                        "MEASUREMENT_NOT_FOLLOWED",
                        "the twin does not follow " + measurement.measurement(),
                        TrackedMeasure.accepted()));
                continue;
            }
            refuseValue(violations, field, measurement);
            if (measurement.date().isAfter(today) || measurement.date().isBefore(today.minusYears(MOST_YEARS))) {
                violations.add(new Violation(
                        field + ".date",
                        "DATE_OUT_OF_RANGE",
                        "the measurement lies after today or more than " + MOST_YEARS + " years back",
                        today.minusYears(MOST_YEARS) + " to " + today));
            }
            if (!seen.add(measurement)) {
                violations.add(new Violation(
                        field,
                        "MEASUREMENT_REPEATED",
                        "the same value of the same day is given twice",
                        "each measurement once"));
            }
            if (measure.get().of(covariates).isKnown() && twice.add(measure.get())) {
                violations.add(new Violation(
                        "covariates." + measure.get().component(),
                        "VALUE_COUNTED_TWICE",
                        "the value stands beside dated values of the same kind",
                        "unknown, with today's value among the measurements"));
            }
        }
        for (TrackedMeasure measure : TrackedMeasure.values()) {
            Covariate value = measure.of(covariates);
            if (!measurements.isEmpty() && value.isKnown() && !(value.measurementSd() > 0)) {
                violations.add(new Violation(
                        "covariates." + measure.component(),
                        "MEASUREMENT_ERROR_INVALID",
                        "a value without error cannot be weighed against a history",
                        "a measurement error above 0"));
            }
        }
    }

    private static void refuseValue(List<Violation> violations, String field, DatedMeasurement measurement) {
        MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(measurement.measurement());
        double value = measurement.value();
        if (!(value > 0
                && value >= definition.possible().low()
                && value <= definition.possible().high())) {
            violations.add(new Violation(
                    field + ".value",
                    "VALUE_IMPOSSIBLE",
                    "the value is not possible in a living patient",
                    "above 0, " + definition.possible().low() + " to "
                            + definition.possible().high() + " " + definition.unit()));
        }
    }

    private static void refuseDoses(
            List<Violation> violations,
            TwinInputs covariates,
            LocalDate today,
            List<DatedMeasurement> measurements,
            List<DoseChange> doses) {
        for (int i = 0; i < doses.size(); i++) {
            if (doses.get(i).from().isAfter(today)
                    || i > 0 && !doses.get(i).from().isAfter(doses.get(i - 1).from())) {
                violations.add(new Violation(
                        "doses[" + i + "].from",
                        "DATE_OUT_OF_RANGE",
                        "the change lies after today or not after the change before it",
                        "ascending days up to today"));
            }
        }
        if (!doses.isEmpty() && !doses.getLast().regimen().equals(covariates.currentRegimen())) {
            violations.add(new Violation(
                    "covariates.currentRegimen",
                    "REGIMEN_INCONSISTENT",
                    "the current regimen is not the one of the last dose change",
                    "the regimen of the last dose change"));
        }
        Optional<LocalDate> first = measurements.stream()
                .filter(measurement -> TrackedMeasure.of(measurement.measurement())
                        .filter(TrackedMeasure::isGlycaemic)
                        .isPresent())
                .map(DatedMeasurement::date)
                .min(Comparator.naturalOrder())
                .filter(date -> date.isBefore(today));
        if (first.isPresent() && (doses.isEmpty() || doses.getFirst().from().isAfter(first.get()))) {
            violations.add(new Violation(
                    "doses[0].from",
                    "DOSE_UNKNOWN",
                    "it is not known what was taken when glucose was first measured",
                    "what was taken, or that nothing was, from that day or earlier"));
        }
    }
}
