package org.hsdpo.clinical.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
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

    /** ICD-10-CM tabular list 2025; the last four are as coarse as ICD-10 (WHO 2019) has them. */
    @ParameterizedTest
    @CsvSource({
        "E11.9, TYPE_2_DIABETES",
        "E1165, TYPE_2_DIABETES",
        "E11.649, TYPE_2_DIABETES",
        "E11.10, TYPE_2_DIABETES KETOACIDOSIS",
        "E11.641, TYPE_2_DIABETES SEVERE_HYPOGLYCAEMIA",
        "E11.319, TYPE_2_DIABETES DIABETIC_RETINOPATHY",
        "E11.3211, TYPE_2_DIABETES DIABETIC_RETINOPATHY MACULAR_OEDEMA",
        "E11.36, TYPE_2_DIABETES",
        "E11.42, TYPE_2_DIABETES DIABETIC_NEUROPATHY",
        "E11.22, TYPE_2_DIABETES CHRONIC_KIDNEY_DISEASE",
        "E11.51, TYPE_2_DIABETES ATHEROSCLEROTIC_CARDIOVASCULAR_DISEASE",
        "E10.9, TYPE_1_DIABETES",
        "E10.10, TYPE_1_DIABETES KETOACIDOSIS",
        "E13.10, SECONDARY_DIABETES KETOACIDOSIS",
        "O24.111, TYPE_2_DIABETES PREGNANCY",
        "O24.011, TYPE_1_DIABETES PREGNANCY",
        "O24.311, PREGNANCY",
        "O24.410, GESTATIONAL_DIABETES PREGNANCY",
        "O24.430, GESTATIONAL_DIABETES",
        "I50.22, HEART_FAILURE",
        "n18.6, CHRONIC_KIDNEY_DISEASE DIALYSIS",
        "N18.3, CHRONIC_KIDNEY_DISEASE",
        "C67.9, BLADDER_CANCER",
        "N49.3, FOURNIER_GANGRENE",
        "K80.20, GALLBLADDER_DISEASE",
        "E11.621, TYPE_2_DIABETES DIABETIC_FOOT_ULCER",
        "R65.21, SEPSIS_OR_SHOCK",
        "Z01.818, PLANNED_SURGERY",
        "D51.0, VITAMIN_B12_DEFICIENCY",
        "L12.0, BULLOUS_PEMPHIGOID",
        "K51.90, INFLAMMATORY_BOWEL_DISEASE",
        "R60.0, OEDEMA",
        "K75.81, STEATOHEPATITIS",
        "E27.1, ADRENAL_OR_PITUITARY_INSUFFICIENCY",
        "T78.3XXA, ANGIOEDEMA",
        "H47.011, ISCHAEMIC_OPTIC_NEUROPATHY",
        "E11.1, TYPE_2_DIABETES KETOACIDOSIS",
        "E11.4, TYPE_2_DIABETES DIABETIC_NEUROPATHY",
        "H36.0, DIABETIC_RETINOPATHY",
        "O24.1, TYPE_2_DIABETES PREGNANCY",
    })
    void anIcd10CodeMeansEveryConditionOfItsPrefixes(String code, String concepts) {
        assertThat(names(catalogue.byIcd10(code))).containsExactlyInAnyOrder(concepts.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"J45.0", "Z00", "E1", ""})
    void otherCodesMeanNothing(String code) {
        assertThat(catalogue.byIcd10(code)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "44054006, TYPE_2_DIABETES",
        "22298006, ATHEROSCLEROTIC_CARDIOVASCULAR_DISEASE",
        "420422005, KETOACIDOSIS",
        "421750000, TYPE_2_DIABETES KETOACIDOSIS",
        "719216001, TYPE_2_DIABETES SEVERE_HYPOGLYCAEMIA",
        "97331000119101, TYPE_2_DIABETES DIABETIC_RETINOPATHY MACULAR_OEDEMA",
        "422034002, TYPE_2_DIABETES DIABETIC_RETINOPATHY",
        "1551000119108, TYPE_2_DIABETES DIABETIC_RETINOPATHY",
        "1501000119109, TYPE_2_DIABETES DIABETIC_RETINOPATHY",
        "368581000119106, TYPE_2_DIABETES DIABETIC_NEUROPATHY",
        "731000119105, TYPE_2_DIABETES CHRONIC_KIDNEY_DISEASE",
        "609567009, TYPE_2_DIABETES PREGNANCY",
    })
    void aSnomedCodeMeansEveryConditionItNames(String code, String concepts) {
        assertThat(names(catalogue.bySnomed(code))).containsExactlyInAnyOrder(concepts.split(" "));
    }

    /** Disorder of kidney due to diabetes mellitus, of no type; neonatal hypoglycaemia. */
    @ParameterizedTest
    @ValueSource(strings = {"127013003", "52767006"})
    void aSnomedCodeThatNamesNoTypeOfDiabetesOrAnotherDisorderMeansNothing(String code) {
        assertThat(catalogue.bySnomed(code)).isEmpty();
    }

    private static Stream<String> names(Set<ConditionConcept> concepts) {
        return concepts.stream().map(Enum::name);
    }
}
