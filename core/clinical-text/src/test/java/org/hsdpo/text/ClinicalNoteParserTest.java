package org.hsdpo.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.text.note.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClinicalNoteParserTest {
    private static final String NOTE = """
            HISTORY: 62 y.o. woman with T2DM 🙂, hypertension; no pancreatitis. Mother: type 2 diabetes.
            MEDICATIONS:
            - Janumet 50/1000 mg BID
            - Lantus 20 units qHS
            LABS (2024-03-01): HbA1c 8.4% (prev. 7.9%), BP 145/90, height 5'4"
            PLAN: increase Lantus to 24 units; hold metformin if eGFR < 30.
            """;

    @Test
    void everyOffsetPointsAtItsText() {
        requireOffsets(NOTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notes/medextractr/tune_note1.txt",
                "notes/medextractr/tune_note2.txt",
                "notes/medextractr/tacpid1_2008-12-16_note3_1.txt",
                "notes/ctakes/dr_nutritious_1.txt",
                "notes/ctakes/doc1_07543210_sample_current.txt"
            })
    void everyOffsetPointsAtItsTextInRealNotes(String path) {
        requireOffsets(SharedData.text(path));
    }

    @Test
    void everyKnowledgeFileAndModelIsNamedWithItsHash() {
        assertThat(Parsers.PARSER.parse(NOTE).versions())
                .allSatisfy(version -> assertThat(version.hash()).matches("[0-9a-f]{64}"))
                .extracting(version -> version.component())
                .contains("problems.yaml", "medications.yaml", "context-triggers.yaml", "opennlp-models-pos-en");
    }

    static Stream<List<String>> refused() {
        return Stream.of(
                List.of("NOTE_EMPTY", ""),
                List.of("NOTE_EMPTY", " \n\t "),
                List.of("NOTE_NOT_TEXT", "metformin \u0000 500 mg"),
                List.of("NOTE_NOT_TEXT", "half a pair \ud83d here"),
                List.of("NOTE_NOT_TEXT", "half a pair \ude00"),
                List.of("NOTE_NOT_TEXT", "\u0001\u0002\u0003\u0004\u0005 noise"),
                List.of("NOTE_NOT_UTF8", "\ufffd\ufffd\ufffd\ufffd PK \ufffd"),
                List.of("NOTE_TOO_LONG", "a ".repeat(600_000)),
                List.of(
                        "LANGUAGE_NOT_SUPPORTED",
                        "Le patient se plaint de fatigue depuis plusieurs semaines et d'une soif importante. Il prend des"
                                + " comprimés pour son diabète et ne signale aucune douleur."));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNoNoteInEnglishIsRefusedByName(List<String> codeAndNote) {
        assertThatThrownBy(() -> Parsers.PARSER.parse(codeAndNote.get(1)))
                .isInstanceOfSatisfying(InvalidInputException.class, refusal -> assertThat(refusal.violations())
                        .extracting(Violation::code)
                        .containsExactly(codeAndNote.get(0)));
    }

    /** Shapes that make backtracking or quadratic code hang. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "metformin ",
                ".",
                "metformin 500 mg 1-0-1 ",
                "A1c ",
                "((((",
                "- a ",
                "increase ",
                "MEDS: ",
                "1,000,",
                "a.b.",
                "mother had ",
                "not ",
                "no diabetes ",
                "8.4% prev ",
                "metfornin\n"
            })
    void aLongRepetitionIsParsed(String piece) {
        assertThat(Parsers.PARSER.parse(piece.repeat(100_000 / piece.length())).sentences())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1/"})
    void aMillionCharactersOnOneLineAreParsed(String piece) {
        assertThat(Parsers.PARSER
                        .parse(piece.repeat(1_000_000 / piece.length()))
                        .sentences())
                .isNotEmpty();
    }

    @Test
    void noiseIsParsedOrRefusedButNeverBreaksTheParser() {
        SplittableRandom random = new SplittableRandom(20261123);
        List<String> pieces = List.of(
                "metformin",
                "500",
                " mg ",
                "BID",
                "\n",
                ".",
                "(",
                ")",
                "-",
                "/",
                "no ",
                "A1c",
                "%",
                "1",
                ",",
                "é",
                "🙂",
                "to ",
                "increase ",
                "Lantus",
                ":",
                "PLAN",
                "\t",
                "2024",
                "is ",
                "\u2192",
                "½",
                "\u00a0",
                "x",
                "and ");
        for (int i = 0; i < 2_000; i++) {
            StringBuilder note = new StringBuilder();
            int length = random.nextInt(1, 40);
            for (int j = 0; j < length; j++) {
                note.append(pieces.get(random.nextInt(pieces.size())));
            }
            try {
                requireOffsets(note.toString());
            } catch (InvalidInputException refusal) {
                assertThat(refusal.violations()).isNotEmpty();
            }
        }
    }

    @Test
    void threadsDoNotDisturbEachOther() {
        ParsedNote alone = Parsers.PARSER.parse(NOTE);
        List<ParsedNote> together = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> Parsers.PARSER.parse(NOTE))
                .toList();
        assertThat(together).allMatch(alone::equals);
    }

    private static void requireOffsets(String text) {
        ParsedNote note = Parsers.PARSER.parse(text);
        note.concepts().forEach(mention -> assertThat(mention.text())
                .isEqualTo(mention.span().of(text)));
        note.medications().forEach(mention -> {
            assertThat(mention.text()).isEqualTo(mention.span().of(text));
            mention.doseSpan().ifPresent(span -> assertThat(span.of(text)).isNotBlank());
            mention.frequencySpan().ifPresent(span -> assertThat(span.of(text)).isNotBlank());
            assertThat(mention.confidence()).isBetween(0.0, 1.0);
        });
        note.measurements().forEach(mention -> assertThat(mention.text())
                .isEqualTo(mention.span().of(text)));
        int covered = 0;
        for (var section : note.sections()) {
            assertThat(section.span().start()).isEqualTo(covered);
            covered = section.span().end();
        }
        assertThat(covered).isEqualTo(text.length());
        int last = 0;
        for (var sentence : note.sentences()) {
            assertThat(sentence.span().start()).isGreaterThanOrEqualTo(last);
            last = sentence.span().end();
            sentence.tokens().forEach(token -> {
                assertThat(sentence.span().contains(token.span())).isTrue();
                assertThat(new Span(token.span().start(), token.span().end()).of(text))
                        .isNotEmpty();
            });
        }
        assertThat(last).isLessThanOrEqualTo(text.length());
    }
}
