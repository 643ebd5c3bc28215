package org.hsdpo.clinical.trend;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.PatientState;

/**
 * How much of a time a patient had a drug: the proportion of days covered (Nau 2012, Pharmacy Quality Alliance), over the
 * last year, from records that state both a beginning and an end: refills with their days of supply, or administrations.
 * A prescription that was never ended says nothing of what was taken and is not counted.
 *
 * @param ingredient in lower case
 * @param proportionOfDaysCovered 0 to 1
 * @param days of which it is the proportion: from the first day covered to the moment of the state where a record says that
 *     the drug is still taken, else to the last day covered
 * @param records of which it was computed, at least two
 */
public record Adherence(String ingredient, double proportionOfDaysCovered, int days, int records) {
    private static final int WINDOW = 365;
    private static final int FEWEST = 2;

    public Adherence {
        Objects.requireNonNull(ingredient, "ingredient");
    }

    /** One for each ingredient with at least two records that say when they begin and end. */
    public static List<Adherence> of(PatientState state) {
        LocalDate today = LocalDate.ofInstant(state.asOf(), ZoneOffset.UTC);
        Map<String, List<MedicationRecord>> byIngredient = new TreeMap<>();
        for (MedicationRecord record : state.medications()) {
            if (record.start().isPresent() && record.end().isPresent()) {
                byIngredient
                        .computeIfAbsent(record.ingredient(), ignored -> new ArrayList<>())
                        .add(record);
            }
        }
        List<Adherence> found = new ArrayList<>();
        byIngredient.forEach((ingredient, records) -> {
            Set<LocalDate> covered = new TreeSet<>();
            int counted = 0;
            for (MedicationRecord record : records) {
                List<LocalDate> days = days(record, today).toList();
                covered.addAll(days);
                counted += days.isEmpty() ? 0 : 1;
            }
            if (counted >= FEWEST) {
                LocalDate first = covered.iterator().next();
                boolean stillTaken = state.medications().stream()
                        .anyMatch(record -> record.ingredient().equals(ingredient) && record.isTakenAt(state.asOf()));
                LocalDate last = stillTaken
                        ? today
                        : covered.stream().reduce((earlier, later) -> later).orElseThrow();
                int span = (int) ChronoUnit.DAYS.between(first, last) + 1;
                found.add(new Adherence(ingredient, (double) covered.size() / span, span, counted));
            }
        });
        return List.copyOf(found);
    }

    /** Days of one record within the window: an administration at a moment covers its day, a supply not its last one. */
    private static Stream<LocalDate> days(MedicationRecord record, LocalDate today) {
        LocalDate start = LocalDate.ofInstant(record.start().orElseThrow(), ZoneOffset.UTC);
        LocalDate end = LocalDate.ofInstant(record.end().orElseThrow(), ZoneOffset.UTC);
        LocalDate after = end.isAfter(start) ? end : start.plusDays(1);
        LocalDate from = start.isBefore(today.minusDays(WINDOW)) ? today.minusDays(WINDOW) : start;
        LocalDate to = after.isAfter(today.plusDays(1)) ? today.plusDays(1) : after;
        return from.isBefore(to) ? from.datesUntil(to) : Stream.empty();
    }
}
