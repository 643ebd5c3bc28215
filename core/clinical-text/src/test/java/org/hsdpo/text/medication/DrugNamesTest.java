package org.hsdpo.text.medication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.GlucoseLoweringIngredients;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.LexemeScanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DrugNamesTest {
    private final DrugNames names = DrugNames.of(org.hsdpo.text.language.NoteLanguage.ENGLISH);

    @ParameterizedTest
    @EnumSource(Drug.class)
    void everyNameOfTheFormularyIsFound(Drug drug) {
        for (String name : Formulary.shipped().entry(drug).names()) {
            List<Lexeme> lexemes = LexemeScanner.scan(name);
            assertThat(names.at(lexemes, 0, lexemes.size())).as(name).hasValueSatisfying(found -> {
                assertThat(found.end()).isEqualTo(lexemes.size());
                assertThat(found.product().parts())
                        .extracting(part -> part.drug().orElseThrow())
                        .containsExactly(drug);
            });
        }
    }

    @Test
    void everyGlucoseLoweringIngredientOfTheModelIsFound() {
        for (String ingredient : GlucoseLoweringIngredients.all()) {
            List<Lexeme> lexemes = LexemeScanner.scan(ingredient);
            assertThat(names.at(lexemes, 0, lexemes.size())).as(ingredient).hasValueSatisfying(found -> assertThat(
                            found.product().parts())
                    .extracting(DrugNames.Part::ingredient)
                    .containsExactly(ingredient));
        }
    }

    /** Distances counted by hand: a swap of neighbours is one edit. */
    @ParameterizedTest
    @CsvSource({
        "prograf,porgraf,1",
        "metformin,metformin,0",
        "metformin,metfornin,1",
        "prednisone,prednisolone,2",
        "a,,1"
    })
    void editDistance(String a, String b, int distance) {
        assertThat(EditDistance.between(a, b == null ? "" : b)).isEqualTo(distance);
    }
}
