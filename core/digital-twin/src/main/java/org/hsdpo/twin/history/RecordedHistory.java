package org.hsdpo.twin.history;

import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.renal.RenalFunction;
import org.hsdpo.clinical.wording.Counted;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.TwinInputs;

/**
 * The history a patient's record holds, or why it holds none that a twin may be made from.
 *
 * <p>It begins with the first HbA1c, sensor mean or fasting glucose of the last {@value #MOST_YEARS} years before which one
 * known regimen had been taken for {@value #SETTLED_DAYS} days, so that it makes no difference whether that regimen was begun
 * or only prescribed again then. From there on everything taken has to be known beyond doubt ({@link RecordedTherapy}).
 *
 * <p>Measurements are coded values of HbA1c, fasting glucose, sensor mean and coefficient of variation, weight and eGFR (from
 * creatinine by CKD-EPI 2021 where none is reported). Left out and counted: results known only as a bound, improbable ones
 * that nobody confirmed, values read from notes, and values within {@value #APART_DAYS} days of a later one of their kind,
 * whose errors are not independent. Where the newest value of a kind, from which the personalisation of one day would
 * start, is one of these, there is no history: it must not know less of today than that does. Systolic pressure and LDL
 * cholesterol enter with their newest values only, because the twin does not know the drugs that change them.
 */
public sealed interface RecordedHistory {
    /** As long as the longest histories on which coverage was measured, with a margin. */
    int MOST_YEARS = 3;

    /** HbA1c has done four fifths of its way by then (half-life 34.6 d, Tahara and Shima 1995, Diabetes Care 18:440). */
    int SETTLED_DAYS = 84;

    /** Two values of a kind closer than this say little more than one. */
    int APART_DAYS = 14;

    /**
     * A history.
     *
     * @param leftOut what is not part of it, in words
     */
    record Usable(PatientHistory history, List<String> leftOut) implements RecordedHistory {
        public Usable {
            leftOut = List.copyOf(leftOut);
        }
    }

    /** @param reason in words, without a full stop */
    record Unusable(String reason) implements RecordedHistory {}

    /** Reads a record. Doses have to be those recorded, not assumed ones. */
    static RecordedHistory of(PatientState recorded) {
        return new Reading(recorded).history();
    }

    /** The working-out of one history. */
    final class Reading {
        private static final int ADULT = 18;

        private final PatientState state;
        private final LocalDate today;
        private final RecordedTherapy therapy;
        private final Map<TrackedMeasure, List<Observation>> known = new EnumMap<>(TrackedMeasure.class);
        private final Map<TrackedMeasure, List<Observation>> usable = new EnumMap<>(TrackedMeasure.class);

        private Reading(PatientState state) {
            this.state = state;
            this.today = LocalDate.ofInstant(state.asOf(), ZoneOffset.UTC);
            this.therapy = RecordedTherapy.of(state);
            for (TrackedMeasure measure : followed()) {
                List<Observation> all = values(measure);
                known.put(measure, all);
                usable.put(measure, all.stream().filter(Reading::counts).toList());
            }
        }

