package org.hsdpo.twin.history;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.TwinInputs;

/**
 * A history in the weeks of the twin. Week 0 is that of the first glycaemic measurement.
 *
 * @param first what the people begin with at week 0, under the regimen of then: one glycaemic value and what else was
 *     measured; where week 0 is today and there is nothing else, everything that was measured
 * @param later every further measurement, ascending by week
 * @param changes of doses, ascending by week; they take effect after what is measured in their week
 * @param weeks from week 0 to today
 * @param anchors number of measurements that {@code first} holds
 */
record Timeline(TwinInputs first, List<Later> later, List<Change> changes, int weeks, int anchors) {
    private static final double DAYS_PER_YEAR = 365.25;

    /** One measurement to be explained; its error is log-normal as at week 0. */
    record Later(TrackedMeasure measure, int week, Covariate value) {
        double log() {
            return Math.log(value.value().orElseThrow());
        }

        /** Standard deviation of the error on the scale of the logarithm. */
        double logSd() {
            return value.measurementSd() / value.value().orElseThrow();
        }
    }

    record Change(int week, double[] doses) {}

    static Timeline of(PatientHistory history) {
        LocalDate today = history.today();
        LocalDate start = start(history);
        int weeks = week(start, today);
        List<Later> measured = measured(history, start, weeks);
        Map<TrackedMeasure, Covariate> anchors = new EnumMap<>(TrackedMeasure.class);
        List<Later> later = new ArrayList<>();
        for (Later one : measured) {
            if (one.week() > 0 || anchors.putIfAbsent(one.measure(), one.value()) != null) {
                later.add(one);
            }
        }
        if (weeks > 0 || !later.isEmpty()) {
            weighInsteadOfAnchoring(anchors, later);
        }

        Regimen atStart = regimenAt(history, start);
        List<Change> changes = history.doses().stream()
                .filter(change -> !change.from().isBefore(start))
                .map(change ->
                        new Change(week(start, change.from()), change.regimen().toArray()))
                .toList();
        return new Timeline(
                first(history.covariates(), anchors, atStart, ChronoUnit.DAYS.between(start, today) / DAYS_PER_YEAR),
                later,
                changes,
                weeks,
                anchors.size());
    }

    /** The drugs taken at any time since week 0. */
    Set<Drug> drugs() {
        Set<Drug> drugs = new TreeSet<>(first.currentRegimen().drugs());
        for (Change change : changes) {
            for (Drug drug : Drug.values()) {
                if (change.doses()[drug.ordinal()] > 0) {
                    drugs.add(drug);
                }
            }
        }
        return drugs;
    }

    /** Whether there is nothing but week 0, which is today. */
    boolean isPresentOnly() {
        return weeks == 0 && later.isEmpty();
    }

    /** Everything measured from week 0 on, ascending by week. */
    private static List<Later> measured(PatientHistory history, LocalDate start, int weeks) {
        List<Later> measured = new ArrayList<>();
        for (DatedMeasurement measurement : history.measurements()) {
            int week = week(start, measurement.date());
            if (week >= 0) {
                measured.add(new Later(
                        TrackedMeasure.of(measurement.measurement()).orElseThrow(),
                        week,
                        Covariate.known(
                                measurement.value(),
                                TwinInputs.measurementError(measurement.measurement(), measurement.value()))));
            }
        }
        for (TrackedMeasure measure : TrackedMeasure.values()) {
            Covariate current = measure.of(history.covariates());
            if (current.isKnown()) {
                measured.add(new Later(measure, weeks, current));
            }
        }
        measured.sort(Comparator.comparingInt(Later::week));
        return measured;
    }

    /**
     * Leaves the first glycaemic value to begin with and lets the others of week 0 count as measurements: the
     * personalisation of one day joins them by normal approximations, which the weights need not.
     */
    private static void weighInsteadOfAnchoring(Map<TrackedMeasure, Covariate> anchors, List<Later> later) {
        List<TrackedMeasure> glycaemic = anchors.keySet().stream()
                .filter(TrackedMeasure::isGlycaemic)
                .skip(1)
                .toList();
        for (TrackedMeasure measure : glycaemic) {
            later.addFirst(new Later(measure, 0, anchors.remove(measure)));
        }
    }

    private static LocalDate start(PatientHistory history) {
        return history.measurements().stream()
                .filter(measurement -> TrackedMeasure.of(measurement.measurement())
                        .orElseThrow()
                        .isGlycaemic())
                .map(DatedMeasurement::date)
                .findFirst()
                .orElse(history.today());
    }

    /** What had been taken when week 0 was measured; a change on that very day comes after it. */
    private static Regimen regimenAt(PatientHistory history, LocalDate start) {
        Regimen regimen = history.doses().isEmpty()
                ? history.covariates().currentRegimen()
                : history.doses().getFirst().regimen();
        for (DoseChange change : history.doses()) {
            if (change.from().isBefore(start)) {
                regimen = change.regimen();
            }
        }
        return regimen;
    }

    private static int week(LocalDate start, LocalDate date) {
        return Math.toIntExact(Math.round(ChronoUnit.DAYS.between(start, date) / 7.0));
    }

    private static TwinInputs first(
            TwinInputs today, Map<TrackedMeasure, Covariate> anchors, Regimen regimen, double years) {
        return new TwinInputs(
                earlier(today.age(), years),
                today.sex(),
                anchor(anchors, TrackedMeasure.WEIGHT),
                today.height(),
                anchor(anchors, TrackedMeasure.EGFR),
                anchor(anchors, TrackedMeasure.HBA1C),
                anchor(anchors, TrackedMeasure.FASTING_GLUCOSE),
                anchor(anchors, TrackedMeasure.MEAN_GLUCOSE),
                anchor(anchors, TrackedMeasure.GLUCOSE_CV),
                earlier(today.diabetesDuration(), years),
                anchor(anchors, TrackedMeasure.SYSTOLIC_PRESSURE),
                anchor(anchors, TrackedMeasure.LDL),
                today.phenotypes(),
                today.severeHypoglycaemiaHistory(),
                today.heartFailure(),
                today.cardiovascularDisease(),
                regimen);
    }

    private static Covariate anchor(Map<TrackedMeasure, Covariate> anchors, TrackedMeasure measure) {
        return anchors.getOrDefault(measure, Covariate.unknown());
    }

    /** Years back; a diabetes diagnosed later had lasted 0 years then. */
    private static Covariate earlier(Covariate value, double years) {
        return value.isKnown()
                ? Covariate.known(Math.max(0, value.value().getAsDouble() - years), value.measurementSd())
                : value;
    }
}
