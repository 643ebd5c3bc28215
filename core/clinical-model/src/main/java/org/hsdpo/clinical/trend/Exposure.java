package org.hsdpo.clinical.trend;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.PatientState;

/**
 * A stretch of time in which a drug was taken in one dose, as the records state it.
 *
 * @param drug the formulary drug; empty for others
 * @param ingredient in lower case
 * @param dose total in {@code unit}; empty where no record states it, which is not zero
 * @param unit the formulary unit of the drug; empty for drugs outside the formulary
 * @param from when it began; empty where no record says
 * @param to when it ended, or another dose began; empty while it is taken, and where no record says
 * @param ongoing whether it is taken at the moment of the state
 */
public record Exposure(
        Optional<Drug> drug,
        String ingredient,
        OptionalDouble dose,
        String unit,
        Optional<Instant> from,
        Optional<Instant> to,
        boolean ongoing) {
    public Exposure {
        Objects.requireNonNull(drug, "drug");
        Objects.requireNonNull(ingredient, "ingredient");
        Objects.requireNonNull(dose, "dose");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }

    /**
     * Exposures by ingredient and rising start. Records of one ingredient that follow one another in the same dose are one
     * exposure; a record in another dose ends the one before it. Records without a start come first and are not joined.
     */
    public static List<Exposure> of(PatientState state) {
        Map<String, List<MedicationRecord>> byIngredient = new LinkedHashMap<>();
        state.medications().stream()
                .filter(record -> record.start()
                        .map(start -> !start.isAfter(state.asOf()))
                        .orElse(true))
                .sorted(Comparator.comparing(MedicationRecord::ingredient)
                        .thenComparing(record -> record.start().orElse(Instant.MIN)))
                .forEach(record -> byIngredient
                        .computeIfAbsent(record.ingredient(), ignored -> new ArrayList<>())
                        .add(record));
        List<Exposure> exposures = new ArrayList<>();
        byIngredient.values().forEach(records -> exposures.addAll(ofOne(records, state)));
        return List.copyOf(exposures);
    }

    private static List<Exposure> ofOne(List<MedicationRecord> records, PatientState state) {
        List<Exposure> exposures = new ArrayList<>();
        for (MedicationRecord record : records) {
            Exposure next = one(record, state);
            if (!exposures.isEmpty()) {
                Exposure before = exposures.getLast();
                boolean follows = before.from().isPresent() && next.from().isPresent();
                boolean sameDose = before.dose().equals(next.dose());
                boolean inside = before.to().isEmpty()
                        || next.from().isPresent()
                                && !next.from().get().isAfter(before.to().get());
                if (follows && sameDose && inside) {
                    exposures.set(
                            exposures.size() - 1,
                            before.until(later(before, next), before.ongoing() || next.ongoing()));
                    continue;
                }
                if (follows && !sameDose && inside) {
                    exposures.set(exposures.size() - 1, before.until(next.from(), false));
                }
            }
            exposures.add(next);
        }
        return exposures;
    }

    private static Optional<Instant> later(Exposure before, Exposure next) {
        if (next.ongoing() || before.ongoing() || next.to().isEmpty()) {
            return next.ongoing() || before.ongoing() ? Optional.empty() : before.to();
        }
        return before.to().isEmpty() || next.to().get().isAfter(before.to().get()) ? next.to() : before.to();
    }

    private Exposure until(Optional<Instant> end, boolean stillTaken) {
        return new Exposure(drug, ingredient, dose, unit, from, stillTaken ? Optional.empty() : end, stillTaken);
    }

    private static Exposure one(MedicationRecord record, PatientState state) {
        boolean ongoing = record.isTakenAt(state.asOf());
        return new Exposure(
                record.drug(),
                record.ingredient(),
                record.dose(),
                record.drug()
                        .map(drug -> Formulary.shipped().entry(drug).unit())
                        .orElse(""),
                record.start(),
                ongoing ? Optional.empty() : record.end(),
                ongoing);
    }
}
