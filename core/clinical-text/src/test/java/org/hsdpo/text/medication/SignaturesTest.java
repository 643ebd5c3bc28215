package org.hsdpo.text.medication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.text.Parsers;
import org.hsdpo.text.note.Course;
import org.hsdpo.text.note.MedicationMention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What prescriptions say beside dose, route and frequency. */
class SignaturesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            amoxicillin 500 mg TID for 7 days                   | 7 d
            doxycycline 100 mg BID x 10 days                    | 10 d
            azithromycin 250 mg daily x4 days                   | 4 d
            ciprofloxacin 500 mg BID x10d                       | 10 d
            Start prednisone 20 mg daily for two weeks.         | 2 wk
            fluconazole 150 mg daily for the next 3 days        | 3 d
            a 7-day course of nitrofurantoin 100 mg BID         | ?
            nitrofurantoin 100 mg BID, 5 day course             | 5 d
            metformin 500 mg BID for diabetes                   | ?
            amoxicillin 500 mg TID for 5-7 days                 | ?
            metformin 500 mg BID                                | ?
            """)
    void theLengthOfACourseIsRead(String note, String expected) {
        MedicationMention mention = Parsers.PARSER.parse(note).medications().getFirst();
        assertThat(mention.course().duration().map(SignaturesTest::plain).orElse("?"))
                .isEqualTo(expected);
        mention.course().durationSpan().ifPresent(span -> assertThat(span.of(note))
                .containsPattern("[0-9]|two"));
    }

    /** Dose of the first step, then dose, times and length of each later one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            prednisone 60 mg daily for 3 days, then 40 mg daily for 3 days, then 20 mg daily for 3 days, then stop | 60 mg for 3 d; 40 mg x1 for 3 d; 20 mg x1 for 3 d; stop
            prednisone 60 mg daily x3 days, 40 mg daily x3 days, 20 mg daily x3 days  | 60 mg for 3 d; 40 mg x1 for 3 d; 20 mg x1 for 3 d
            Metformin 500 mg daily for 1 week then 500 mg BID                        | 500 mg for 1 wk; 500 mg x2 for ?
            metformin 500 mg in the morning and 1000 mg in the evening               | 500 mg for ?
            Ozempic 0.25 mg weekly for 4 weeks, then 0.5 mg weekly                   | 0.25 mg for 4 wk; 0.5 mg x0.142857 for ?
            """)
    void theStepsOfATaperOrTitrationAreRead(String note, String expected) {
        MedicationMention mention = Parsers.PARSER.parse(note).medications().getFirst();
        String first = mention.dose().map(SignaturesTest::plain).orElse("?") + " for "
                + mention.course().duration().map(SignaturesTest::plain).orElse("?");
        String later = mention.course().laterSteps().stream()
                .map(SignaturesTest::described)
                .map(step -> "; " + step)
                .collect(Collectors.joining());
        assertThat(first + later).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Lantus as directed                     | true  | false
            insulin lispro per sliding scale       | true  | false
            acetaminophen 500 mg q6h prn pain      | false | true
            metformin 500 mg BID                   | false | false
            """)
    void instructionsThatStandElsewhereAreTold(String note, boolean asDirected, boolean asNeeded) {
        MedicationMention mention = Parsers.PARSER.parse(note).medications().getFirst();
        assertThat(mention.asDirected()).isEqualTo(asDirected);
        assertThat(mention.asNeeded()).isEqualTo(asNeeded);
    }

    /** Ingredient, event and the words of the reason. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Metformin was stopped because of diarrhea.                             | metformin STOP diarrhea
            Metformin was reduced to 500 mg daily due to declining renal function. | metformin DECREASE declining renal function
            Hold empagliflozin for euglycemic ketoacidosis.                        | empagliflozin HOLD euglycemic ketoacidosis
            Hold metformin for 2 days.                                             | metformin HOLD ?
            Increase Lantus to 24 units given fasting glucose of 190.              | insulin glargine INCREASE fasting glucose of 190
            Because of recurrent hypoglycemia, glimepiride was discontinued.       | glimepiride STOP recurrent hypoglycemia
            Stop glimepiride due to hypoglycemia and start sitagliptin 100 mg daily. | glimepiride STOP hypoglycemia, sitagliptin START ?
            Pioglitazone was discontinued in March because she had edema.          | pioglitazone STOP she had edema
            Continue metformin because it is well tolerated.                       | metformin TAKES ?
            """)
    void theReasonOfAChangeIsRead(String note, String expected) {
        String found = Parsers.PARSER.parse(note).medications().stream()
                .map(mention -> mention.ingredient() + " " + mention.event() + " "
                        + mention.reason().map(span -> span.of(note)).orElse("?"))
                .collect(Collectors.joining(", "));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void thePurposeAndTheVerbHaveTheirSpans() {
        String note = "Start lisinopril 10 mg daily for hypertension.";
        MedicationMention mention = Parsers.PARSER.parse(note).medications().getFirst();
        assertThat(mention.purpose())
                .hasValueSatisfying(span -> assertThat(span.of(note)).isEqualTo("hypertension"));
        assertThat(mention.eventSpan())
                .hasValueSatisfying(span -> assertThat(span.of(note)).isEqualTo("Start"));
    }

    private static String described(Course.Step step) {
        return step.ends()
                ? "stop"
                : step.dose().map(SignaturesTest::plain).orElse("?")
                        + " x"
                        + (step.timesPerDay().isPresent()
                                ? plain(step.timesPerDay().getAsDouble())
                                : "?")
                        + " for " + step.duration().map(SignaturesTest::plain).orElse("?");
    }

    private static String plain(Quantity quantity) {
        return plain(quantity.value()) + " " + quantity.unit();
    }

    private static String plain(double value) {
        double rounded = Math.rint(value * 1e6) / 1e6;
        return rounded == Math.rint(rounded) ? String.valueOf((long) rounded) : String.valueOf(rounded);
    }
}
