package org.hsdpo.text.measurement;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.quantity.Ucum;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.reading.ReadSentence;

/** Names of measurements and units, from {@code measurement-terms.yaml}. */
final class MeasurementTerms {
    /** What a name means: a measurement, or the pair of pressures that is written as one. */
    sealed interface Name {
        record Single(Measurement measurement) implements Name {}

        record BloodPressure() implements Name {}
    }

    /** The part that a word plays beside a value. */
    enum Role {
        /** May stand between a name and its value. */
        FILLER,
        /** Says that the value behind it is an earlier one. */
        EARLIER,
        /** Says so of the name behind it. */
        FORMER,
        MONTH,
        NOW,
        BOUND,
        /** May stand between a name and a bound. */
        BEFORE_BOUND,
        /** After it a name with a bound states a result of the patient's. */
        INTRODUCES_RESULT,
        /** Makes a bound a rule, a target or a question instead of a result. */
        NO_RESULT,
        GOAL,
        /** A number before it counts something else. */
        COUNTED,
        FROM,
        TO,
        RANGE,
        AGO,
        /** Joins a value to its date. */
        DATE_LINK,
        THAN,
        LESS,
        MORE,
        UNDER,
        OVER
    }

    private record File(
            int version,
            List<Entry> measurements,
            List<String> bloodPressure,
            Map<String, List<String>> units,
            Map<Role, List<String>> words) {}

    private record Entry(
            Measurement measurement,
            List<String> units,
            List<String> terms,
            List<String> abbreviations,
            Double reportedBelow,
            Double reportedAbove) {}

    private final TermTrie<Name> terms = TermTrie.ignoringCase();
    private final TermTrie<Name> abbreviations = TermTrie.exactCase();
    private final TermTrie<String> units = TermTrie.ignoringCase();
    private final Map<Measurement, Double> reportedBelow = new EnumMap<>(Measurement.class);
    private final Map<Measurement, Double> reportedAbove = new EnumMap<>(Measurement.class);
    private final Map<Measurement, List<String>> unitsOf = new EnumMap<>(Measurement.class);
    private final Map<Role, Set<String>> words = new EnumMap<>(Role.class);
    private final KnowledgeVersion version;

    private MeasurementTerms(NoteLanguage language, File file, KnowledgeVersion version) {
        this.version = version;
        for (Entry entry : file.measurements()) {
            Name name = new Name.Single(entry.measurement());
            language.spellings(entry.terms()).forEach(term -> terms.add(term, name));
            if (entry.abbreviations() != null) {
                entry.abbreviations().forEach(form -> abbreviations.add(form, name));
            }
            unitsOf.put(entry.measurement(), entry.units());
            if (entry.reportedBelow() != null) {
                reportedBelow.put(entry.measurement(), entry.reportedBelow());
            }
            if (entry.reportedAbove() != null) {
                reportedAbove.put(entry.measurement(), entry.reportedAbove());
            }
        }
        for (Role role : Role.values()) {
            words.put(role, Set.copyOf(language.spellings(file.words().getOrDefault(role, List.of()))));
        }
        file.bloodPressure().forEach(term -> terms.add(term, new Name.BloodPressure()));
        file.units().forEach((unit, spellings) -> {
            if (!Ucum.isValid(unit)) {
                throw new IllegalStateException("'" + unit + "' is not a UCUM unit");
            }
            spellings.forEach(spelling -> units.add(spelling, unit));
        });
    }

    static MeasurementTerms of(NoteLanguage language) {
        KnowledgeFile file = language.knowledge(MeasurementTerms.class, "measurement-terms");
        File content = file.as(File.class);
        return new MeasurementTerms(
                language, content, new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
    }

    KnowledgeVersion version() {
        return version;
    }

    List<String> names() {
        return Stream.of(terms, abbreviations)
                .flatMap(each -> each.terms().stream())
                .toList();
    }

    /** Whether a lexeme plays a part. */
    boolean is(Lexeme lexeme, Role role) {
        return words.get(role).contains(lexeme.norm());
    }

    /** Whether the lexeme at {@code index} is in the sentence and plays a part. */
    boolean reads(ReadSentence sentence, int index, Role role) {
        return index >= sentence.from() && index < sentence.to() && is(sentence.lexeme(index), role);
    }

    Optional<TermTrie.Match<Name>> nameAt(List<Lexeme> lexemes, int start, int limit) {
        Optional<TermTrie.Match<Name>> term = terms.longestAt(lexemes, start, limit);
        return term.isPresent() ? term : abbreviations.longestAt(lexemes, start, limit);
    }

    Optional<TermTrie.Match<String>> unitAt(List<Lexeme> lexemes, int start, int limit) {
        return units.longestAt(lexemes, start, limit);
    }

    /** Whether values of a measurement may be written in a unit. */
    boolean takes(Measurement measurement, String unit) {
        return unitsOf.get(measurement).contains(unit);
    }

    /** Whether a bound at a quantity is how a result is reported, and not a target such as {@code A1c <7 %}. */
    boolean isReported(Measurement measurement, Bound bound, Quantity quantity) {
        try {
            double value = MeasurementCatalogue.shipped()
                    .definition(measurement)
                    .normalise(quantity, bound)
                    .value();
            return bound.isUpper()
                    ? value <= reportedBelow.getOrDefault(measurement, Double.NEGATIVE_INFINITY)
                    : value >= reportedAbove.getOrDefault(measurement, Double.POSITIVE_INFINITY);
        } catch (InvalidInputException impossible) {
            return false;
        }
    }

    /** The quantity, where exactly one of the measurement's units makes the bare number plausible. */
    Optional<Quantity> withOnlyPlausibleUnit(Measurement measurement, double number) {
        MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(measurement);
        List<Quantity> plausible = unitsOf.get(measurement).stream()
                .map(unit -> Quantity.of(number, unit))
                .filter(quantity -> isPlausible(definition, quantity))
                .toList();
        return plausible.size() == 1 ? Optional.of(plausible.getFirst()) : Optional.empty();
    }

    private static boolean isPlausible(MeasurementDefinition definition, Quantity quantity) {
        try {
            return definition.isPlausible(definition.normalise(quantity).value());
        } catch (InvalidInputException impossible) {
            return false;
        }
    }
}
