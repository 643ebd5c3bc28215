package org.hsdpo.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.text.graph.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes that nobody writes: damaged, mutated and hostile ones are read or refused by name, and never break the parser. */
class MutatedNotesTest {
    /** Seeds of the mutations: notes of both languages, and the shapes that cost parsers most. */
    private static final List<String> CORPUS = List.of(
            "HISTORY: 62 y.o. woman with T2DM, no pancreatitis. MEDS:\n- Janumet 50/1000 mg BID\n- Lantus 20 units qHS"
                    + "\nPLAN: stop glipizide due to hypoglycemia; prednisone 60 mg daily x3 days, then 40 mg x3d, then stop.",
            "Diagnosen: Diabetes mellitus Typ 2.\nMedikation:\n- Metformin 1.000 mg 1-0-1\n- Lantus 0-0-0-20 IE\n"
                    + "Labor vom 12.03.2024: HbA1c 8,4 % (Vorwert 7,9 %). Glimepirid wurde wegen Hypoglykämien abgesetzt.",
            "1/2-1/2-1/2-1/2 2x2x2x2 x x1 x999999999999999999d 1.1.1.1.1 1,1,1,1 .5.5.5 9-9-9-9 mg 0-0-0-0 IE",
            "((((no (not (without (kein (\u00e4\u00f6\u00fc\u00df\ud83d\ude42 because of because of for for for");

    private static final int MUTANTS = 1_500;
    private static final String ALPHABET =
            "0123456789.,-/()%x:;\n\t \u00a0\u00bd\u00e4\u00df\u2192\u0001\ufffdaAzZmgto";

    @Test
    void mutantsAreReadOrRefusedByName() {
        SplittableRandom random = new SplittableRandom(20261124);
        int read = 0;
        for (int i = 0; i < MUTANTS; i++) {
            String note = mutant(random);
            try {
                requireSpansInside(note);
                read++;
            } catch (InvalidInputException refusal) {
                assertThat(refusal.violations()).isNotEmpty();
            }
        }
        assertThat(read).isGreaterThan(MUTANTS / 2);
    }

    @Test
    void bytesThatAreNotUtf8AreReadOrRefusedByName() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        byte[] whole = CORPUS.get(1).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = whole.clone();
            for (int j = 0; j < random.nextInt(1, 40); j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String note = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            try {
                requireSpansInside(note);
            } catch (InvalidInputException refusal) {
                assertThat(refusal.violations()).allSatisfy(violation -> assertThat(violation.code())
                        .isIn("NOTE_NOT_TEXT", "NOTE_NOT_UTF8", "LANGUAGE_NOT_SUPPORTED"));
            }
        }
    }

    /** A million characters on one line of what looks most like findings: they are read, in memory that grows with them. */
    @ParameterizedTest
    @ValueSource(strings = {"metformin because of ", "x1 ", "1-0-1-", "due to rash from penicillin ", "HEADING: no "})
    void aMillionCharactersOfOneShapeAreRead(String piece) {
        String note = piece.repeat(1_000_000 / piece.length());
        ParsedNote parsed = Parsers.PARSER.parse(note, ClinicalNoteParser.Detail.FACTS);
        assertThat(parsed.sentences()).isNotEmpty();
        // Each finding makes a bounded number of nodes and edges, whatever stands around it.
        int findings = parsed.concepts().size()
                + parsed.medications().size()
                + parsed.measurements().size()
                + 1;
        assertThat(parsed.graph().nodes().size()).isLessThanOrEqualTo(4 * findings);
        assertThat(parsed.graph().edges().size()).isLessThanOrEqualTo(100 * findings);
    }

    private static String mutant(SplittableRandom random) {
        StringBuilder note = new StringBuilder(CORPUS.get(random.nextInt(CORPUS.size())));
        for (int i = 0; i < random.nextInt(1, 12); i++) {
            int at = random.nextInt(note.length());
            int to = Math.min(note.length(), at + random.nextInt(1, 30));
            switch (random.nextInt(5)) {
                case 0 -> note.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 1 -> note.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 2 -> note.insert(at, note.substring(at, to).repeat(random.nextInt(1, 6)));
                case 3 -> note.insert(at, CORPUS.get(random.nextInt(CORPUS.size())), 0, 20);
                default -> {
                    if (note.length() > 60) {
                        note.delete(at, to);
                    }
                }
            }
        }
        return note.toString();
    }

    private static void requireSpansInside(String note) {
        ParsedNote parsed = Parsers.PARSER.parse(note);
        for (Node node : parsed.graph().nodes()) {
            assertThat(node.span().end()).isLessThanOrEqualTo(note.length());
            assertThat(node.span().of(note)).isNotBlank();
        }
        parsed.medications().forEach(mention -> mention.course()
                .laterSteps()
                .forEach(step -> assertThat(step.span().of(note)).isNotBlank()));
    }
}
