package org.hsdpo.text.medication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.text.Parsers;
import org.hsdpo.text.SharedData;
import org.hsdpo.text.note.MedicationMention;
import org.hsdpo.text.note.Span;
import org.junit.jupiter.api.Test;

/**
 * Drug, dose, route and frequency against the annotations of the two tuning notes published with medExtractR (Weeks et
 * al., J Am Med Inform Assoc 2020;27:407-418). They annotate one drug in two notes: a check, not an evaluation.
 */
class MedicationAgreementTest {
    private record Annotation(String kind, Span span, String text) {}

    private final List<String> report = new ArrayList<>();
    private int annotated;
    private int agreed;

    @Test
    void agreesWithTheAnnotators() {
        compare("tune_note1", 3);
        compare("tune_note2", 2);
        System.out.printf(Locale.ROOT, "medication attributes: %d of %d annotations met%n", agreed, annotated);
        assertThat(report).isEmpty();
        assertThat(annotated).isEqualTo(17);
    }

    /** Each dose of a note is stated twice in different words: 3 capsules of 1 mg and 3 mg; 2 mg and 2 tablets of 1 mg. */
    private void compare(String note, double milligrams) {
        String text = SharedData.text("notes/medextractr/" + note + ".txt");
        List<Annotation> gold = annotations(SharedData.text("notes/medextractr/" + note + ".ann"), text);
        List<MedicationMention> found = Parsers.PARSER.parse(text).medications();
        MedicationMention current = null;
        for (Annotation annotation : gold) {
            if (annotation.kind().equals("DrugName")) {
                current = found.stream()
                        .filter(mention -> mention.span().equals(annotation.span()))
                        .findFirst()
                        .orElse(null);
            }
            annotated++;
            if (current != null && agrees(annotation, current, milligrams)) {
                agreed++;
            } else {
                report.add(note + ": " + annotation + " against " + current);
            }
        }
    }

    private static boolean agrees(Annotation annotation, MedicationMention mention, double milligrams) {
        return switch (annotation.kind()) {
            case "DrugName" -> mention.ingredient().equals("tacrolimus");
            case "Strength", "DoseAmt", "DoseStrength" ->
                covers(mention.doseSpan(), annotation)
                        && mention.dose().orElseThrow().equals(Quantity.of(milligrams, "mg"));
            case "Frequency" -> mention.frequencySpan().equals(Optional.of(annotation.span()));
            case "Route" -> mention.route().equals("ORAL");
            default -> throw new IllegalArgumentException(annotation.kind());
        };
    }

    private static boolean covers(Optional<Span> span, Annotation annotation) {
        return span.filter(found -> found.contains(annotation.span())).isPresent();
    }

    /**
     * The offsets of the annotations belong to another edition of the notes, which drifts from ours by a few characters:
     * the same words nearest to the drifted offset are meant.
     */
    private static List<Annotation> annotations(String lines, String text) {
        List<Annotation> annotations = new ArrayList<>();
        int drift = 0;
        for (String line : lines.lines().filter(each -> each.startsWith("T")).toList()) {
            String[] cells = line.split("\t");
            String[] place = cells[1].split(" ");
            int stated = Integer.parseInt(place[1]);
            int nearest = -1;
            for (int at = text.indexOf(cells[2]); at >= 0; at = text.indexOf(cells[2], at + 1)) {
                if (nearest < 0 || Math.abs(at - stated - drift) < Math.abs(nearest - stated - drift)) {
                    nearest = at;
                }
            }
            drift = nearest - stated;
            annotations.add(new Annotation(place[0], new Span(nearest, nearest + cells[2].length()), cells[2]));
        }
        return annotations;
    }
}
