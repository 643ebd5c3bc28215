package org.hsdpo.text.abbreviation;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.text.abbreviation.AbbreviationTerms.Reading;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.note.AbbreviationMention;
import org.hsdpo.text.note.AbbreviationMention.Basis;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.reading.ReadSentence;

/** Finds the abbreviations of a note and what they stand for in it. */
public final class AbbreviationFinder {
    private final AbbreviationTerms terms;

    public AbbreviationFinder(NoteLanguage language) {
        terms = AbbreviationTerms.of(language);
    }

    /** Version of the readings. */
    public KnowledgeVersion version() {
        return terms.version();
    }

    /** All abbreviations of a note. */
    public Abbreviations find(String note, List<Lexeme> lexemes, List<ReadSentence> sentences) {
        Map<String, String> defined = Definitions.in(note, lexemes);
        Abbreviations found = new Abbreviations();
        for (ReadSentence sentence : sentences) {
            Set<String> words = null;
            for (int i = sentence.from(); i < sentence.to(); i++) {
                Lexeme lexeme = sentence.lexeme(i);
                if (!lexeme.isWord()) {
                    continue;
                }
                String definition = defined.get(lexeme.raw());
                List<Reading> readings = terms.of(lexeme.raw());
                if (definition != null) {
                    found.add(new AbbreviationMention(
                            lexeme.span(), lexeme.raw(), Optional.of(definition), List.of(definition), Basis.DEFINED));
                } else if (!readings.isEmpty()) {
                    words = words == null ? words(sentence) : words;
                    found.add(read(lexeme, readings, words, sentence));
                }
            }
        }
        return found;
    }

    private static AbbreviationMention read(
            Lexeme lexeme, List<Reading> readings, Set<String> words, ReadSentence sentence) {
        List<String> means = readings.stream().map(Reading::means).toList();
        if (readings.size() == 1) {
            return new AbbreviationMention(
                    lexeme.span(), lexeme.raw(), Optional.of(means.getFirst()), means, Basis.ONLY_READING);
        }
        List<Reading> spokenFor = readings.stream()
                .filter(reading -> reading.under().contains(sentence.kind())
                        || reading.with().stream().anyMatch(words::contains))
                .toList();
        if (spokenFor.size() == 1) {
            return new AbbreviationMention(
                    lexeme.span(),
                    lexeme.raw(),
                    Optional.of(spokenFor.getFirst().means()),
                    means,
                    Basis.SURROUNDINGS);
        }
        Optional<String> usual = spokenFor.isEmpty()
                ? readings.stream().filter(Reading::usual).map(Reading::means).findFirst()
                : Optional.empty();
        return new AbbreviationMention(
                lexeme.span(), lexeme.raw(), usual, means, usual.isPresent() ? Basis.USUAL : Basis.AMBIGUOUS);
    }

    private static Set<String> words(ReadSentence sentence) {
        Set<String> words = new HashSet<>();
        for (int i = sentence.from(); i < sentence.to(); i++) {
            words.add(sentence.lexeme(i).norm());
        }
        return words;
    }
}
