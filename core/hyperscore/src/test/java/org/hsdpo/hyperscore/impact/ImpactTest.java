package org.hsdpo.hyperscore.impact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.hyperscore.novelty.ReferencePatient;
import org.hsdpo.hyperscore.sandbox.Distribution;
import org.hsdpo.twin.TwinCohort;
import org.junit.jupiter.api.Test;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.regression.Regressor;

class ImpactTest {
    private static final ReferencePatient PATIENT =
            new ReferencePatient(60, Sex.MALE, 32, 175, 8.8, 80, 8, 135, 100, false, false, Regimen.none());
    private static final TwinCohort TWINS = TwinCohort.personalised(PATIENT.inputs(), 64, 5);

    private static PatientRisk risk(Truth cardiovascularDisease) {
        return new PatientRisk(
                OptionalDouble.of(60), Optional.of(Sex.MALE), OptionalDouble.of(175), cardiovascularDisease);
    }

    private static double mean(double[] values) {
        return Distribution.of(values, "1").mean();
    }

    @Test
    void metforminGainsQualityAdjustedDaysOverNoTreatment() {
        FiveYearForecast treated = FiveYearForecast.run(TWINS, Regimen.of(Drug.METFORMIN, 2000), risk(Truth.FALSE));
        FiveYearForecast untreated = FiveYearForecast.run(TWINS, Regimen.none(), risk(Truth.FALSE));
        assertThat(mean(treated.qualityAdjustedDays())).isGreaterThan(mean(untreated.qualityAdjustedDays()));
        assertThat(mean(treated.microvascular())).isLessThan(mean(untreated.microvascular()));
        assertThat(mean(treated.hba1c())).isLessThan(mean(untreated.hba1c()));
        // Five discounted years at the utility of diabetes without complications bound what can be had.
        assertThat(mean(treated.qualityAdjustedDays())).isBetween(900.0, 0.785 * 5 * 365.25);
    }

    @Test
    void establishedDiseaseRaisesCardiovascularRiskByTheRatioOfTheTrialsRates() {
        double with = mean(
                FiveYearForecast.run(TWINS, Regimen.none(), risk(Truth.TRUE)).cardiovascular());
        double without = mean(
                FiveYearForecast.run(TWINS, Regimen.none(), risk(Truth.FALSE)).cardiovascular());
        // DECLARE-TIMI 58: 41.0 against 13.3 events per 1000 patient-years; probabilities saturate a little.
        assertThat(Math.log1p(-with) / Math.log1p(-without)).isCloseTo(41.0 / 13.3, within(0.35));
    }

    @Test
    void provenBenefitCountsOnlyWhereTheTrialsShowedIt() {
        Regimen semaglutide = Regimen.of(Drug.SEMAGLUTIDE, 1);
        assertThat(FiveYearForecast.drugRatio(ImpactModel.shipped(), semaglutide, risk(Truth.TRUE)))
                .isEqualTo(0.74);
        assertThat(FiveYearForecast.drugRatio(ImpactModel.shipped(), semaglutide, risk(Truth.FALSE)))
                .isEqualTo(1);
    }

    @Test
    void costIsThatOfTheLabelledPrices() {
        // 1000 mg at 0.00006 a mg for 365.25 days; a weekly pen costs the same at any dose.
        assertThat(DrugCost.of(Regimen.of(Drug.METFORMIN, 1000)).perYear()).isCloseTo(21.915, within(1e-9));
        assertThat(DrugCost.of(Regimen.of(Drug.SEMAGLUTIDE, 0.5)).perYear())
                .isEqualTo(DrugCost.of(Regimen.of(Drug.SEMAGLUTIDE, 2)).perYear());
    }

    @Test
    void scoreIsLogarithmicFlooredAndCapped() {
        ImpactScore score = new ImpactScore(80);
        assertThat(score.of(-10)).isZero();
        assertThat(score.of(0)).isZero();
        assertThat(score.of(80)).isEqualTo(1);
        assertThat(score.of(500)).isEqualTo(1);
        assertThat(score.of(8)).isCloseTo(Math.log(9) / Math.log(81), within(1e-12));
        assertThatThrownBy(() -> score.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void surrogateTrainingIsDeterministic() {
        List<Example<Regressor>> examples = TrainImpactSurrogate.examples(12, 9).stream()
                .flatMap(List::stream)
                .toList();
        Model<Regressor> first = TrainImpactSurrogate.train(examples);
        Model<Regressor> second = TrainImpactSurrogate.train(examples);
        for (Example<Regressor> example : examples) {
            assertThat(first.predict(example).getOutput().getValues())
                    .isEqualTo(second.predict(example).getOutput().getValues());
        }
    }
}