        private RecordedHistory history() {
            if (therapy.knownFrom().isEmpty()) {
                return new Unusable(therapy.gap().orElseThrow());
            }
            Optional<String> newest = newestNotUsable();
            if (newest.isPresent()) {
                return new Unusable(newest.get());
            }
            List<LocalDate> glycaemic = followed().stream()
                    .filter(TrackedMeasure::isGlycaemic)
                    .flatMap(measure -> usable.get(measure).stream())
                    .map(Reading::day)
                    .filter(day -> !day.isBefore(today.minusYears(MOST_YEARS)))
                    .sorted()
                    .toList();
            Optional<LocalDate> start = glycaemic.stream()
                    .filter(day -> therapy.isSettled(day, SETTLED_DAYS))
                    .findFirst();
            if (start.isEmpty()) {
                return new Unusable(noBeginning(glycaemic));
            }
            List<DoseChange> doses = therapy.since(start.get());
            List<DatedMeasurement> measurements = measurements(start.get());
            boolean measuredAgain = measurements.stream()
                    .filter(each ->
                            TrackedMeasure.of(each.measurement()).orElseThrow().isGlycaemic())
                    .anyMatch(each -> !each.date().isBefore(start.get().plusDays(APART_DAYS)));
            if (!measuredAgain && doses.size() == 1) {
                return new Unusable(noEarlierMeasurement(glycaemic));
            }
            TwinInputs covariates = covariates(measurements);
            return doses.getLast().regimen().equals(covariates.currentRegimen())
                    ? new Usable(new PatientHistory(covariates, today, measurements, doses), leftOut(measurements))
                    : new Unusable("the records disagree on what is taken now");
        }

        /** What is followed over time; the others enter with their newest value. */
        private static Set<TrackedMeasure> followed() {
            return EnumSet.complementOf(EnumSet.of(TrackedMeasure.SYSTOLIC_PRESSURE, TrackedMeasure.LDL));
        }

        private Optional<String> newestNotUsable() {
            for (TrackedMeasure measure : followed()) {
                Optional<Observation> newest = known.get(measure).stream()
                        .reduce((earlier, later) -> later)
                        .filter(observation -> !state.isStale(observation));
                if (newest.isPresent() && !counts(newest.get())) {
                    return Optional.of("the newest " + label(measure) + " " + whyNot(newest.get()));
                }
            }
            return Optional.empty();
        }

        private String noBeginning(List<LocalDate> glycaemic) {
            if (glycaemic.isEmpty()) {
                return "no HbA1c, sensor mean or fasting glucose of the last " + MOST_YEARS + " years can be used";
            }
            return "no glucose was measured after the same known regimen had been taken for " + SETTLED_DAYS + " days"
                    + therapy.gap().map(gap -> " (" + gap + ")").orElse("");
        }

        private String noEarlierMeasurement(List<LocalDate> glycaemic) {
            return glycaemic.getFirst().isBefore(glycaemic.getLast())
                    ? "earlier glucose was measured before the same known regimen had been taken for " + SETTLED_DAYS
                            + " days"
                            + therapy.gap().map(gap -> " (" + gap + ")").orElse("")
                    : "there is no earlier HbA1c, sensor mean or fasting glucose";
        }

        /** What counts from the start on, apart from each other; the newest stays. */
        private List<DatedMeasurement> measurements(LocalDate start) {
            List<DatedMeasurement> measurements = new ArrayList<>();
            usable.forEach((measure, observations) -> {
                LocalDate last = LocalDate.MAX;
                for (Observation observation : observations.reversed()) {
                    LocalDate day = day(observation);
                    boolean first = day.equals(start) && measure.isGlycaemic();
                    if (!day.isBefore(start)
                            && (first || !day.isAfter(last.minusDays(APART_DAYS)))
                            && !day.equals(last)) {
                        measurements.add(new DatedMeasurement(
                                measure.measurement(), day, observation.value().value()));
                        last = day;
                    }
                }
            });
            return measurements;
        }

        /** The patient today, without what is measured in the history. */
        private TwinInputs covariates(List<DatedMeasurement> measurements) {
            TwinInputs present = TwinInputs.from(state);
            Set<Measurement> dated =
                    measurements.stream().map(DatedMeasurement::measurement).collect(Collectors.toSet());
            return new TwinInputs(
                    present.age(),
                    present.sex(),
                    unless(dated, Measurement.WEIGHT, present.weight()),
                    present.height(),
                    unless(dated, Measurement.EGFR, present.egfr()),
                    unless(dated, Measurement.HBA1C, present.hba1c()),
                    unless(dated, Measurement.FASTING_GLUCOSE, present.fastingGlucose()),
                    unless(dated, Measurement.CGM_MEAN_GLUCOSE, present.meanGlucose()),
                    unless(dated, Measurement.CGM_COEFFICIENT_OF_VARIATION, present.glucoseCv()),
                    present.diabetesDuration(),
                    present.systolicPressure(),
                    present.ldl(),
                    present.phenotypes(),
                    present.severeHypoglycaemiaHistory(),
                    present.heartFailure(),
                    present.cardiovascularDisease(),
                    present.currentRegimen());
        }

