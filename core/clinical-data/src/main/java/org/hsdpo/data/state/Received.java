package org.hsdpo.data.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hsdpo.clinical.patient.Lineage;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.ClinicalFacts;

/**
 * A statement with its place in the order of receipt.
 *
 * @param place 0 for what came first; statements of one message share it
 * @param statement a fact or an amendment
 * @param provenance of the statement
 */
record Received<T>(int place, T statement, Provenance provenance) {

    /** Statements of all records, messages of a batch one after the other. */
    static <T> List<Received<T>> of(
            List<ClinicalFacts> records, Function<ClinicalFacts, List<T>> part, Function<T, Provenance> provenance) {
        int before = 0;
        List<Received<T>> all = new ArrayList<>();
        for (ClinicalFacts record : records) {
            List<String> messages = messages(record);
            List<Received<T>> ofRecord = new ArrayList<>();
            for (T statement : part.apply(record)) {
                Provenance source = provenance.apply(statement);
                ofRecord.add(
                        new Received<>(before + Math.max(0, messages.indexOf(message(source))), statement, source));
            }
            ofRecord.sort(Comparator.comparingInt(Received::place));
            all.addAll(ofRecord);
            before += Math.max(1, messages.size());
        }
        return all;
    }

    /** Messages of a record that state or amend anything, in their order; a record that is no batch is one message. */
    private static List<String> messages(ClinicalFacts record) {
        List<Provenance> sources = new ArrayList<>();
        record.observations().forEach(fact -> sources.add(fact.provenance()));
        record.conditions().forEach(fact -> sources.add(fact.provenance()));
        record.medications().forEach(fact -> sources.add(fact.provenance()));
        record.supplies().forEach(fact -> sources.add(fact.provenance()));
        record.allergies().forEach(fact -> sources.add(fact.provenance()));
        record.amendments().forEach(fact -> sources.add(fact.provenance()));
        // Numbers of messages have no leading zeros: of two names that begin alike the shorter one is the earlier.
        return sources.stream()
                .map(Received::message)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static String message(Provenance source) {
        int entry = source.sourceId().lastIndexOf('#');
        return entry < 0 ? "" : source.sourceId().substring(0, entry);
    }

    Optional<Lineage> lineage() {
        return provenance.lineage();
    }

    /** Whether both speak of one entry of a sender, in different messages. */
    boolean isSameEntryAs(Received<?> other) {
        return place != other.place
                && lineage().isPresent()
                && other.lineage().filter(lineage().get()::isSameEntryAs).isPresent();
    }

    /** Whether both speak of one resource of one server. */
    boolean isOfTheSameResourceAs(Received<?> other) {
        return lineage().isPresent()
                && other.lineage().filter(lineage().get()::isSameResourceAs).isPresent();
    }

    /** When the sender said it, or else when it came in. */
    Instant said() {
        return lineage().flatMap(Lineage::statedAt).orElse(provenance.recordedAt());
    }

    /** Whether the sender says that it said this after the other, whichever came in first. */
    boolean isSaidAfter(Received<?> other) {
        Optional<Instant> mine = lineage().flatMap(Lineage::statedAt);
        Optional<Instant> theirs = other.lineage().flatMap(Lineage::statedAt);
        return mine.isPresent() && theirs.isPresent() && mine.get().isAfter(theirs.get());
    }

    /** Whether it came in after the other, or was said after it: what is taken back stays so in doubt. */
    boolean mayFollow(Received<?> other) {
        return place > other.place || isSaidAfter(other);
    }
}
