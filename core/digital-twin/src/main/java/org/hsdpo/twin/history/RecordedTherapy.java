package org.hsdpo.twin.history;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.GlucoseLoweringIngredients;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.MedicationRecord.Status;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.regimen.Regimen;

/**
 * Which glucose-lowering drugs were taken when, as far as the medication records say it beyond doubt.
 *
 * <p>Of several records of a drug in force the one begun last counts, as in {@link PatientState#currentTherapy}; a record
 * that ended without a date lasted until the next one of the drug began. Before the first record of any such drug nothing
 * is known; where there is none at all, none is taken to have been taken, as today.
 *
 * @param spells times of one regimen each, ascending, back to where the record stops being clear; the last is today's and
 *     there is none where even that is not clear
 * @param gap why no spell reaches further back; empty where the first one has no beginning
 */
record RecordedTherapy(List<Spell> spells, Optional<String> gap) {
    /**
     * @param from first day; {@link LocalDate#MIN} where nothing else was ever recorded
     * @param regimen what was taken until the next spell
     */
    record Spell(LocalDate from, Regimen regimen) {}

    static RecordedTherapy of(PatientState state) {
        List<MedicationRecord> records = state.medications().stream()
                .filter(record -> record.drug().isPresent() || GlucoseLoweringIngredients.contains(record.ingredient()))
                .toList();
        NavigableSet<Instant> turns = turns(records, state.asOf());
        Set<String> othersNow = Moment.of(records, state.asOf()).others();
        List<Spell> spells = new ArrayList<>();
        for (Instant turn : turns.descendingSet()) {
            Moment moment = Moment.of(records, turn);
            Optional<String> doubt = moment.doubt().or(() -> otherDrug(moment.others(), othersNow));
            if (doubt.isPresent()) {
                return new RecordedTherapy(merged(spells), doubt);
            }
            spells.addFirst(new Spell(day(turn), moment.regimen()));
        }
        return new RecordedTherapy(
                merged(spells),
                records.isEmpty()
                        ? Optional.empty()
                        : Optional.of("the record names no glucose-lowering drug before "
                                + spells.getFirst().from()));
    }

    /** The day from which on everything taken is known; empty where even today's regimen is in doubt. */
    Optional<LocalDate> knownFrom() {
        return spells.isEmpty()
                ? Optional.empty()
                : Optional.of(spells.getFirst().from());
    }

    /** Whether one regimen was taken for all of {@code days} before a day; a change on that very day comes after it. */
    boolean isSettled(LocalDate day, int days) {
        if (knownFrom().filter(from -> from.isBefore(day)).isEmpty()) {
            return false;
        }
        LocalDate since = spells.stream()
                .map(Spell::from)
                .filter(from -> from.isBefore(day))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        return since.equals(LocalDate.MIN) || !since.isAfter(day.minusDays(days));
    }

    /** What was taken from a day on; the first entry begins no later than the day. */
    List<DoseChange> since(LocalDate day) {
        int first = 0;
        while (first + 1 < spells.size() && spells.get(first + 1).from().isBefore(day)) {
            first++;
        }
        List<DoseChange> changes = new ArrayList<>();
        for (Spell spell : spells.subList(first, spells.size())) {
            LocalDate from = spell.from().equals(LocalDate.MIN) ? day : spell.from();
            changes.add(new DoseChange(from, spell.regimen()));
        }
        return changes;
    }

    /** Every moment at which something may have changed, up to {@code asOf}. */
    private static NavigableSet<Instant> turns(List<MedicationRecord> records, Instant asOf) {
        NavigableSet<Instant> turns = new TreeSet<>();
        for (MedicationRecord record : records) {
            record.start().ifPresent(turns::add);
            record.end().ifPresent(turns::add);
        }
        turns.removeIf(turn -> turn.isAfter(asOf));
        boolean datesMissing =
                records.stream().anyMatch(record -> record.start().isEmpty());
        if (records.isEmpty() || datesMissing) {
            turns.add(Instant.MIN);
        }
        return turns;
    }

    private static Optional<String> otherDrug(Set<String> then, Set<String> now) {
        Set<String> changed = new TreeSet<>(then);
        changed.addAll(now);
        changed.removeIf(ingredient -> then.contains(ingredient) && now.contains(ingredient));
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", changed) + ", which the twin does not know, was begun or stopped");
    }

