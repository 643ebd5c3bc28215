package org.hsdpo.text.medication;

import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.quantity.Ucum;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.MedicationMention.Event;

/** The words of prescriptions, from {@code dosing-terms.yaml}. */
final class DosingTerms {
    /** What a phrase of a prescription means. */
    sealed interface Term {
        /** UCUM unit of a dose. */
        record Unit(String ucum) implements Term {}

        /** A countable form such as a tablet. */
        record Form() implements Term {}

        /** A number written as a word. */
        record Count(double number) implements Term {}

        record AsNeeded() implements Term {}

        record Route(String route) implements Term {}

        /**
         * How often.
         *
         * @param timesPerDay administrations a day
         * @param moment whether it names a time of day, to which another may be added
         */
        record Frequency(double timesPerDay, boolean moment) implements Term {}
    }

    /** What a verb does to a therapy. */
    sealed interface Change {
        record To(Event event) implements Change {}

        /** One drug for another: what is named first stops, what follows "to" starts. */
        record Switch() implements Change {}
    }

    private record File(
            int version,
            Map<String, List<String>> units,
            List<String> forms,
            Map<String, Double> counts,
            List<String> asNeeded,
            Map<String, List<String>> routes,
            List<FrequencyEntry> frequencies,
            Map<Event, List<String>> events,
            List<String> switches) {}

    private record FrequencyEntry(Double times, Double days, boolean moment, List<String> phrases) {
        Term.Frequency frequency() {
            if ((times == null) == (days == null)) {
                throw new IllegalStateException("a frequency needs either times a day or days between: " + phrases);
            }
            return new Term.Frequency(times != null ? times : 1 / days, moment);
        }
    }

    private final TermTrie<Term.Unit> units = TermTrie.ignoringCase();
    private final TermTrie<Term> terms = TermTrie.ignoringCase();
    private final TermTrie<Change> changes = TermTrie.ignoringCase();
    private final KnowledgeVersion version;

    private DosingTerms(File file, KnowledgeVersion version) {
        this.version = version;
        file.units().forEach((unit, spellings) -> {
            if (!Ucum.isValid(unit)) {
                throw new IllegalStateException("'" + unit + "' is not a UCUM unit");
            }
            spellings.forEach(spelling -> units.add(spelling, new Term.Unit(unit)));
        });
        file.forms().forEach(form -> terms.add(form, new Term.Form()));
        file.counts().forEach((word, number) -> terms.add(word, new Term.Count(number)));
        file.asNeeded().forEach(phrase -> terms.add(phrase, new Term.AsNeeded()));
        file.routes().forEach((route, phrases) -> phrases.forEach(phrase -> terms.add(phrase, new Term.Route(route))));
        file.frequencies().forEach(entry -> entry.phrases().forEach(phrase -> terms.add(phrase, entry.frequency())));
        file.events().forEach((event, phrases) -> phrases.forEach(phrase -> changes.add(phrase, new Change.To(event))));
        file.switches().forEach(phrase -> changes.add(phrase, new Change.Switch()));
    }

    static DosingTerms shipped() {
        KnowledgeFile file = KnowledgeFile.resource(DosingTerms.class, "dosing-terms.yaml");
        File content = file.as(File.class);
        return new DosingTerms(
                content, new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
    }

    KnowledgeVersion version() {
        return version;
    }

    TermTrie<Term.Unit> units() {
        return units;
    }

    TermTrie<Term> terms() {
        return terms;
    }

    TermTrie<Change> changes() {
        return changes;
    }
}
