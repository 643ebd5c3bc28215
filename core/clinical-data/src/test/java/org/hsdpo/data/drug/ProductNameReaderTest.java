package org.hsdpo.data.drug;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.quantity.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductNameReaderTest {
    private final ProductNameReader reader = new ProductNameReader(DrugVocabulary.shipped());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet|metformin|500|mg",
                "metformin hydrochloride 1000 MG Oral Tablet|metformin|1000|mg",
                "metformin 0.5 g|metformin|0.5|g",
                "Glucophage XR 750 mg|metformin|750|mg",
                "glimepiride 2 MG Oral Tablet [Amaryl]|glimepiride|2|mg",
                "sitagliptin 100 MG Oral Tablet|sitagliptin|100|mg",
                "empagliflozin 10 MG Oral Tablet [Jardiance]|empagliflozin|10|mg",
                "3 ML insulin glargine 100 UNT/ML Pen Injector [Lantus]|insulin glargine|100|[iU]/mL",
                "1.5 ML semaglutide 1.34 MG/ML Pen Injector [Ozempic]|semaglutide|1.34|mg/mL",
                "Lasix 40mg|furosemide|40|mg",
                "Warfarin Sodium 5 MG Oral Tablet|warfarin|5|mg",
                "24 HR metoprolol succinate 100 MG Extended Release Oral Tablet [Toprol]|metoprolol|100|mg",
                "Digoxin 0.125 MG Oral Tablet|digoxin|0.125|mg",
                "diphenhydrAMINE Hydrochloride 25 MG Oral Tablet|diphenhydramine|25|mg",
                "levothyroxine sodium 50 MCG Oral Tablet|levothyroxine|50|ug",
            })
    void readsIngredientAndStrength(String name, String ingredient, double strength, String unit) {
        Product product = reader.read(name);
        assertThat(product.parts())
                .containsExactly(new Product.Part(ingredient, Optional.of(Quantity.of(strength, unit))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sitagliptin 50 MG / metformin hydrochloride 1000 MG Oral Tablet [Janumet]|sitagliptin|50|metformin|1000",
                "Janumet 50/1000|sitagliptin|50|metformin|1000",
                "Metformin hydrochloride 850 MG / pioglitazone 15 MG Oral Tablet|metformin|850|pioglitazone|15",
                "Amoxicillin 250 MG / Clavulanate 125 MG Oral Tablet|amoxicillin|250|clavulanate|125",
            })
    void splitsCombinationProducts(
            String name, String first, double firstStrength, String second, double secondStrength) {
        assertThat(reader.read(name).parts())
                .containsExactly(
                        new Product.Part(first, Optional.of(Quantity.of(firstStrength, "mg"))),
                        new Product.Part(second, Optional.of(Quantity.of(secondStrength, "mg"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insulin human, isophane 70 UNT/ML / Regular Insulin, Human 30 UNT/ML Injectable Suspension [Humulin]|insulin premixed",
                "insulin aspart 70/30|insulin premixed",
                "Novolin 30R|insulin premixed",
                "Novolin R|insulin human",
                "insulin degludec|insulin degludec",
                "NuvaRing 0.12/0.015 MG per 24HR 21 Day Vaginal Ring|nuvaring",
                "Jolivette 28 Day Pack|jolivette",
                "ferrous sulfate 325 MG Oral Tablet|ferrous sulfate",
            })
    void namesTheIngredient(String name, String ingredient) {
        assertThat(reader.read(name).parts())
                .extracting(Product.Part::ingredient)
                .containsExactly(ingredient);
    }

    @Test
    void doesNotGuessStrengthsOfInsulinCombinations() {
        assertThat(reader.read("Soliqua 100/33").parts())
                .containsExactly(
                        new Product.Part("insulin glargine", Optional.empty()),
                        new Product.Part("lixisenatide", Optional.empty()));
    }

    @Test
    void everyFormularyNameLeadsToItsDrug() {
        for (Drug drug : Drug.values()) {
            List<String> names =
                    org.hsdpo.clinical.drug.Formulary.shipped().entry(drug).names();
            for (String name : names) {
                assertThat(reader.read(name).parts().getFirst().drug()).as(name).contains(drug);
            }
        }
    }
}
