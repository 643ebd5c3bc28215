package org.hsdpo.text.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hsdpo.text.ParsedNote;
import org.hsdpo.text.Parsers;
import org.hsdpo.text.note.Section;
import org.junit.jupiter.api.Test;

class SentencesTest {
    @Test
    void clinicalAbbreviationsDoNotEndASentence() {
        assertThat(
                        sentences(
                                "The patient is a 58 y.o. man. His HbA1c was 8.4% (prev. 7.9%). He takes metformin b.i.d. with food."))
                .containsExactly(
                        "The patient is a 58 y.o. man.",
                        "His HbA1c was 8.4% (prev. 7.9%).",
                        "He takes metformin b.i.d. with food.");
    }

    @Test
    void entriesOfAListAreSentences() {
        assertThat(sentences("Plan:\n1. Continue metformin.\n2. Recheck HbA1c in 3 months\n- call if unwell"))
                .containsExactly("Plan:", "1. Continue metformin.", "2. Recheck HbA1c in 3 months", "- call if unwell");
    }

    @Test
    void aWrappedLineIsOneSentence() {
        String note = "The patient was seen in the clinic today and reports that she has had no episodes of\n"
                + "hypoglycemia since the last visit. She feels well.";
        assertThat(sentences(note)).hasSize(2);
    }

    @Test
    void headingsMakeSections() {
        ParsedNote note =
                Parsers.PARSER.parse("Seen today.\nMEDICATIONS:\nmetformin\nAllergies: none\nPlan\nno change");
        assertThat(note.sections())
                .extracting(Section::kind)
                .containsExactly(
                        Section.Kind.OTHER, Section.Kind.MEDICATIONS, Section.Kind.ALLERGIES, Section.Kind.PLAN);
        assertThat(note.sections()).extracting(Section::title).containsExactly("", "MEDICATIONS", "Allergies", "Plan");
    }

    @Test
    void tokensHaveUniversalPartsOfSpeech() {
        ParsedNote note = Parsers.PARSER.parse("The patient takes metformin 500mg daily.");
        List<String> words = note.sentences().getFirst().tokens().stream()
                .map(token -> note(token.span().start(), token.span().end()) + "/" + token.partOfSpeech())
                .toList();
        assertThat(words).hasSize(8).contains("The/DET", "patient/NOUN", "takes/VERB", "500/NUM", "./PUNCT");
    }

    private static String note(int start, int end) {
        return "The patient takes metformin 500mg daily.".substring(start, end);
    }

    private static List<String> sentences(String note) {
        return Parsers.PARSER.parse(note).sentences().stream()
                .map(sentence -> sentence.span().of(note))
                .toList();
    }
}
