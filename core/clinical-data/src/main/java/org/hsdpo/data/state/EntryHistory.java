package org.hsdpo.data.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.Allergy;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Lineage.Standing;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Supply;
import org.hsdpo.data.Amendment;
import org.hsdpo.data.ClinicalFacts;

/**
 * What senders say later of results, conditions and allergies they sent before. What was withdrawn is left out, and what was
 * corrected is left out for its correction; the store keeps both. Whether two statements are of one entry, the sender's own
 * numbers say, never that they look alike.
 */
final class EntryHistory {
    private final List<ClinicalFacts> records;
    private final List<Received<Amendment>> withdrawals;
    private final Issues issues;

    EntryHistory(List<ClinicalFacts> records, Issues issues) {
        this.records = records;
        this.issues = issues;
        withdrawals = Received.of(records, ClinicalFacts::amendments, Amendment::provenance).stream()
                .filter(amendment -> amendment.statement().kind() == Amendment.Kind.WITHDRAWN)
                .toList();
    }

    /** Measured values that stand. */
    List<Observation> observations() {
        List<Received<Observation>> all = Received.of(records, ClinicalFacts::observations, Observation::provenance);
        EntryIndex<Observation> index = new EntryIndex<>(all);
        Set<Received<Observation>> gone = new HashSet<>();
        withdrawals.forEach(withdrawal -> withdraw(withdrawal, index, gone));
        List<Observation> standing = new ArrayList<>();
        for (Received<Observation> later : all) {
            Observation value = later.statement();
            for (Received<Observation> earlier : replaced(later, index)) {
                if (gone.add(earlier)) {
                    value = replacing(value, earlier);
                }
            }
            standing.add(value);
        }
        List<Observation> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (!gone.contains(all.get(i))) {
                kept.add(standing.get(i));
            }
        }
        return kept;
    }

    /** Where the sender names the time of the value, that one; where none of its values is of that time, all of them. */
    private void withdraw(
            Received<Amendment> withdrawal, EntryIndex<Observation> index, Set<Received<Observation>> gone) {
        Amendment amendment = withdrawal.statement();
        List<Received<Observation>> named = index.ofTheEntryOf(withdrawal).stream()
                .filter(value -> withdrawal.mayFollow(value)
                        && amendment
                                .measurement()
                                .filter(measurement ->
                                        measurement != value.statement().measurement())
                                .isEmpty())
                .toList();
        List<Received<Observation>> ofTheTime = named.stream()
                .filter(value -> amendment
                        .time()
                        .filter(value.statement().time()::equals)
                        .isPresent())
                .toList();
        List<Received<Observation>> meant = ofTheTime.isEmpty() ? named : ofTheTime;
        for (Received<Observation> value : meant) {
            if (gone.add(value)) {
                issues.add(
                        DataIssue.Kind.QUARANTINED,
                        value.statement().measurement().name(),
                        label(value.statement()) + " of "
                                + ObservationMerge.day(value.statement().time())
                                + " was taken back by its sender and is left out");
            }
        }
        if (meant.isEmpty() && amendment.measurement().isPresent()) {
            issues.add(
                    DataIssue.Kind.CONFLICT,
                    amendment.measurement().get().name(),
                    MeasurementCatalogue.shipped()
                                    .definition(amendment.measurement().get())
                                    .label()
                            + ": a result was taken back by its sender, and no stored result bears its number: to be checked");
        }
    }

    /** Earlier values whose place this one takes. */
    private static List<Received<Observation>> replaced(Received<Observation> later, EntryIndex<Observation> index) {
        List<Received<Observation>> same = index.ofTheEntryOf(later).stream()
                .filter(earlier ->
                        earlier.statement().measurement() == later.statement().measurement()
                                && replaces(later, earlier))
                .toList();
        List<Received<Observation>> ofTheTime =
                same.stream().filter(earlier -> isOfOneTime(earlier, later)).toList();
        if (!ofTheTime.isEmpty()) {
            return ofTheTime;
        }
        // A correction may be one of the time; of several values it does not say which it is.
        return same.size() == 1 && mayCorrectTheTime(later, same.getFirst()) ? same : List.of();
    }

    private static boolean isOfOneTime(Received<Observation> one, Received<Observation> other) {
        return one.statement().time().equals(other.statement().time());
    }

    private static boolean mayCorrectTheTime(Received<Observation> later, Received<Observation> earlier) {
        return standing(later) == Standing.REVISED || later.isOfTheSameResourceAs(earlier);
    }

    private static boolean replaces(Received<Observation> later, Received<Observation> earlier) {
        Standing mine = standing(later);
        Standing theirs = standing(earlier);
        if (mine == theirs) {
            return isNewer(later, earlier)
                    && (mine != Standing.STATED || later.isSaidAfter(earlier) && later.isOfTheSameResourceAs(earlier));
        }
        return mine.compareTo(theirs) > 0;
    }

    private static Standing standing(Received<?> statement) {
        return statement.lineage().orElseThrow().standing();
    }

    private Observation replacing(Observation later, Received<Observation> earlier) {
        Observation before = earlier.statement();
        boolean repeats = before.value().equals(later.value())
                && before.bound() == later.bound()
                && before.time().equals(later.time());
        if (repeats) {
            return later;
        }
        boolean preliminary = standing(earlier) == Standing.PRELIMINARY;
        String was = ObservationMerge.written(before) + " of " + ObservationMerge.day(before.time());
        if (!preliminary) {
            issues.add(
                    DataIssue.Kind.QUARANTINED,
                    before.measurement().name(),
                    label(before) + ": " + was + " was corrected by its sender to " + ObservationMerge.written(later)
                            + " of " + ObservationMerge.day(later.time()) + "; the earlier value is left out");
        }
        return new Observation(
                later.measurement(),
                later.value(),
                later.bound(),
                later.time(),
                later.improbable(),
                later.provenance()
                        .transformed("replaces the " + (preliminary ? "preliminary result " : "earlier result ") + was
                                + ", " + earlier.provenance().sourceId()));
    }

    private static String label(Observation observation) {
        return MeasurementCatalogue.shipped()
                .definition(observation.measurement())
                .label();
    }

    /** Conditions that stand: of one resource what its server said last. */
    List<ConditionRecord> conditions() {
        return standing(
                ClinicalFacts::conditions, ConditionRecord::provenance, condition -> ConditionCatalogue.shipped()
                        .definition(condition.concept())
                        .label());
    }

    /** Allergies that stand: of one resource what its server said last. */
    List<Allergy> allergies() {
        return standing(ClinicalFacts::allergies, Allergy::provenance, allergy -> "allergy to " + allergy.substance());
    }

    /** Supplies that stand, each once. */
    List<Supply> supplies() {
        LinkedHashMap<List<Object>, Supply> once = new LinkedHashMap<>();
        standing(ClinicalFacts::supplies, Supply::provenance, supply -> "supply of " + supply.ingredient())
                .forEach(supply -> once.putIfAbsent(
                        List.of(supply.ingredient(), supply.kind(), supply.from(), supply.days()), supply));
        return List.copyOf(once.values());
    }

    private <T> List<T> standing(
            Function<ClinicalFacts, List<T>> part, Function<T, Provenance> provenance, Function<T, String> label) {
        List<Received<T>> all = Received.of(records, part, provenance);
        EntryIndex<T> index = new EntryIndex<>(all);
        EntryIndex<Amendment> takenBack = new EntryIndex<>(withdrawals);
        return all.stream()
                .filter(fact -> !isTakenBack(fact, takenBack, label))
                .filter(fact -> index.ofTheEntryOf(fact).stream().noneMatch(other -> isRestatedBy(fact, other)))
                .map(Received::statement)
                .toList();
    }

    private <T> boolean isTakenBack(Received<T> fact, EntryIndex<Amendment> withdrawals, Function<T, String> label) {
        boolean gone = withdrawals.ofTheEntryOf(fact).stream()
                .anyMatch(withdrawal -> withdrawal.isOfTheSameResourceAs(fact) && withdrawal.mayFollow(fact));
        if (gone) {
            String what = label.apply(fact.statement());
            issues.add(DataIssue.Kind.QUARANTINED, what, what + " was taken back by its sender and is left out");
        }
        return gone;
    }

    private static boolean isRestatedBy(Received<?> fact, Received<?> other) {
        return other.isOfTheSameResourceAs(fact) && isNewer(other, fact);
    }

    private static boolean isNewer(Received<?> one, Received<?> other) {
        return one.isSaidAfter(other) || !other.isSaidAfter(one) && one.place() > other.place();
    }
}
