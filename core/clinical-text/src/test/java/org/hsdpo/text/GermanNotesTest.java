package org.hsdpo.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.text.note.Context;
import org.hsdpo.text.note.MedicationMention;
import org.hsdpo.text.note.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Notes in German: the note around each phrase makes the language plain. */
class GermanNotesTest {
    private static final String LETTER = """
            Diagnosen:
            - Diabetes mellitus Typ 2, ED 2014
            - Arterielle Hypertonie
            - Z.n. Pankreatitis 2011
            Anamnese: Der Patient stellt sich zur Verlaufskontrolle vor. Kein Anhalt für eine Ketoazidose. \
            Hypoglykämien werden verneint. Verdacht auf diabetische Polyneuropathie.
            Familienanamnese: Mutter mit Diabetes mellitus Typ 2.
            Medikation:
            - Metformin 1000 mg 1-0-1
            - Lantus 0-0-0-20 IE
            - Ramipril 5 mg 1-0-0
            - Novaminsulfon 500 mg bei Bedarf
            Labor vom 12.03.2024: HbA1c 8,4 % (Vorwert 7,9 %), Kreatinin 1,1 mg/dl, eGFR 68 ml/min/1,73 m², RR 145/90 mmHg.
            Procedere: Beginn mit Empagliflozin 10 mg 1x täglich. Glimepirid wurde wegen Hypoglykämien abgesetzt.
            """;

    @Test
    void aLetterIsReadAsGerman() {
        ParsedNote note = Parsers.PARSER.parse(LETTER);
        assertThat(note.language()).isEqualTo("de");
        assertThat(note.sections())
                .extracting(Section::kind)
                .containsExactly(
                        Section.Kind.PROBLEMS,
                        Section.Kind.HISTORY_OF_PRESENT_ILLNESS,
                        Section.Kind.FAMILY_HISTORY,
                        Section.Kind.MEDICATIONS,
                        Section.Kind.LABORATORY,
                        Section.Kind.PLAN);
        assertThat(note.versions())
                .extracting(version -> version.component())
                .contains("problems-de.yaml", "opennlp-models-pos-de");
    }

    @Test
    void problemsHaveTheirContext() {
        String found = Parsers.PARSER.parse(LETTER).concepts().stream()
                .map(mention ->
                        mention.concept().map(Enum::name).orElse(mention.text()) + " " + described(mention.context()))
                .collect(Collectors.joining("\n"));
        assertThat(found).isEqualTo("""
                TYPE_2_DIABETES AFFIRMED CURRENT PATIENT
                HYPERTENSION AFFIRMED CURRENT PATIENT
                PANCREATITIS AFFIRMED HISTORICAL PATIENT
                KETOACIDOSIS NEGATED CURRENT PATIENT
                Hypoglykämien NEGATED CURRENT PATIENT
                DIABETIC_NEUROPATHY POSSIBLE CURRENT PATIENT
                TYPE_2_DIABETES AFFIRMED CURRENT FAMILY
                Hypoglykämien AFFIRMED CURRENT PATIENT""");
    }

