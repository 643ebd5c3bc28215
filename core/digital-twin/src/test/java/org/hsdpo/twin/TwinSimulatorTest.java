package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.hsdpo.twin.TwinInputsBuilder.someone;

import java.util.Arrays;
import java.util.List;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.Test;

class TwinSimulatorTest {
    private final TwinCohort cohort = TwinCohort.personalised(someone().build(), 400, 4);

    @Test
    void aForecastIsWhatTheBatchDoes() {
        Regimen regimen = Regimen.of(Drug.SEMAGLUTIDE, 0.5);
        RegimenForecast forecast = TwinSimulator.forecast(cohort, regimen, 26);
        TwinBatch batch = new TwinBatch(cohort);
        double weight = batch.weight(17);
        batch.setAllDoses(regimen.toArray());
        batch.advance(26);
        assertThat(forecast.hba1c()[17]).isEqualTo(batch.hba1c(17));
        assertThat(forecast.weightChange()[17]).isEqualTo(batch.weight(17) - weight);
        assertThat(forecast.level1PerYear()[17])
                .isCloseTo(batch.expectedHypoglycaemia(17, 1) * 365.25 / 7 / 26, within(1e-12));
        assertThat(forecast.adverseEventProbability()).containsOnlyKeys(AdverseEvent.values());
        assertThat(forecast.adverseEventProbability().get(AdverseEvent.GASTROINTESTINAL_INTOLERANCE)[17])
                .isCloseTo(
                        1 - Math.exp(-batch.expectedAdverseEvents(17, AdverseEvent.GASTROINTESTINAL_INTOLERANCE)),
                        within(1e-12));
    }

    @Test
    void aCourseTakesEachRegimenFromItsWeekOn() {
        Regimen begun = Regimen.of(Drug.SEMAGLUTIDE, 0.25);
        Regimen kept = Regimen.of(Drug.SEMAGLUTIDE, 0.5);
        DoseCourse course = new DoseCourse(List.of(new DoseCourse.Phase(0, begun), new DoseCourse.Phase(4, kept)));
        RegimenForecast forecast = TwinSimulator.forecast(cohort, course, 26, Workers.callingThread());
        TwinBatch batch = new TwinBatch(cohort);
        batch.setAllDoses(begun.toArray());
        batch.advance(4);
        batch.setAllDoses(kept.toArray());
        batch.advance(22);
        assertThat(forecast.hba1c()[17]).isEqualTo(batch.hba1c(17));
        assertThat(forecast.hba1cByWeek()[2][4])
                .isEqualTo(TwinSimulator.forecast(cohort, begun, 26).hba1cByWeek()[2][4]);
    }

    @Test
    void percentilesRiseAndEndAtTheHorizon() {
        RegimenForecast forecast = TwinSimulator.forecast(cohort, Regimen.of(Drug.METFORMIN, 1000), 12);
        for (int week = 0; week <= 12; week++) {
            for (int p = 1; p < 5; p++) {
                assertThat(forecast.hba1cByWeek()[p][week]).isGreaterThan(forecast.hba1cByWeek()[p - 1][week]);
            }
        }
        double[] sorted = forecast.hba1c().clone();
        Arrays.sort(sorted);
        assertThat(forecast.hba1cByWeek()[2][12]).isCloseTo((sorted[199] + sorted[200]) / 2, within(1e-12));
        assertThat(forecast.hba1cByWeek()[2][12]).isLessThan(forecast.hba1cByWeek()[2][0]);
    }

    @Test
    void theSampledFlagsCountWhatWasSampled() {
        RegimenForecast forecast = TwinSimulator.forecast(cohort, Regimen.of(Drug.INSULIN_GLARGINE, 60), 26);
        TwinBatch batch = new TwinBatch(cohort);
        batch.setAllDoses(Regimen.of(Drug.INSULIN_GLARGINE, 60).toArray());
        batch.advance(26);
        int flagged = 0;
        for (int i = 0; i < cohort.size(); i++) {
            boolean any = batch.hypoglycaemia(i, 2) + batch.hypoglycaemia(i, 3) > 0;
            assertThat(forecast.anyLevel2or3()[i]).isEqualTo(any);
            flagged += any ? 1 : 0;
        }
        assertThat(flagged).isBetween(1, cohort.size() - 1);
    }

    @Test
    void aForecastNeedsAHorizon() {
        assertThatThrownBy(() -> TwinSimulator.forecast(cohort, Regimen.none(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