        private static Covariate unless(Set<Measurement> dated, Measurement measurement, Covariate present) {
            return dated.contains(measurement) ? Covariate.unknown() : present;
        }

        private List<String> leftOut(List<DatedMeasurement> used) {
            List<String> leftOut = new ArrayList<>();
            List<Observation> all =
                    known.values().stream().flatMap(List::stream).toList();
            count(leftOut, all, observation -> !observation.bound().isExact(), "known only as a bound");
            count(leftOut, all, Reading::isFromNote, "read from a note");
            count(leftOut, all, Observation::improbable, "improbable and not confirmed");
            long rest = usable.values().stream().mapToLong(List::size).sum() - used.size();
            if (rest > 0) {
                leftOut.add(Counted.of(rest, "value") + " from before the history begins or within " + APART_DAYS
                        + " days of a later one");
            }
            return leftOut;
        }

        private static void count(
                List<String> leftOut, List<Observation> all, Predicate<Observation> which, String why) {
            long count = all.stream().filter(which).count();
            if (count > 0) {
                leftOut.add(Counted.of(count, "value") + " " + why);
            }
        }

        /** By rising time; eGFR from creatinine where none was reported on that day. */
        private List<Observation> values(TrackedMeasure measure) {
            List<Observation> values = new ArrayList<>(state.history(measure.measurement()));
            if (measure == TrackedMeasure.EGFR) {
                Set<LocalDate> reported = values.stream().map(Reading::day).collect(Collectors.toSet());
                state.history(Measurement.CREATININE).stream()
                        .filter(creatinine -> !reported.contains(day(creatinine)))
                        .flatMap(creatinine -> egfr(creatinine).stream())
                        .forEach(values::add);
                values.sort(java.util.Comparator.comparing(Observation::time));
            }
            return values;
        }

        private Optional<Observation> egfr(Observation creatinine) {
            if (state.sex().isEmpty() || state.birthDate().isEmpty()) {
                return Optional.empty();
            }
            int age = Period.between(state.birthDate().get().value(), day(creatinine))
                    .getYears();
            Sex sex = state.sex().get().value();
            return age < ADULT
                    ? Optional.empty()
                    : Optional.of(new Observation(
                            Measurement.EGFR,
                            org.hsdpo.clinical.quantity.Quantity.of(
                                    RenalFunction.ckdEpi2021(creatinine.value().value(), age, sex),
                                    MeasurementCatalogue.shipped()
                                            .definition(Measurement.EGFR)
                                            .unit()),
                            creatinine.bound().reversed(),
                            creatinine.time(),
                            creatinine.improbable(),
                            creatinine.provenance()));
        }

        private static boolean counts(Observation observation) {
            return observation.bound().isExact() && !observation.improbable() && !isFromNote(observation);
        }

        private static String whyNot(Observation observation) {
            if (!observation.bound().isExact()) {
                return "is known only as a bound";
            }
            return isFromNote(observation) ? "was read from a note" : "is improbable and not confirmed";
        }

        private static boolean isFromNote(Observation observation) {
            return observation.provenance().source() == Provenance.Source.CLINICAL_NOTE;
        }

        private static String label(TrackedMeasure measure) {
            return MeasurementCatalogue.shipped()
                    .definition(measure.measurement())
                    .label();
        }

        private static LocalDate day(Observation observation) {
            return LocalDate.ofInstant(observation.time(), ZoneOffset.UTC);
        }
    }
}