    @Test
    void valuesHaveDecimalCommasUnitsAndDates() {
        String found = Parsers.PARSER.parse(LETTER).measurements().stream()
                .map(mention -> mention.measurement() + " " + mention.value().value() + " "
                        + mention.value().unit() + " "
                        + mention.context().temporality()
                        + mention.date().map(date -> " " + date).orElse(""))
                .collect(Collectors.joining("\n"));
        assertThat(found).isEqualTo("""
                HBA1C 8.4 % CURRENT 2024-03-12
                HBA1C 7.9 % HISTORICAL
                CREATININE 1.1 mg/dL CURRENT
                EGFR 68.0 mL/min/{1.73_m2} CURRENT
                SYSTOLIC_PRESSURE 145.0 mm[Hg] CURRENT
                DIASTOLIC_PRESSURE 90.0 mm[Hg] CURRENT""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Metformin 1000 mg 1-0-1                                   | metformin 1000 mg x2 = 2000 mg/d TAKES
            Metformin 850 mg 1-1-1                                    | metformin 850 mg x3 = 2550 mg/d TAKES
            Metformin 2 x 1000 mg täglich                             | metformin 1000 mg x2 = 2000 mg/d TAKES
            Metformin 2x500 mg                                        | metformin 500 mg x2 = 1000 mg/d TAKES
            Metformin 1.000 mg zweimal täglich                        | metformin 1000 mg x2 = 2000 mg/d TAKES
            Metformin 500 mg morgens und abends                       | metformin 500 mg x2 = 1000 mg/d TAKES
            Glimepirid 2 mg 1/2-0-0                                   | glimepiride 1 mg x1 = 1 mg/d TAKES
            Glimepirid 3 mg ½-0-0                                     | glimepiride 1.5 mg x1 = 1.5 mg/d TAKES
            Lantus 0-0-0-24 IE                                        | insulin glargine 24 [iU] x1 = 24 [iU]/d TAKES
            Insulin glargin 20 IE zur Nacht                           | insulin glargine 20 [iU] x1 = 20 [iU]/d TAKES
            Ozempic 0,5 mg einmal pro Woche                           | semaglutide 0.5 mg x0.142857 = 0.5 mg/wk TAKES
            Glimepirid wurde wegen rezidivierender Hypoglykämien abgesetzt. | glimepiride ? x? = ? STOP rezidivierender Hypoglykämien
            Metformin wurde von 500 mg auf 1000 mg täglich erhöht.    | metformin 1000 mg x1 = 1000 mg/d INCREASE
            Metformin bei Kontrastmittelgabe pausieren.               | metformin ? x? = ? HOLD Kontrastmittelgabe
            Reduktion von Metformin auf 500 mg 1-0-1                  | metformin 500 mg x2 = 1000 mg/d DECREASE
            Beginn mit Empagliflozin 10 mg 1-0-0                      | empagliflozin 10 mg x1 = 10 mg/d START
            Pioglitazon bei Ödemen abgesetzt                          | pioglitazone ? x? = ? STOP Ödemen
            """)
    void prescriptionsAreRead(String phrase, String expected) {
        MedicationMention mention = Parsers.PARSER
                .parse("Die Patientin ist seit Jahren bei uns und nimmt keine weiteren Medikamente. " + phrase)
                .medications()
                .getFirst();
        String note = "Die Patientin ist seit Jahren bei uns und nimmt keine weiteren Medikamente. " + phrase;
        String found = mention.ingredient() + " "
                + mention.dose().map(GermanNotesTest::plain).orElse("?") + " x"
                + (mention.timesPerDay().isPresent()
                        ? plain(mention.timesPerDay().getAsDouble())
                        : "?")
                + " = " + mention.dailyDose().map(GermanNotesTest::plain).orElse("?") + " " + mention.event()
                + mention.reason().map(span -> " " + span.of(note)).orElse("");
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void asNeededIsNoDailyDose() {
        MedicationMention mention = Parsers.PARSER.parse(LETTER).medications().stream()
                .filter(each -> each.ingredient().equals("metamizole"))
                .findFirst()
                .orElseThrow();
        assertThat(mention.asNeeded()).isTrue();
        assertThat(mention.dailyDose()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Kein Hinweis auf eine Pankreatitis.               | NEGATED
            Eine Pankreatitis konnte ausgeschlossen werden.   | NEGATED
            Pankreatitis nicht ausgeschlossen.                | POSSIBLE
            V.a. Pankreatitis                                 | POSSIBLE
            Es besteht eine akute Pankreatitis.               | AFFIRMED
            Keine Übelkeit, jedoch akute Pankreatitis.        | AFFIRMED
            Weder Fieber noch Pankreatitis.                   | NEGATED
            """)
    void assertionIsTold(String phrase, Context.Assertion expected) {
        ParsedNote note =
                Parsers.PARSER.parse("Die Aufnahme der Patientin erfolgte zur Abklärung bei Müdigkeit. \n" + phrase);
        assertThat(note.concepts().getLast().context().assertion()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fra | Le patient se plaint de fatigue depuis plusieurs semaines et d'une soif importante. Il prend des comprimés.
            nld | De patiënt klaagt al enkele weken over vermoeidheid en dorst. Hij gebruikt tabletten voor zijn suikerziekte en heeft geen pijn.
            spa | El paciente refiere cansancio desde hace varias semanas y mucha sed. Toma pastillas para la diabetes y no tiene dolor.
            ita | Il paziente riferisce stanchezza da diverse settimane e molta sete. Assume compresse per il diabete e non ha dolore.
            """)
    void anotherLanguageIsRefusedByName(String language, String note) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Parsers.PARSER.parse(note))
                .hasMessageContaining("'" + language + "'");
    }

    private static String described(Context context) {
        return context.assertion() + " " + context.temporality() + " " + context.experiencer();
    }

    private static String plain(Quantity quantity) {
        return plain(quantity.value()) + " " + quantity.unit();
    }

    private static String plain(double value) {
        double rounded = Math.rint(value * 1e6) / 1e6;
        return rounded == Math.rint(rounded) ? String.valueOf((long) rounded) : String.valueOf(rounded);
    }
}
