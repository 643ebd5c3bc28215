package org.hsdpo.text.medication;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.text.Parsers;
import org.hsdpo.text.PublicNoteDrugs;
import org.hsdpo.text.PublicNoteDrugs.Drug;
import org.hsdpo.text.note.MedicationMention;
import org.junit.jupiter.api.Test;

/**
 * Dose, frequency, route, "as needed" and length of course of every drug that eleven public notes name, against
 * {@code public-note-drugs.txt}. An attribute of a drug that is not found at all counts as missed, and one of a drug that
 * is none as wrong. The errors of the notes marked as test are never shown.
 */
class DrugAttributeAgreementTest {
    private enum Attribute {
        DOSE,
        FREQUENCY,
        ROUTE,
        AS_NEEDED,
        DURATION
    }

    /** Counts of one attribute. */
    private static final class Score {
        private int right;
        private int wrong;
        private int missed;

        void add(String annotated, String found) {
            if (annotated.equals(found)) {
                right += annotated.isEmpty() ? 0 : 1;
                return;
            }
            missed += annotated.isEmpty() ? 0 : 1;
            wrong += found.isEmpty() ? 0 : 1;
        }

        double f() {
            return right == 0 ? 0 : 2.0 * right / (2 * right + wrong + missed);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "precision %.3f recall %.3f F1 %.3f (%d right, %d wrong, %d missed)",
                    (double) right / (right + wrong),
                    (double) right / (right + missed),
                    f(),
                    right,
                    wrong,
                    missed);
        }
    }

    private final List<String> differences = new ArrayList<>();

    @Test
    void attributesOfEveryDrugAgreeWithTheAnnotations() {
        Map<Attribute, Score> looked = scores(false);
        Map<Attribute, Score> kept = scores(true);
        print("notes whose errors were looked at", looked);
        print("notes never looked at", kept);
        if (Boolean.getBoolean("hsdpo.show.errors")) {
            differences.forEach(System.out::println);
        }
        assertThat(overall(looked).f()).isGreaterThanOrEqualTo(0.9);
        assertThat(overall(kept).f()).isGreaterThanOrEqualTo(0.9);
    }

    private Map<Attribute, Score> scores(boolean test) {
        Map<Attribute, Score> scores = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            scores.put(attribute, new Score());
        }
        PublicNoteDrugs.all().stream().filter(note -> note.test() == test).forEach(note -> compare(note, scores));
        return scores;
    }

    private void compare(PublicNoteDrugs note, Map<Attribute, Score> scores) {
        List<MedicationMention> left =
                new ArrayList<>(Parsers.PARSER.parse(note.text()).medications());
        left.removeIf(each -> note.unjudged().stream().anyMatch(span -> span.overlaps(each.span())));
        for (Drug drug : note.judged()) {
            MedicationMention found = left.stream()
                    .filter(each -> each.span().overlaps(drug.span()))
                    .findFirst()
                    .orElse(null);
            left.removeIf(each -> each.span().overlaps(drug.span()));
            for (Attribute attribute : Attribute.values()) {
                String annotated = annotated(attribute, drug);
                if (annotated.equals("-")) {
                    continue;
                }
                String read = found == null ? "" : read(attribute, found);
                scores.get(attribute).add(annotated, read);
                if (!annotated.equals(read) && !note.test()) {
                    differences.add(note.file() + ": " + attribute + " of "
                            + drug.span().of(note.text()) + ": annotated '" + annotated + "', read '" + read + "'"
                            + (found == null ? " (no drug)" : ""));
                }
            }
        }
        for (MedicationMention wrong : left) {
            for (Attribute attribute : Attribute.values()) {
                scores.get(attribute).add("", read(attribute, wrong));
            }
        }
    }

    private static String annotated(Attribute attribute, Drug drug) {
        return switch (attribute) {
            case DOSE -> drug.dose();
            case FREQUENCY -> drug.perDay();
            case ROUTE -> drug.route();
            case AS_NEEDED -> drug.asNeeded();
            case DURATION -> drug.duration();
        };
    }

    private static String read(Attribute attribute, MedicationMention found) {
        return switch (attribute) {
            case DOSE -> found.dose().map(DrugAttributeAgreementTest::plain).orElse("");
            case FREQUENCY ->
                found.timesPerDay().isPresent() ? plain(found.timesPerDay().getAsDouble()) : "";
            case ROUTE -> found.route();
            case AS_NEEDED -> found.asNeeded() ? "prn" : "";
            case DURATION ->
                found.course().duration().map(DrugAttributeAgreementTest::plain).orElse("");
        };
    }

    private static String plain(Quantity quantity) {
        return plain(quantity.value()) + " " + quantity.unit();
    }

    private static String plain(double value) {
        return new BigDecimal(String.format(Locale.ROOT, "%.6f", value))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static Score overall(Map<Attribute, Score> scores) {
        Score all = new Score();
        scores.values().forEach(each -> {
            all.right += each.right;
            all.wrong += each.wrong;
            all.missed += each.missed;
        });
        return all;
    }

    private static void print(String notes, Map<Attribute, Score> scores) {
        System.out.println("drug attributes, " + notes);
        scores.forEach((attribute, score) -> System.out.printf("  %-9s %s%n", attribute, score));
        System.out.printf("  %-9s %s%n", "all", overall(scores));
    }
}
