package org.hsdpo.data.state;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Sourced;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.renal.RenalFunction;
import org.hsdpo.data.fhir.Methods;

/** What follows from facts by a published equation, where no source states it itself. */
final class DerivedFacts {
    private static final int ADULT = 18;

    private final Instant asOf;

    DerivedFacts(Instant asOf) {
        this.asOf = asOf;
    }

    List<Observation> of(
            List<Observation> observations,
            List<ConditionRecord> conditions,
            Optional<Sourced<Sex>> sex,
            Optional<Sourced<LocalDate>> birthDate) {
        List<Observation> derived = new ArrayList<>();
        if (sex.isPresent() && birthDate.isPresent()) {
            derived.addAll(renalFunction(observations, sex.get(), birthDate.get()));
        }
        derived.addAll(bodyMassIndex(observations));
        duration(conditions).ifPresent(derived::add);
        return derived;
    }

    private List<Observation> renalFunction(
            List<Observation> observations, Sourced<Sex> sex, Sourced<LocalDate> birthDate) {
        List<Observation> derived = new ArrayList<>();
        for (Observation creatinine : of(observations, Measurement.CREATININE)) {
            LocalDate day = ObservationMerge.day(creatinine.time());
            int age = Period.between(birthDate.value(), day).getYears();
            List<Observation> stated = onDay(Measurement.EGFR, day, observations);
            if (age < ADULT) {
                continue;
            }
            double rate = RenalFunction.ckdEpi2021(creatinine.value().value(), age, sex.value());
            if (stated.isEmpty() || saysMore(creatinine, rate, stated) || isNewer(creatinine, stated)) {
                observation(
                                Measurement.EGFR,
                                rate,
                                creatinine.bound().reversed(),
                                stated.isEmpty()
                                        ? creatinine.time()
                                        : stated.getLast().time(),
                                "CKD-EPI 2021 from creatinine, age and sex",
                                creatinine.provenance().sourceId(),
                                creatinine.provenance().confidence())
                        .ifPresent(derived::add);
            }
        }
        return derived;
    }

    /** Every eGFR of the day was computed by an equation that CKD-EPI 2021 has replaced. */
    private static boolean isNewer(Observation creatinine, List<Observation> stated) {
        return creatinine.bound().isExact() && stated.stream().allMatch(DerivedFacts::isByOlderEquation);
    }

    static boolean isByOlderEquation(Observation observation) {
        return observation.measurement() == Measurement.EGFR
                && observation.provenance().transformation().contains(Methods.OLDER_EQUATION);
    }

    /** Measured and derived values, without the results of older equations where the newer one gives that day's. */
    static List<Observation> together(List<Observation> measured, List<Observation> derived) {
        Set<LocalDate> computed = of(derived, Measurement.EGFR).stream()
                .map(rate -> ObservationMerge.day(rate.time()))
                .collect(Collectors.toSet());
        return Stream.concat(
                        measured.stream()
                                .filter(observation -> !isByOlderEquation(observation)
                                        || !computed.contains(ObservationMerge.day(observation.time()))),
                        derived.stream())
                .toList();
    }

    /** Laboratories report {@code >60} beside a creatinine that gives the value; one outside the bound is no reading of it. */
    private static boolean saysMore(Observation creatinine, double rate, List<Observation> stated) {
        return creatinine.bound().isExact()
                && stated.stream()
                        .allMatch(observation -> !observation.bound().isExact()
                                && observation
                                        .bound()
                                        .admits(rate, observation.value().value()));
    }

    /** Each weight with the height measured last before it, or else first after it. */
    private List<Observation> bodyMassIndex(List<Observation> observations) {
        List<Observation> heights = of(observations, Measurement.HEIGHT);
        List<Observation> derived = new ArrayList<>();
        for (Observation weight : of(observations, Measurement.WEIGHT)) {
            Optional<Observation> height = heights.stream()
                    .filter(candidate -> !candidate.time().isAfter(weight.time()))
                    .reduce((earlier, later) -> later)
                    .or(() -> heights.stream().findFirst());
            boolean stated = !onDay(Measurement.BODY_MASS_INDEX, ObservationMerge.day(weight.time()), observations)
                    .isEmpty();
            if (height.isPresent() && height.get().bound().isExact() && !stated) {
                double metres = height.get().value().value() / 100;
                observation(
                                Measurement.BODY_MASS_INDEX,
                                weight.value().value() / (metres * metres),
                                weight.bound(),
                                weight.time(),
                                "weight over squared height",
                                weight.provenance().sourceId() + " and "
                                        + height.get().provenance().sourceId(),
                                Math.min(
                                        weight.provenance().confidence(),
                                        height.get().provenance().confidence()))
                        .ifPresent(derived::add);
            }
        }
        return derived;
    }

    private Optional<Observation> duration(List<ConditionRecord> conditions) {
        return conditions.stream()
                .filter(condition -> condition.concept() == ConditionConcept.TYPE_2_DIABETES
                        && condition.status() == ConditionRecord.Status.ACTIVE
                        && condition.onset().isPresent())
                .min(Comparator.comparing(condition -> condition.onset().orElseThrow()))
                .flatMap(condition -> observation(
                        Measurement.DIABETES_DURATION,
                        ChronoUnit.DAYS.between(condition.onset().orElseThrow(), asOf) / 365.25,
                        Bound.EXACT,
                        asOf,
                        "years since the onset of type 2 diabetes",
                        condition.provenance().sourceId(),
                        condition.provenance().confidence()));
    }

    /** A derived value, unless it is impossible: its inputs are then measured values that do not belong together. */
    private static Optional<Observation> observation(
            Measurement measurement,
            double value,
            Bound bound,
            Instant time,
            String how,
            String inputs,
            double confidence) {
        MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(measurement);
        if (!definition.possible().contains(value)) {
            return Optional.empty();
        }
        return Optional.of(new Observation(
                measurement,
                Quantity.of(value, definition.unit()),
                bound,
                time,
                !definition.isPlausible(value),
                new Provenance(Provenance.Source.DERIVED, inputs, time, how + ", from " + inputs, confidence)));
    }

    private static List<Observation> onDay(Measurement measurement, LocalDate day, List<Observation> observations) {
        return of(observations, measurement).stream()
                .filter(observation -> ObservationMerge.day(observation.time()).equals(day))
                .toList();
    }

    private static List<Observation> of(List<Observation> observations, Measurement measurement) {
        return observations.stream()
                .filter(observation -> observation.measurement() == measurement)
                .sorted(Comparator.comparing(Observation::time))
                .toList();
    }
}
