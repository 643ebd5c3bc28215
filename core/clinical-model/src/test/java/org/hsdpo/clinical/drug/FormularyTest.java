package org.hsdpo.clinical.drug;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FormularyTest {
    private final Formulary formulary = Formulary.shipped();

    @ParameterizedTest
    @EnumSource(Drug.class)
    void everyDrugHasALadderOfWholeUnitsOfAMarketedStrength(Drug drug) {
        FormularyEntry entry = formulary.entry(drug);
        assertThat(entry.source()).contains("label");
        assertThat(entry.ladder()).allSatisfy(dose -> assertThat(entry.strengths())
                .as(drug + " " + dose)
                .anyMatch(strength -> Math.abs(dose / strength - Math.rint(dose / strength)) < 1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "METFORMIN, 2550",
        "GLIMEPIRIDE, 8",
        "SITAGLIPTIN, 100",
        "EMPAGLIFLOZIN, 25",
        "PIOGLITAZONE, 45",
        "LIRAGLUTIDE, 1.8",
        "SEMAGLUTIDE, 2"
    })
    void laddersEndAtTheLabelledMaximum(Drug drug, double maximum) {
        assertThat(formulary.entry(drug).maximum()).isEqualTo(maximum);
        assertThat(formulary.entry(drug).ladder().getLast()).isEqualTo(maximum);
    }

    @ParameterizedTest
    @CsvSource({"Glucophage, METFORMIN", "LANTUS, INSULIN_GLARGINE", " ozempic , SEMAGLUTIDE"})
    void findsDrugsByBrandName(String name, Drug drug) {
        assertThat(formulary.byName(name))
                .hasValueSatisfying(entry -> assertThat(entry.id()).isEqualTo(drug));
    }
}
