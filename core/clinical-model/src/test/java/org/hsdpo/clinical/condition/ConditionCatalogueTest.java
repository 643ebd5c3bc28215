package org.hsdpo.clinical.condition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionCatalogueTest {
    private final ConditionCatalogue catalogue = ConditionCatalogue.shipped();

    @ParameterizedTest
    @EnumSource(ConditionConcept.class)
    void everyConditionIsDefined(ConditionConcept concept) {
        assertThat(catalogue.definition(concept).label()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "E11.9, TYPE_2_DIABETES",
        "E1165, TYPE_2_DIABETES",
        "E11.10, KETOACIDOSIS",
        "E10.9, TYPE_1_DIABETES",
        "I50.22, HEART_FAILURE",
        "n18.6, DIALYSIS",
        "N18.3, CHRONIC_KIDNEY_DISEASE",
        "C67.9, BLADDER_CANCER",
    })
    void theLongestIcd10PrefixWins(String code, ConditionConcept concept) {
        assertThat(catalogue.byIcd10(code))
                .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo(concept));
    }

    @ParameterizedTest
    @ValueSource(strings = {"J45.0", "Z00", "E1", ""})
    void otherCodesMeanNothing(String code) {
        assertThat(catalogue.byIcd10(code)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"44054006, TYPE_2_DIABETES", "22298006, ATHEROSCLEROTIC_CARDIOVASCULAR_DISEASE"})
    void findsConditionsBySnomed(String code, ConditionConcept concept) {
        assertThat(catalogue.bySnomed(code))
                .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo(concept));
    }
}
