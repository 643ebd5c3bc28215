package org.hsdpo.text.name.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.measurement.MeasurementFinder;
import org.hsdpo.text.medication.MedicationFinder;
import org.hsdpo.text.name.training.MarkedSentence.Name;
import org.hsdpo.text.note.NameMention;
import org.hsdpo.text.note.Section;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.problem.ProblemFinder;

/** Draws sentences with marked names from {@code corpus.yaml}. */
public final class SentenceGrammar {
    private static final double MISSPELT = 0.08;
    private static final double CAPITALS = 0.05;
    private static final double LOWER_CASE = 0.08;
    private static final double CAPITALISED = 0.3;
    private static final double LAST_STOP_LOST = 0.15;

    private record File(
            int version,
            Map<String, NameMention.Kind> kinds,
            Map<Section.Kind, List<String>> sections,
            Map<String, List<String>> slots) {}

    private final NoteLanguage language;
    private final File grammar;
    private final String hash;
    private final Map<String, List<String>> dictionaries = new HashMap<>();
    private final List<Section.Kind> sections;

    public SentenceGrammar(NoteLanguage language) {
        this.language = language;
        KnowledgeFile file = language.knowledge(SentenceGrammar.class, "corpus");
        grammar = file.as(File.class);
        hash = file.hash();
        dictionaries.put("@medications", new MedicationFinder(language).names());
        dictionaries.put("@problems", new ProblemFinder(language).names());
        dictionaries.put("@measurements", new MeasurementFinder(language).names());
        List<Section.Kind> weighted = new ArrayList<>(grammar.sections().keySet());
        // Much of what notes say stands under no heading that is known.
        for (int i = weighted.size() / 2; i > 0; i--) {
            weighted.add(Section.Kind.OTHER);
        }
        sections = List.copyOf(weighted);
    }

    /** SHA-256 of the grammar. */
    String hash() {
        return hash;
    }

    /** Sentences, the same for the same state of {@code random}. */
    public List<MarkedSentence> draw(int count, RandomGenerator random) {
        List<MarkedSentence> drawn = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Section.Kind section = sections.get(random.nextInt(sections.size()));
            drawn.add(sentence(section, one(grammar.sections().get(section), random), random));
        }
        return drawn;
    }

    private MarkedSentence sentence(Section.Kind section, String slot, RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        List<Name> names = new ArrayList<>();
        slot(slot, text, names, random);
        String written = text.toString();
        if (written.endsWith(".") && random.nextDouble() < LAST_STOP_LOST) {
            written = written.substring(0, written.length() - 1);
        }
        double shape = random.nextDouble();
        if (shape < CAPITALS) {
            // Letters that grow when capitalised would move what stands behind them.
            String capitals = written.toUpperCase(Locale.ROOT);
            written = capitals.length() == written.length() ? capitals : written;
        } else if (shape < CAPITALS + LOWER_CASE) {
            written = written.toLowerCase(Locale.ROOT);
        }
        return new MarkedSentence(section, written, names);
    }

    private void slot(String slot, StringBuilder text, List<Name> names, RandomGenerator random) {
        List<String> alternatives = grammar.slots().get(slot);
        if (alternatives == null) {
            throw new IllegalStateException("the grammar has no slot " + slot);
        }
        NameMention.Kind kind = grammar.kinds().get(slot);
        String alternative = one(alternatives, random);
        if (kind == null) {
            expand(alternative, text, names, random);
            return;
        }
        StringBuilder name = new StringBuilder();
        expand(alternative, name, new ArrayList<>(), random);
        String written = varied(name.toString().strip(), random);
        int start = text.length();
        text.append(written);
        names.add(new Name(new Span(start, text.length()), kind));
    }

    private void expand(String template, StringBuilder text, List<Name> names, RandomGenerator random) {
        if (dictionaries.containsKey(template)) {
            text.append(one(dictionaries.get(template), random));
            return;
        }
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            if (open < 0) {
                text.append(template, at, template.length());
                return;
            }
            int close = template.indexOf('}', open);
            text.append(template, at, open);
            slot(template.substring(open + 1, close), text, names, random);
            at = close + 1;
        }
    }

    private String varied(String name, RandomGenerator random) {
        StringBuilder varied = new StringBuilder();
        for (String word : name.split(" ")) {
            varied.append(varied.isEmpty() ? "" : " ");
            varied.append(random.nextDouble() < MISSPELT ? Misspelling.of(word, random) : word);
        }
        boolean capitalise = language == NoteLanguage.GERMAN
                ? random.nextDouble() < 2 * CAPITALISED
                : random.nextDouble() < CAPITALISED;
        if (capitalise) {
            varied.setCharAt(0, Character.toUpperCase(varied.charAt(0)));
        }
        return varied.toString();
    }

    private static <T> T one(List<T> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
