package org.hsdpo.text.medication;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.quantity.Ucum;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.MedicationMention.Event;
import org.hsdpo.text.reading.ReadSentence;

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

        record AsDirected() implements Term {}

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

    /** The part that a word plays in a prescription. */
    enum Role {
        /** Before the new dose of a change. */
        TO,
        /** Joins two administrations of a day. */
        AND,
        /** Between the ends of a range. */
        RANGE,
        /** Before the amount of a change. */
        BY,
        /** Between an amount and its drug. */
        OF,
        PER,
        DAY,
        TOTAL,
        DAILY,
        TIMES,
        /** Between the administrations of a day and the dose of each: {@code 2x1000 mg}. */
        FACTOR,
        /** Makes the number behind it a bound. */
        LIMIT,
        UP,
        /** Begins something else once a dose with its frequency has been read. */
        END,
        /** Begins the next step of a taper or titration. */
        STEP,
        COURSE,
        /** Before the length of a course. */
        LASTING,
        LASTING_FILLER,
        /** After "for", names no reason. */
        NO_REASON,
        /** Ends the words of a reason. */
        REASON_END,
        /** May stand between a verb and the drugs it governs. */
        LINK,
        AUXILIARY,
        PLURAL,
        /** An auxiliary that keeps its verb for the end of the clause. */
        FRAME,
        NEGATION,
        BEFORE_VERB,
        /** May stand between a drug and the verb behind it. */
        BETWEEN,
        SWITCHED_TO
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
            List<String> switches,
            List<String> asDirected,
            Map<String, List<String>> durations,
            List<String> reasons,
            List<String> purposes,
            Map<Role, List<String>> words) {}

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
    private final TermTrie<String> durations = TermTrie.ignoringCase();
    private final TermTrie<Boolean> reasons = TermTrie.ignoringCase();
    private final TermTrie<Boolean> purposes = TermTrie.ignoringCase();
    private final Map<Role, Set<String>> words = new EnumMap<>(Role.class);
    private final KnowledgeVersion version;

    private DosingTerms(NoteLanguage language, File file, KnowledgeVersion version) {
        this.version = version;
        file.units().forEach((unit, spellings) -> {
            if (!Ucum.isValid(unit)) {
                throw new IllegalStateException("'" + unit + "' is not a UCUM unit");
            }
            spellings.forEach(spelling -> units.add(spelling, new Term.Unit(unit)));
        });
        language.spellings(file.forms()).forEach(form -> terms.add(form, new Term.Form()));
        file.counts().forEach((word, number) -> language.spellings(word)
                .forEach(form -> terms.add(form, new Term.Count(number))));
        language.spellings(file.asNeeded()).forEach(phrase -> terms.add(phrase, new Term.AsNeeded()));
        file.routes().forEach((route, phrases) -> language.spellings(phrases)
                .forEach(phrase -> terms.add(phrase, new Term.Route(route))));
        file.frequencies().forEach(entry -> language.spellings(entry.phrases())
                .forEach(phrase -> terms.add(phrase, entry.frequency())));
        file.events().forEach((event, phrases) -> language.spellings(phrases)
                .forEach(phrase -> changes.add(phrase, new Change.To(event))));
        language.spellings(file.asDirected()).forEach(phrase -> terms.add(phrase, new Term.AsDirected()));
        file.durations().forEach((unit, spellings) -> spellings.forEach(spelling -> durations.add(spelling, unit)));
        language.spellings(file.reasons()).forEach(phrase -> reasons.add(phrase, true));
        language.spellings(file.purposes()).forEach(phrase -> purposes.add(phrase, true));
        for (Role role : Role.values()) {
            words.put(role, Set.copyOf(language.spellings(file.words().getOrDefault(role, List.of()))));
        }
        language.spellings(file.switches()).forEach(phrase -> changes.add(phrase, new Change.Switch()));
    }

    static DosingTerms of(NoteLanguage language) {
        KnowledgeFile file = language.knowledge(DosingTerms.class, "dosing-terms");
        File content = file.as(File.class);
        return new DosingTerms(
                language, content, new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
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

    /** Units of time that tell how long a course lasts, as UCUM codes. */
    TermTrie<String> durations() {
        return durations;
    }

    /** Whether one word is a unit of time, as in "for 1 week". */
    boolean isUnitOfTime(Lexeme lexeme) {
        return durations.longestAt(List.of(lexeme), 0, 1).isPresent();
    }

    /** Phrases that name the cause of a change. */
    TermTrie<Boolean> reasons() {
        return reasons;
    }

    /** Phrases that name what a drug is taken for. */
    TermTrie<Boolean> purposes() {
        return purposes;
    }

    /** Whether the language lets a reason stand between a drug and its verb: "Metformin wegen Durchfall absetzen". */
    boolean hasVerbsAtTheEnd() {
        return !words.get(Role.FRAME).isEmpty();
    }

    /** Whether a phrase that names a reason or a purpose begins at a lexeme. */
    boolean namesMotive(ReadSentence sentence, int at) {
        return reasons.longestAt(sentence.lexemes(), at, sentence.to()).isPresent()
                || purposes.longestAt(sentence.lexemes(), at, sentence.to()).isPresent();
    }

    /** Whether a lexeme plays a part. */
    boolean is(Lexeme lexeme, Role role) {
        return words.get(role).contains(lexeme.norm());
    }

    /** Whether the lexeme at {@code index} is in the sentence and plays a part. */
    boolean reads(ReadSentence sentence, int index, Role role) {
        return index >= sentence.from() && index < sentence.to() && is(sentence.lexeme(index), role);
    }

    /** Whether one word is a unit or a countable form. */
    boolean isUnitOrForm(Lexeme lexeme) {
        List<Lexeme> alone = List.of(lexeme);
        return units.longestAt(alone, 0, 1).isPresent()
                || terms.longestAt(alone, 0, 1)
                        .filter(match -> match.value() instanceof Term.Form)
                        .isPresent();
    }

    TermTrie<Change> changes() {
        return changes;
    }
}
