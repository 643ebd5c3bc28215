package org.hsdpo.text.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hsdpo.text.SharedData;
import org.hsdpo.text.language.Linguist;
import org.hsdpo.text.language.SentenceSplitter;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.LexemeScanner;
import org.hsdpo.text.note.Context.Assertion;
import org.hsdpo.text.note.Section;
import org.hsdpo.text.note.Span;
import org.junit.jupiter.api.Test;

/**
 * Negation against the annotated sentences published with NegEx (Chapman et al.; de-identified reports of the University
 * of Pittsburgh). Phrases were chosen while looking at reports with an even number; those with an odd number were kept
 * back.
 */
class NegationAgreementTest {
    private record Row(int report, String concept, String sentence, boolean negated) {}

    private record Score(int truePositives, int falsePositives, int falseNegatives, int trueNegatives) {
        double precision() {
            return (double) truePositives / (truePositives + falsePositives);
        }

        double recall() {
            return (double) truePositives / (truePositives + falseNegatives);
        }

        double f() {
            return 2 * precision() * recall() / (precision() + recall());
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "precision %.3f recall %.3f F1 %.3f (tp %d fp %d fn %d tn %d)",
                    precision(),
                    recall(),
                    f(),
                    truePositives,
                    falsePositives,
                    falseNegatives,
                    trueNegatives);
        }
    }

    private final SentenceSplitter splitter = new SentenceSplitter(new Linguist());
    private final ContextReader reader = new ContextReader();

    @Test
    void agreesWithTheAnnotatorsOnReportsThatWereKeptBack() {
        List<Row> rows = rows();
        Score seen = score(rows.stream().filter(row -> row.report() % 2 == 0).toList());
        Score keptBack =
                score(rows.stream().filter(row -> row.report() % 2 == 1).toList());
        System.out.println("negation, all reports:       " + score(rows));
        System.out.println("negation, reports seen:      " + seen);
        System.out.println("negation, reports kept back: " + keptBack);

        assertThat(rows).hasSizeGreaterThan(1_500);
        assertThat(keptBack.f()).isGreaterThanOrEqualTo(0.90);
    }

    private Score score(List<Row> rows) {
        int[] counts = new int[4];
        for (Row row : rows) {
            boolean found = isNegated(row);
            counts[row.negated() ? (found ? 0 : 2) : (found ? 1 : 3)]++;
            if (found != row.negated() && row.report() % 2 == 0 && Boolean.getBoolean("hsdpo.show.errors")) {
                System.out.println((row.negated() ? "MISSED " : "FALSE  ") + row.concept() + " | " + row.sentence());
            }
        }
        return new Score(counts[0], counts[1], counts[2], counts[3]);
    }

    private boolean isNegated(Row row) {
        String text = row.sentence();
        String concept = row.concept().toUpperCase(Locale.ROOT);
        int capitals = text.indexOf(concept);
        int start = capitals >= 0 ? capitals : text.toUpperCase(Locale.ROOT).indexOf(concept);
        if (start < 0) {
            // Six annotated concepts run over the end of their sentence: nothing is found there.
            return false;
        }
        Span target = new Span(start, start + row.concept().length());
        List<Lexeme> lexemes = LexemeScanner.scan(text);
        Section whole = new Section(new Span(0, text.length()), "", Section.Kind.OTHER);
        Span sentence = splitter.split(text, List.of(whole)).stream()
                .filter(span -> span.overlaps(target))
                .findFirst()
                .orElseThrow();
        int from = index(lexemes, sentence.start());
        int to = index(lexemes, sentence.end());
        return reader.read(lexemes, from, to)
                        .of(index(lexemes, target.start()))
                        .ofPassingFinding()
                        .assertion()
                == Assertion.NEGATED;
    }

    private static int index(List<Lexeme> lexemes, int offset) {
        return (int)
                lexemes.stream().takeWhile(lexeme -> lexeme.start() < offset).count();
    }

    private static List<Row> rows() {
        Stream<String> lines = SharedData.text("notes/negex/Annotations-reports-1-80.txt")
                .lines()
                .skip(1);
        List<Row> rows = new ArrayList<>();
        lines.forEach(line -> {
            String[] cells = line.split("\t");
            String sentence = cells[2].startsWith("\"")
                    ? cells[2].substring(1, cells[2].length() - 1).replace("\"\"", "\"")
                    : cells[2];
            String concept = cells[1].startsWith("\"")
                    ? cells[1].substring(1, cells[1].length() - 1).replace("\"\"", "\"")
                    : cells[1];
            rows.add(new Row(
                    Integer.parseInt(cells[0]),
                    concept.strip(),
                    sentence,
                    cells[3].strip().equals("Negated")));
        });
        return rows;
    }
}