    /** Renewals of one regimen are no change; of several changes on one day the last counts. */
    private static List<Spell> merged(List<Spell> spells) {
        List<Spell> merged = new ArrayList<>();
        for (Spell spell : spells) {
            if (!merged.isEmpty() && merged.getLast().from().equals(spell.from())) {
                merged.removeLast();
            }
            if (merged.isEmpty() || !merged.getLast().regimen().equals(spell.regimen())) {
                merged.add(spell);
            }
        }
        return List.copyOf(merged);
    }

    private static LocalDate day(Instant instant) {
        return instant.equals(Instant.MIN) ? LocalDate.MIN : LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    /**
     * What the records say of one moment.
     *
     * @param others glucose-lowering ingredients outside the formulary
     * @param doubt why the rest is not certain
     */
    private record Moment(Regimen regimen, Set<String> others, Optional<String> doubt) {
        static Moment of(List<MedicationRecord> records, Instant time) {
            Regimen regimen = Regimen.none();
            Set<String> others = new TreeSet<>();
            List<String> doubts = new ArrayList<>();
            var byIngredient = records.stream()
                    .collect(Collectors.groupingBy(
                            MedicationRecord::ingredient, java.util.TreeMap::new, Collectors.toList()));
            for (List<MedicationRecord> ofOneDrug : byIngredient.values()) {
                List<MedicationRecord> newest = newestInForce(ofOneDrug, time);
                if (newest.isEmpty()) {
                    continue;
                }
                MedicationRecord counting = newest.getFirst();
                doubt(newest, ofOneDrug).ifPresent(doubts::add);
                if (counting.drug().isEmpty()) {
                    others.add(counting.ingredient());
                } else if (counting.dose().isPresent()) {
                    regimen =
                            regimen.with(counting.drug().get(), counting.dose().getAsDouble());
                }
            }
            return new Moment(
                    regimen, others, doubts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", doubts)));
        }

        /** The records of one drug that may hold at a moment, of these the ones begun last. */
        private static List<MedicationRecord> newestInForce(List<MedicationRecord> ofOneDrug, Instant time) {
            List<MedicationRecord> inForce = ofOneDrug.stream()
                    .filter(record -> !begun(record).isAfter(time)
                            && ended(record, ofOneDrug)
                                    .map(end -> end.isAfter(time))
                                    .orElse(true))
                    .toList();
            Optional<Instant> last = inForce.stream().map(Moment::begun).max(Comparator.naturalOrder());
            return inForce.stream()
                    .filter(record -> begun(record).equals(last.orElseThrow()))
                    .toList();
        }

        private static Optional<String> doubt(List<MedicationRecord> newest, List<MedicationRecord> ofOneDrug) {
            MedicationRecord one = newest.getFirst();
            String label = one.drug().map(Moment::label).orElse(one.ingredient());
            if (newest.stream().anyMatch(record -> record.status() == Status.UNKNOWN)) {
                return Optional.of("it is not known whether " + label + " was taken");
            }
            if (newest.stream()
                    .anyMatch(record -> record.status() != Status.ACTIVE
                            && ended(record, ofOneDrug).isEmpty())) {
                return Optional.of("it is not recorded when " + label + " was stopped or held");
            }
            if (newest.stream().anyMatch(record -> record.start().isEmpty())) {
                return Optional.of("it is not recorded since when " + label + " was taken");
            }
            if (newest.stream().anyMatch(record -> record.provenance().source() == Provenance.Source.CLINICAL_NOTE)) {
                return Optional.of("the dose of " + label + " is known from a note only");
            }
            if (one.drug().isPresent()
                    && newest.stream()
                            .anyMatch(record ->
                                    record.dose().isEmpty() || !record.dose().equals(one.dose()))) {
                return Optional.of("the dose of " + label + " taken from "
                        + day(one.start().orElseThrow()) + " is not known");
            }
            return Optional.empty();
        }

        private static Instant begun(MedicationRecord record) {
            return record.start().orElse(Instant.MIN);
        }

        /** When a record ceased to hold; one that is over without a date lasted until the next of the drug began. */
        private static Optional<Instant> ended(MedicationRecord record, List<MedicationRecord> ofOneDrug) {
            if (record.end().isPresent() || record.status() == Status.ACTIVE) {
                return record.end();
            }
            return ofOneDrug.stream()
                    .map(Moment::begun)
                    .filter(begun -> begun.isAfter(begun(record)))
                    .min(Comparator.naturalOrder());
        }

        private static String label(Drug drug) {
            return Formulary.shipped().entry(drug).label();
        }
    }
}
