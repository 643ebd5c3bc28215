package org.hsdpo.clinical.trend;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Supply;

/**
 * How much of a time a patient had a drug in hand, from what was dispensed or given in the last year: the proportion of days
 * covered as the Pharmacy Quality Alliance defines it (Nau 2012, "Proportion of days covered as a preferred method of measuring
 * medication adherence"): the days from the first supply on that any supply covers, where one that is fetched early begins when
 * the one before has run out. And the medication possession ratio: days of supply over days of the same time (Hess 2006, Ann
 * Pharmacother 40:1280), which exceeds 1 where more is fetched than is to be taken. A prescription is no supply and is not
 * counted. What was fetched need not have been taken, nor is it known what came from elsewhere.
 *
 * @param ingredient in lower case
 * @param basis of what it was computed; empty where nothing was dispensed or given
 * @param standing how far it tells
 * @param proportionOfDaysCovered 0 to 1; empty where it is not known, which is not zero
 * @param possessionRatio at least 0; empty where it is not known
 * @param days of which it is the proportion: from the first supply to the moment of the state, or to the end of the treatment
 * @param supplies in that time
 */
public record Adherence(
        String ingredient,
        Optional<Supply.Kind> basis,
        Standing standing,
        OptionalDouble proportionOfDaysCovered,
        OptionalDouble possessionRatio,
        int days,
        int supplies) {

    /** How far it tells. */
    public enum Standing {
        /** Two supplies or more on different days, the first at least 91 days before, as the PQA asks. */
        SUFFICIENT,
        /** Two supplies or more, over a shorter time. */
        SHORT,
        /** One supply: nothing can be said yet. */
        ONE_SUPPLY,
        /** A supply does not say for how many days it lasts. */
        LENGTH_UNKNOWN,
        /** The drug is in use by the record, and nothing was dispensed or given. */
        NO_SUPPLY
    }

    private static final int WINDOW = 365;
    private static final int FEWEST_DAYS = 91;

    public Adherence {
        Objects.requireNonNull(ingredient, "ingredient");
        Objects.requireNonNull(basis, "basis");
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(proportionOfDaysCovered, "proportionOfDaysCovered");
        Objects.requireNonNull(possessionRatio, "possessionRatio");
    }

    /** One for each ingredient that was dispensed or given in the last year, or that is in use by the record. */
    public static List<Adherence> of(PatientState state) {
        LocalDate today = day(state.asOf());
        Map<String, List<Supply>> byIngredient = new TreeMap<>();
        state.medications().stream()
                .filter(record -> record.isTakenAt(state.asOf()))
                .forEach(record -> byIngredient.computeIfAbsent(record.ingredient(), ignored -> new ArrayList<>()));
        state.supplies().stream()
                .filter(supply -> day(supply.from()).isAfter(today.minusDays(WINDOW)))
                .forEach(supply -> byIngredient
                        .computeIfAbsent(supply.ingredient(), ignored -> new ArrayList<>())
                        .add(supply));
        return byIngredient.entrySet().stream()
                .map(entry -> ofOne(entry.getKey(), entry.getValue(), state))
                .toList();
    }

    private static Adherence ofOne(String ingredient, List<Supply> all, PatientState state) {
        if (all.isEmpty()) {
            return unknown(ingredient, Optional.empty(), Standing.NO_SUPPLY, 0, 0);
        }
        boolean dispensed = all.stream().anyMatch(supply -> supply.kind() == Supply.Kind.DISPENSED);
        Supply.Kind kind = dispensed ? Supply.Kind.DISPENSED : Supply.Kind.GIVEN;
        List<Supply> supplies =
                all.stream().filter(supply -> supply.kind() == kind).toList();
        LocalDate first = day(supplies.getFirst().from());
        LocalDate last = end(ingredient, supplies, state);
        int days = (int) ChronoUnit.DAYS.between(first, last) + 1;
        Optional<Supply.Kind> basis = Optional.of(kind);
        if (supplies.stream().anyMatch(supply -> supply.days().isEmpty())) {
            return unknown(ingredient, basis, Standing.LENGTH_UNKNOWN, days, supplies.size());
        }
        if (supplies.stream().map(supply -> day(supply.from())).distinct().count() < 2) {
            return unknown(ingredient, basis, Standing.ONE_SUPPLY, days, supplies.size());
        }
        int held =
                supplies.stream().mapToInt(supply -> supply.days().getAsInt()).sum();
        return new Adherence(
                ingredient,
                basis,
                days >= FEWEST_DAYS ? Standing.SUFFICIENT : Standing.SHORT,
                OptionalDouble.of((double) covered(supplies, last) / days),
                OptionalDouble.of((double) held / days),
                days,
                supplies.size());
    }

    private static Adherence unknown(
            String ingredient, Optional<Supply.Kind> basis, Standing standing, int days, int supplies) {
        return new Adherence(
                ingredient, basis, standing, OptionalDouble.empty(), OptionalDouble.empty(), days, supplies);
    }

    /** Today, or the day the treatment ended by the record; of what is only given, the last day that a dose covers. */
    private static LocalDate end(String ingredient, List<Supply> supplies, PatientState state) {
        LocalDate today = day(state.asOf());
        List<MedicationRecord> records = state.medications().stream()
                .filter(record -> record.ingredient().equals(ingredient))
                .toList();
        boolean inUse = records.stream().anyMatch(record -> record.isTakenAt(state.asOf()));
        LocalDate lastSupply = day(supplies.getLast().from());
        Optional<LocalDate> stopped = records.stream()
                .flatMap(record -> record.end().stream())
                .map(Adherence::day)
                .filter(end -> !end.isAfter(today) && !end.isBefore(lastSupply))
                .max(LocalDate::compareTo);
        if (supplies.getLast().kind() == Supply.Kind.GIVEN) {
            LocalDate covered = lastSupply.plusDays(supplies.getLast().days().orElse(1) - 1L);
            return covered.isAfter(today) ? today : covered;
        }
        return inUse ? today : stopped.orElse(today);
    }

    private static int covered(List<Supply> supplies, LocalDate last) {
        Set<LocalDate> covered = new HashSet<>();
        LocalDate free = LocalDate.MIN;
        for (Supply supply : supplies) {
            LocalDate from = day(supply.from());
            boolean early = supply.kind() == Supply.Kind.DISPENSED && free.isAfter(from);
            LocalDate begin = early ? free : from;
            free = begin.plusDays(supply.days().getAsInt());
            begin.datesUntil(free).filter(day -> !day.isAfter(last)).forEach(covered::add);
        }
        return covered.size();
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
