package org.hsdpo.clinical.regimen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ActionSpaceTest {
    private final ActionSpace actions = new ActionSpace(Formulary.shipped());

    @Test
    void anUntreatedPatientMayStayOrStartAnyDrug() {
        assertThat(actions.oneStep(Regimen.none(), StepBasis.UNKNOWN))
                .hasSize(1 + Drug.COUNT)
                .allSatisfy(candidate ->
                        assertThat(candidate.regimen().drugs().size()).isLessThanOrEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource({
        "METFORMIN, 1000, 1500, 500",
        "METFORMIN, 850, 1000, 500",
        "METFORMIN, 2550, , 2000",
        "METFORMIN, 500, 1000, ",
        "SEMAGLUTIDE, 0.5, 1, 0.25",
        "INSULIN_GLARGINE, 15, 16, 14",
    })
    void stepsToTheNextMarketedDose(Drug drug, double dose, Double up, Double down) {
        Regimen current = Regimen.of(drug, dose);
        assertThat(actions.apply(current, new DosingAction.StepUp(drug), StepBasis.UNKNOWN)
                        .map(next -> next.dose(drug)))
                .isEqualTo(Optional.ofNullable(up));
        assertThat(actions.apply(current, new DosingAction.StepDown(drug), StepBasis.UNKNOWN)
                        .map(next -> next.dose(drug)))
                .isEqualTo(Optional.ofNullable(down));
    }

    @Test
    void aDrugThatIsNotTakenCanNeitherBeLoweredNorStopped() {
        assertThat(actions.apply(Regimen.none(), new DosingAction.StepDown(Drug.METFORMIN), StepBasis.UNKNOWN))
                .isEmpty();
        assertThat(actions.apply(Regimen.none(), new DosingAction.Stop(Drug.METFORMIN), StepBasis.UNKNOWN))
                .isEmpty();
    }

    @Test
    void theSafetySwitchStopsOneDrugAndStartsAnotherAtItsFirstStep() {
        Regimen current = Regimen.of(Map.of(Drug.METFORMIN, 2000.0, Drug.GLIMEPIRIDE, 2.0));
        assertThat(actions.safetySwitches(current, Drug.METFORMIN, StepBasis.UNKNOWN))
                .hasSize(Drug.COUNT - 2)
                .allSatisfy(candidate -> {
                    assertThat(candidate.regimen().takes(Drug.METFORMIN)).isFalse();
                    assertThat(candidate.regimen().dose(Drug.GLIMEPIRIDE)).isEqualTo(2);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "SITAGLIPTIN, 85, 92, 100",
        "SITAGLIPTIN, 45, 92, 100",
        "SITAGLIPTIN, 44, 92, 50",
        "SITAGLIPTIN, 29, 92, 25",
        "SITAGLIPTIN, , , 100",
        "INSULIN_GLARGINE, 85, 92, 10",
        "INSULIN_GLARGINE, 85, 44, 8",
        "INSULIN_GLARGINE, 85, 39, 6",
        "INSULIN_GLARGINE, , , 10",
        "METFORMIN, 85, 92, 500",
        "SEMAGLUTIDE, 85, 92, 0.25",
    })
    void startsAtTheDoseOfTheLabel(Drug drug, Double egfr, Double kilograms, double start) {
        assertThat(actions.apply(Regimen.none(), new DosingAction.StepUp(drug), basis(egfr, kilograms)))
                .contains(Regimen.of(drug, start));
    }

    @ParameterizedTest
    @CsvSource({
        "85, 100, , ",
        "85, 50, 100, ",
        "85, 25, 100, ",
        "40, 25, 50, ",
        "40, 50, , ",
        "40, 100, , 50",
        "20, 100, , 25",
    })
    void dosesForRenalFunctionAreNotStepsOfTitration(double egfr, double dose, Double up, Double down) {
        Regimen current = Regimen.of(Drug.SITAGLIPTIN, dose);
        StepBasis basis = basis(egfr, null);
        assertThat(actions.apply(current, new DosingAction.StepUp(Drug.SITAGLIPTIN), basis)
                        .map(next -> next.dose(Drug.SITAGLIPTIN)))
                .isEqualTo(Optional.ofNullable(up));
        assertThat(actions.apply(current, new DosingAction.StepDown(Drug.SITAGLIPTIN), basis)
                        .map(next -> next.dose(Drug.SITAGLIPTIN)))
                .isEqualTo(Optional.ofNullable(down));
    }

    @Test
    void aStepDownCorrectsADoseThatBreaksALimitAtOnce() {
        StepBasis basis = new StepBasis(OptionalDouble.of(38), OptionalDouble.empty(), Map.of(Drug.METFORMIN, 1000.0));
        assertThat(actions.apply(Regimen.of(Drug.METFORMIN, 2000), new DosingAction.StepDown(Drug.METFORMIN), basis))
                .contains(Regimen.of(Drug.METFORMIN, 1000));
    }

    private static StepBasis basis(Double egfr, Double kilograms) {
        return new StepBasis(known(egfr), known(kilograms), Map.of());
    }

    private static OptionalDouble known(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    @Test
    void everyActionHasItsOwnIndex() {
        List<DosingAction> all = new ArrayList<>();
        all.add(new DosingAction.Maintain());
        for (Drug drug : Drug.values()) {
            all.add(new DosingAction.StepUp(drug));
            all.add(new DosingAction.StepDown(drug));
            all.add(new DosingAction.Stop(drug));
        }
        all.add(new DosingAction.SafetySwitch(Drug.METFORMIN, Drug.SITAGLIPTIN));
        Set<Integer> indices = all.stream().map(ActionSpace::index).collect(Collectors.toSet());
        assertThat(indices).hasSize(ActionSpace.SIZE).allMatch(index -> index >= 0 && index < ActionSpace.SIZE);
    }

    @ParameterizedTest
    @EnumSource(value = Drug.class, mode = EnumSource.Mode.EXCLUDE, names = "SITAGLIPTIN")
    void aStepUpAndAStepDownEndWhereTheyBegan(Drug drug) {
        for (double rung : Formulary.shipped().entry(drug).ladder()) {
            Regimen current = Regimen.of(drug, rung);
            actions.apply(current, new DosingAction.StepUp(drug), StepBasis.UNKNOWN)
                    .flatMap(up -> actions.apply(up, new DosingAction.StepDown(drug), StepBasis.UNKNOWN))
                    .ifPresent(back -> assertThat(back).isEqualTo(current));
        }
    }

    @Test
    void aRegimenReadsAsAClinicianWouldWriteIt() {
        assertThat(Regimen.of(Map.of(Drug.METFORMIN, 1000.0, Drug.SEMAGLUTIDE, 0.5))
                        .toString())
                .isEqualTo("metformin 1000 mg/d + semaglutide 0.5 mg/wk");
        assertThat(Regimen.none().toString()).isEqualTo("no glucose-lowering drug");
    }

    @Test
    void aNegativeDoseIsRefused() {
        assertThatThrownBy(() -> Regimen.of(Drug.METFORMIN, -5)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Regimen.of(Drug.METFORMIN, Double.NaN)).isInstanceOf(InvalidInputException.class);
    }
}
