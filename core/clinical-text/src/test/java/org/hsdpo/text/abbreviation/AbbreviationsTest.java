package org.hsdpo.text.abbreviation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.text.ParsedNote;
import org.hsdpo.text.Parsers;
import org.hsdpo.text.note.AbbreviationMention;
import org.hsdpo.text.note.AbbreviationMention.Basis;
import org.hsdpo.text.note.ConceptMention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbbreviationsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Patient with HTN.                                                  | HTN | hypertension | ONLY_READING
            DME was ordered: a wheelchair and a walker.                        | DME | durable medical equipment | SURROUNDINGS
            DME of the right eye, aflibercept given by ophthalmology.          | DME | diabetic macular edema | SURROUNDINGS
            Patient with DME.                                                  | DME | | AMBIGUOUS
            MS since 2010, on interferon.                                      | MS  | multiple sclerosis | SURROUNDINGS
            Rheumatic MS with a mitral valve gradient and sclerosis.           | MS  | | AMBIGUOUS
            He had an MI in 2019.                                              | MI  | myocardial infarction | USUAL
            The echo shows MI of the mitral valve.                             | MI  | mitral insufficiency | SURROUNDINGS
            Die Patientin hat eine LE, Antikoagulation mit Heparin begonnen.   | LE  | Lungenembolie | SURROUNDINGS
            """)
    void anAbbreviationIsExpandedWhereOneReadingIsLeft(String note, String form, String expansion, Basis basis) {
        AbbreviationMention mention = Parsers.PARSER.parse(note).abbreviations().stream()
                .filter(each -> each.text().equals(form))
                .findFirst()
                .orElseThrow();
        assertThat(mention.expansion().orElse(null)).isEqualTo(expansion);
        assertThat(mention.basis()).isEqualTo(basis);
    }

    @Test
    void theNotesOwnDefinitionWins() {
        ParsedNote note = Parsers.PARSER.parse(
                "Seen for posterior vitreous detachment (PVD). PVD is stable. He walks without leg pain.");
        assertThat(note.abbreviations())
                .filteredOn(each -> each.text().equals("PVD"))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.expansion()).hasValue("posterior vitreous detachment"));
        assertThat(concepts(note)).doesNotContain(ConditionConcept.ATHEROSCLEROTIC_CARDIOVASCULAR_DISEASE);
    }

    @Test
    void aShortFormThatTheNoteDefinesNamesItsProblemFromThenOn() {
        ParsedNote note = Parsers.PARSER.parse("She has delayed gastric emptying (DGE). No vomiting. DGE is worse.");
        assertThat(concepts(note)).containsOnly(ConditionConcept.GASTROPARESIS).hasSize(3);
    }

    @Test
    void nothingIsReadFromAnAmbiguousAbbreviation() {
        assertThat(concepts(Parsers.PARSER.parse("Patient with DME."))).isEmpty();
        assertThat(concepts(Parsers.PARSER.parse("DME was ordered: a wheelchair.")))
                .isEmpty();
        assertThat(concepts(Parsers.PARSER.parse("DME in the left eye, retinal swelling.")))
                .containsExactly(ConditionConcept.MACULAR_OEDEMA);
        assertThat(concepts(Parsers.PARSER.parse("Metformin AKA Glucophage, known for years.")))
                .isEmpty();
    }

    private static List<ConditionConcept> concepts(ParsedNote note) {
        return note.concepts().stream()
                .map(ConceptMention::concept)
                .flatMap(java.util.Optional::stream)
                .toList();
    }
}
