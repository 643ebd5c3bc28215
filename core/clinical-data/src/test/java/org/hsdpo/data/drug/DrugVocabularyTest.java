package org.hsdpo.data.drug;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.drug.GlucoseLoweringIngredients;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.junit.jupiter.api.Test;

class DrugVocabularyTest {
    private record Atc(int version, Map<String, List<String>> codes) {}

    private final DrugVocabulary vocabulary = DrugVocabulary.shipped();

    @Test
    void everyDrugOfGroupA10LowersGlucoseForHsdpoToo() {
        Map<String, List<String>> codes = KnowledgeFile.resource(DrugVocabulary.class, "atc.yaml")
                .as(Atc.class)
                .codes();
        List<String> strangers = codes.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("A10"))
                .flatMap(entry -> entry.getValue().stream())
                .map(vocabulary::ingredient)
                .filter(ingredient -> Formulary.shipped().byName(ingredient).isEmpty()
                        && !GlucoseLoweringIngredients.contains(ingredient))
                .toList();
        assertThat(strangers).isEmpty();
        assertThat(codes.keySet()).allMatch(code -> code.matches("[A-Z]\\d\\d[A-Z]{2}\\d\\d"));
    }

    @Test
    void everyFormularyDrugHasAnAtcCodeOfItsOwn() {
        List<List<String>> single =
                KnowledgeFile.resource(DrugVocabulary.class, "atc.yaml").as(Atc.class).codes().values().stream()
                        .filter(ingredients -> ingredients.size() == 1)
                        .toList();
        for (Drug drug : Drug.values()) {
            FormularyEntry entry = Formulary.shipped().entry(drug);
            assertThat(single).contains(List.of(entry.label()));
        }
    }

    @Test
    void aCodeOfAGroupOrAnUnknownOneNamesNoDrug() {
        assertThat(vocabulary.atcIngredients("a10ba02 ")).contains(List.of("metformin"));
        assertThat(vocabulary.atcIngredients("A10BD02")).isEmpty();
        assertThat(vocabulary.atcIngredients("A10B")).isEmpty();
    }
}
