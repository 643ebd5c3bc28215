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

    @ParameterizedTest
    @CsvSource({
        "500, once daily with the evening meal, 1",
        "2000, 1000 mg twice daily with meals, 1",
        "2550, 850 mg three times daily with meals, 2",
        "1700, in divided doses with meals, 1"
    })
    void saysHowEachRungOfMetforminIsTakenAndHowSoon(double dose, String how, int weeks) {
        FormularyEntry metformin = formulary.entry(Drug.METFORMIN);
        assertThat(metformin.howTaken(dose)).isEqualTo(how);
        assertThat(metformin.weeksBefore(dose)).isEqualTo(weeks);
    }
}
