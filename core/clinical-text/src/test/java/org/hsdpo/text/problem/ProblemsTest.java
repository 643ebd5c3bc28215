package org.hsdpo.text.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.text.Parsers;
import org.hsdpo.text.note.ConceptMention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemsTest {
    /** Each line: what is written | concept, assertion, temporality, experiencer. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            The patient has type-2 diabetes mellitus.          | TYPE_2_DIABETES AFFIRMED CURRENT PATIENT
            T2DM for ten years                                 | TYPE_2_DIABETES AFFIRMED CURRENT PATIENT
            history of type 2 diabetes                         | TYPE_2_DIABETES AFFIRMED CURRENT PATIENT
            history of pancreatitis                            | PANCREATITIS AFFIRMED HISTORICAL PATIENT
            no history of pancreatitis                         | PANCREATITIS NEGATED CURRENT PATIENT
            Denies pancreatitis.                               | PANCREATITIS NEGATED CURRENT PATIENT
            Possible heart failure.                            | HEART_FAILURE POSSIBLE CURRENT PATIENT
            Pancreatitis was ruled out.                        | PANCREATITIS NEGATED CURRENT PATIENT
            Cannot rule out pancreatitis.                      | PANCREATITIS POSSIBLE CURRENT PATIENT
            Gestational diabetes resolved.                     | GESTATIONAL_DIABETES AFFIRMED HISTORICAL PATIENT
            Type 2 diabetes in remission.                      | TYPE_2_DIABETES AFFIRMED HISTORICAL PATIENT
            Mother had type 2 diabetes.                        | TYPE_2_DIABETES AFFIRMED CURRENT FAMILY
            Type 2 diabetes in his father.                     | TYPE_2_DIABETES AFFIRMED CURRENT FAMILY
            Counselled about ketoacidosis.                     | KETOACIDOSIS AFFIRMED HYPOTHETICAL PATIENT
            FAMILY HISTORY: type 2 diabetes                    | TYPE_2_DIABETES AFFIRMED CURRENT FAMILY
            PMH: pancreatitis                                  | PANCREATITIS AFFIRMED HISTORICAL PATIENT
            PMH: CKD                                           | CHRONIC_KIDNEY_DISEASE AFFIRMED CURRENT PATIENT
            """)
    void aProblemIsReadWithItsContext(String note, String expected) {
        assertThat(described(note)).isEqualTo(expected);
    }

    @Test
    void aNegationEndsWhereAnotherStatementBegins() {
        assertThat(described("No pancreatitis but has gastroparesis."))
                .isEqualTo("PANCREATITIS NEGATED CURRENT PATIENT, GASTROPARESIS AFFIRMED CURRENT PATIENT");
    }

    @Test
    void whatARelativeHadIsAFactOfItsOwnWhereTheModelHasOne() {
        assertThat(described("Family history of medullary thyroid carcinoma."))
                .isEqualTo("FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA AFFIRMED CURRENT PATIENT");
        assertThat(described("No personal or family history of medullary thyroid carcinoma."))
                .isEqualTo("MEDULLARY_THYROID_CARCINOMA NEGATED CURRENT PATIENT, "
                        + "FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA NEGATED CURRENT PATIENT");
    }

    @Test
    void diabetesOfNoTypeIsNotTypeTwo() {
        List<ConceptMention> mentions =
                Parsers.PARSER.parse("The patient has diabetes.").concepts();
        assertThat(mentions).singleElement().satisfies(mention -> assertThat(mention.concept())
                .isEmpty());
    }

    @Test
    void anAbbreviationNeedsItsCase() {
        assertThat(described("pad the wound")).isEmpty();
        assertThat(described("known PAD")).startsWith("ATHEROSCLEROTIC_CARDIOVASCULAR_DISEASE");
    }

    @ParameterizedTest
    @EnumSource(
            value = ConditionConcept.class,
            names = "FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA",
            mode = EnumSource.Mode.EXCLUDE)
    void everyConditionOfTheModelHasAName(ConditionConcept concept) {
        String label = org.hsdpo.clinical.condition.ConditionCatalogue.shipped()
                .definition(concept)
                .label()
                .replace(" in the last year", "")
                .replaceAll(" or .*", "");
        assertThat(described("The patient has " + label + ".")).startsWith(concept.name() + " AFFIRMED");
    }

    private static String described(String note) {
        return Parsers.PARSER.parse(note).concepts().stream()
                .filter(mention -> mention.concept().isPresent())
                .map(mention ->
                        mention.concept().get() + " " + mention.context().assertion() + " "
                                + mention.context().temporality() + " "
                                + mention.context().experiencer())
                .collect(Collectors.joining(", "));
    }
}
