package org.hsdpo.text.measurement;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.quantity.Ucum;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.KnowledgeVersion;

/** Names of measurements and units, from {@code measurement-terms.yaml}. */
final class MeasurementTerms {
    /** What a name means: a measurement, or the pair of pressures that is written as one. */
    sealed interface Name {
        record Single(Measurement measurement) implements Name {}

        record BloodPressure() implements Name {}
    }

    private record File(
            int version, List<Entry> measurements, List<String> bloodPressure, Map<String, List<String>> units) {}

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
    private final KnowledgeVersion version;

    private MeasurementTerms(File file, KnowledgeVersion version) {
        this.version = version;
        for (Entry entry : file.measurements()) {
            Name name = new Name.Single(entry.measurement());
            entry.terms().forEach(term -> terms.add(term, name));
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
        file.bloodPressure().forEach(term -> terms.add(term, new Name.BloodPressure()));
        file.units().forEach((unit, spellings) -> {
            if (!Ucum.isValid(unit)) {
                throw new IllegalStateException("'" + unit + "' is not a UCUM unit");
            }
            spellings.forEach(spelling -> units.add(spelling, unit));
        });
    }

    static MeasurementTerms shipped() {
        KnowledgeFile file = KnowledgeFile.resource(MeasurementTerms.class, "measurement-terms.yaml");
        File content = file.as(File.class);
        return new MeasurementTerms(
                content, new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
    }

    KnowledgeVersion version() {
        return version;
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
