package org.hsdpo.hyperscore.reproducibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.Test;

class FeasibilityTest {
    @Test
    void dosesAreMadeFromTheFewestMarketedUnits() {
        List<Double> metformin = Formulary.shipped().entry(Drug.METFORMIN).strengths();
        assertThat(Feasibility.units(2550, metformin)).isEqualTo(OptionalInt.of(3));
        assertThat(Feasibility.units(2000, metformin)).isEqualTo(OptionalInt.of(2));
        assertThat(Feasibility.units(1700, metformin)).isEqualTo(OptionalInt.of(2));
        assertThat(Feasibility.units(600, metformin)).isEmpty();
    }

    @Test
    void everyLadderDoseOfTheFormularyCanBeMade() {
        for (Drug drug : Drug.values()) {
            FormularyEntry entry = Formulary.shipped().entry(drug);
            assertThat(entry.ladder()).as(drug.id()).allSatisfy(dose -> assertThat(
                            Feasibility.units(dose, entry.strengths()))
                    .isPresent());
        }
    }

    @Test
    void moreToSwallowInjectAndPayIsLessFeasible() {
        Regimen one = Regimen.of(Drug.METFORMIN, 1000);
        Regimen two = one.with(Drug.INSULIN_GLARGINE, 20);
        assertThat(Feasibility.of(two, 0, "USD").score())
                .isLessThan(Feasibility.of(one, 0, "USD").score());
        assertThat(Feasibility.of(one, 12_000, "USD").score())
                .isLessThan(Feasibility.of(one, 0, "USD").score());
        assertThat(Feasibility.of(Regimen.none(), 0, "USD").score()).isEqualTo(1);
    }
}
