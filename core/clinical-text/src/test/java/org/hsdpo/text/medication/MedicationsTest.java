package org.hsdpo.text.medication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.GlucoseLoweringIngredients;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.text.Confidence;
import org.hsdpo.text.Parsers;
import org.hsdpo.text.note.Context.Assertion;
import org.hsdpo.text.note.Context.Experiencer;
import org.hsdpo.text.note.Context.Temporality;
import org.hsdpo.text.note.MedicationMention;
import org.hsdpo.text.note.MedicationMention.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MedicationsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Rybelsus 7 mg daily            | semaglutide oral
            semaglutide 7 mg PO daily      | semaglutide oral
            Brenzavvy 20 mg daily          | bexagliflozin
            sotagliflozin 200 mg daily     | sotagliflozin
            tolbutamide 500 mg BID         | tolbutamide
            chlorpropamide 250 mg daily    | chlorpropamide
            tolazamide 250 mg daily        | tolazamide
            """)
    void aGlucoseLoweringDrugOutsideTheFormularyIsKnownAsOne(String note, String ingredient) {
        MedicationMention mention = only(note);
        assertThat(mention.drug()).isEmpty();
        assertThat(mention.ingredient()).isEqualTo(ingredient);
        assertThat(GlucoseLoweringIngredients.contains(ingredient)).isTrue();
    }

    /** Each line: what is written | ingredient, one dose, times a day, total; a question mark is unknown. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            metformin 1000 mg BID                                      | metformin 1000 mg x2 = 2000 mg/d
            Metformin 1,000 mg b.i.d.                                  | metformin 1000 mg x2 = 2000 mg/d
            metformin 1g twice daily                                   | metformin 1 g x2 = 2000 mg/d
            metformin 500 mg three times a day                         | metformin 500 mg x3 = 1500 mg/d
            metformin 500 mg q12h                                      | metformin 500 mg x2 = 1000 mg/d
            metformin 500 mg 1-0-1                                     | metformin 500 mg x2 = 1000 mg/d
            metformin 500 mg 2-0-1                                     | metformin 500 mg x? = 1500 mg/d
            Metformin 2 tabs of 500 mg BID                             | metformin 1000 mg x2 = 2000 mg/d
            Metformin 500 mg tablet take 2 tablets by mouth twice daily | metformin 1000 mg x2 = 2000 mg/d
            metformin XR 500mg 4 tablets daily                         | metformin 2000 mg x1 = 2000 mg/d
            metformin 1000 mg in the morning and 500 mg in the evening | metformin 1000 mg x? = 1500 mg/d
            Metformin XR 2000 mg/day                                   | metformin ? x? = 2000 mg/d
            metformin 500 BID                                          | metformin 500 mg x2 = 1000 mg/d
            glimepiride 4mg 1/2 tab daily                              | glimepiride 2 mg x1 = 2 mg/d
            Lantus 20 units qHS                                        | insulin glargine 20 [iU] x1 = 20 [iU]/d
            20 units of glargine at bedtime                            | insulin glargine 20 [iU] x1 = 20 [iU]/d
            Lantus 100 units/mL inject 24 units SC at bedtime          | insulin glargine 24 [iU] x1 = 24 [iU]/d
            Ozempic 0.5 mg once weekly                                 | semaglutide 0.5 mg x0.142857 = 0.5 mg/wk
            victoza 1.8mg sc od                                        | liraglutide 1.8 mg x1 = 1.8 mg/d
            Takes Jardiance 25 OD                                      | empagliflozin 25 mg x1 = 25 mg/d
            aspirin 81 mg daily                                        | aspirin 81 mg x1 = ?
            Prograf 1 mg Cap 3 capsules by mouth twice a day           | tacrolimus 3 mg x2 = ?
            """)
    void aDoseIsComputedFromWhatIsWritten(String note, String expected) {
        assertThat(described(only(note))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            metformin                                        | a drug without a dose
            metformin 1000 mg                                | a dose without a frequency
            metformin 1000 mg daily prn                      | taken only when needed
            metformin 500-1000 mg daily                      | a range
            Lantus 10 to 20 units at bedtime                 | a range in words
            metformin 500 mg, 90 tablets, daily              | a package
            metformin up to 2000 mg daily                    | an upper limit
            insulin glargine increased by 4 units at bedtime | a change by an amount
            metformin take 2 tablets (1000 mg) daily         | a bracket that is either the strength or the total
            semaglutide 1 mg                                 | a weekly drug without its week
            Rybelsus 7 mg daily                              | another product than the formulary's
            semaglutide 7 mg PO daily                        | a route that the formulary does not hold
            """)
    void whatCannotBeComputedStaysUnknown(String note, String why) {
        assertThat(only(note).dailyDose()).as(why).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Increase metformin from 500 to 1000 mg BID.                     | metformin INCREASE 2000
            Metformin dose reduced to 500 mg twice daily.                   | metformin DECREASE 1000
            Glimepiride 2 mg daily, increased from 1 mg.                    | glimepiride INCREASE 2
            Stop glimepiride and start sitagliptin 100 mg daily.            | glimepiride STOP ?, sitagliptin START 100
            Metformin was increased to 1000 mg BID and glimepiride stopped. | metformin INCREASE 2000, glimepiride STOP ?
            Metformin 1000 mg by mouth twice daily was recently stopped.    | metformin STOP 2000
            metformin, glimepiride 4 mg and sitagliptin were discontinued   | metformin STOP ?, glimepiride STOP ?, sitagliptin STOP ?
            Continue metformin and pioglitazone; hold empagliflozin.        | metformin TAKES ?, pioglitazone TAKES ?, empagliflozin HOLD ?
            Metformin 500 mg BID and stopped glimepiride                    | metformin TAKES 1000, glimepiride STOP ?
            Switch glimepiride 4 mg to empagliflozin 10 mg daily.           | glimepiride STOP ?, empagliflozin START 10
            Changed metformin to 1000 mg BID                                | metformin TAKES 2000
            hold metformin for contrast                                     | metformin HOLD ?
            Did not tolerate metformin due to diarrhea.                     | metformin ALLERGY ?
            """)
    void whatIsDoneWithADrugIsTold(String note, String expected) {
        String found = Parsers.PARSER.parse(note).medications().stream()
                .map(mention -> mention.ingredient() + " " + mention.event() + " " + total(mention))
                .collect(Collectors.joining(", "));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aDrugThatIsNotTakenIsNegated() {
        assertThat(only("He is not on metformin.").context().assertion()).isEqualTo(Assertion.NEGATED);
        assertThat(only("Did not start metformin.").context().assertion()).isEqualTo(Assertion.NEGATED);
        assertThat(only("Metformin is contraindicated.").context().assertion()).isEqualTo(Assertion.NEGATED);
    }

    @Test
    void notStoppingIsTaking() {
        MedicationMention mention = only("Do not stop metformin.");
        assertThat(mention.event()).isEqualTo(Event.TAKES);
        assertThat(mention.context().assertion()).isEqualTo(Assertion.AFFIRMED);
    }

    @Test
    void aPlanUnderAConditionIsHypothetical() {
        MedicationMention mention = only("If HbA1c remains above 7%, start sitagliptin 100 mg.");
        assertThat(mention.event()).isEqualTo(Event.START);
        assertThat(mention.context().temporality()).isEqualTo(Temporality.HYPOTHETICAL);
    }

    @Test
    void aFormerDrugIsHistorical() {
        assertThat(only("Previously on pioglitazone 30 mg daily.").context().temporality())
                .isEqualTo(Temporality.HISTORICAL);
        assertThat(only("Her mother takes metformin.").context().experiencer()).isEqualTo(Experiencer.FAMILY);
    }

    @Test
    void theAllergiesSectionListsNoTherapy() {
        List<MedicationMention> mentions = Parsers.PARSER
                .parse("Allergies:\n- penicillin (rash)\n- sulfa\nMedications:\n- aspirin 81 mg")
                .medications();
        assertThat(mentions)
                .extracting(MedicationMention::event)
                .containsExactly(Event.ALLERGY, Event.ALLERGY, Event.TAKES);
    }

    @Test
    void aCombinationGivesEachPartItsDose() {
        List<MedicationMention> mentions =
                Parsers.PARSER.parse("Janumet 50/1000 mg BID").medications();
        assertThat(mentions)
                .extracting(MedicationsTest::described)
                .containsExactly("sitagliptin 50 mg x2 = 100 mg/d", "metformin 1000 mg x2 = 2000 mg/d");
    }

    @Test
    void theSecondNameOfADrugIsNoSecondDrug() {
        assertThat(Parsers.PARSER.parse("omeprazole (Prilosec) 20 mg daily").medications())
                .hasSize(1);
    }

    @Test
    void aLongNameIsRecognisedWhenMisspelt() {
        MedicationMention mention = only("metfornin 850 mg TID");
        assertThat(mention.drug()).contains(Drug.METFORMIN);
        assertThat(mention.confidence()).isLessThan(Confidence.FULL_NAME * Confidence.LANGUAGE_UNDETERMINED);
        assertThat(Parsers.PARSER.parse("the creator of the platform said so").medications())
                .isEmpty();
    }

    @Test
    void oralSemaglutideIsNotTheFormularysInjection() {
        MedicationMention mention = only("Rybelsus 7 mg daily");
        assertThat(mention.drug()).isEmpty();
        assertThat(mention.ingredient()).isEqualTo("semaglutide oral");
        assertThat(mention.dose()).contains(Quantity.of(7, "mg"));
    }

    private static MedicationMention only(String note) {
        List<MedicationMention> mentions = Parsers.PARSER.parse(note).medications();
        assertThat(mentions).as(note).hasSize(1);
        return mentions.getFirst();
    }

    private static String total(MedicationMention mention) {
        return mention.dailyDose().map(dose -> plain(dose.value())).orElse("?");
    }

    private static String described(MedicationMention mention) {
        return mention.ingredient()
                + " " + mention.dose().map(MedicationsTest::plain).orElse("?")
                + " x"
                + (mention.timesPerDay().isPresent()
                        ? plain(mention.timesPerDay().getAsDouble())
                        : "?")
                + " = " + mention.dailyDose().map(MedicationsTest::plain).orElse("?");
    }

    private static String plain(Quantity quantity) {
        return plain(quantity.value()) + " " + quantity.unit();
    }

    private static String plain(double value) {
        double rounded = Math.rint(value * 1e6) / 1e6;
        return rounded == Math.rint(rounded) ? String.valueOf((long) rounded) : String.valueOf(rounded);
    }
}
