package org.hsdpo.twin.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.Arrays;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.glucose.GlucoseMetrics;
import org.hsdpo.clinical.glucose.GlucoseTrace;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.TwinBatch;
import org.junit.jupiter.api.Test;

class GlucoseDaysTest {
    private static final Regimen METFORMIN = Regimen.of(Drug.METFORMIN, 2000);

    private static TwinBatch batch(Regimen regimen, int size) {
        return new TwinBatch(EmulatorStates.population(regimen, 7.3, 0.7, size, 3));
    }

    @Test
    void theSameTwinDaysAndSeedGiveTheSameTraceWhoeverElseIsSampled() {
        TwinBatch batch = batch(METFORMIN, 20);
        GlucoseDays all = GlucoseDays.of(batch, 4, 7);
        GlucoseDays some = GlucoseDays.of(batch, new int[] {18, 2}, 4, 7);
        assertThat(some.readings(0)).containsExactly(all.readings(18));
        assertThat(some.readings(1)).containsExactly(all.readings(2));
        assertThat(GlucoseDays.of(batch, 4, 8).readings(2)).isNotEqualTo(all.readings(2));
        assertThat(all.readings(3)).isNotEqualTo(all.readings(2));
    }

    @Test
    void aTraceHasAReadingEveryFiveMinutesAndTheMetricsOfItsReadings() {
        GlucoseDays days = GlucoseDays.of(batch(METFORMIN, 1), 14, 1);
        GlucoseTrace trace = days.trace(0, LocalDate.of(2025, 3, 1));
        assertThat(trace.size()).isEqualTo(14 * 288);
        GlucoseMetrics metrics = GlucoseMetrics.of(trace);
        DayFigures figures = days.figures(0);
        assertThat(metrics.mean()).isCloseTo(figures.mean(), within(1e-9));
        assertThat(metrics.coefficientOfVariation()).isCloseTo(figures.cv(), within(0.01));
        assertThat(metrics.timeInRange(70, 180)).isCloseTo(figures.inRange(), within(1e-9));
        assertThat(metrics.timeBelow(54)).isCloseTo(figures.below54(), within(1e-9));
    }

    @Test
    void overManyDaysFastingAndMeanGlucoseStayThoseOfTheWeeklyModel() {
        for (Regimen regimen : new Regimen[] {METFORMIN, METFORMIN.with(Drug.INSULIN_GLARGINE, 35)}) {
            TwinBatch batch = batch(regimen, 64);
            GlucoseDays days = GlucoseDays.of(batch, 40, 5);
            double offMean = 0;
            double offFasting = 0;
            for (int i = 0; i < batch.size(); i++) {
                assertThat(days.misfit(i)).isLessThan(1e-8);
                double mean = Arrays.stream(days.plasmaGlucose(i)).average().orElseThrow();
                double fasting = Arrays.stream(days.fastingGlucose(i)).average().orElseThrow();
                assertThat(mean / batch.meanGlucose(i)).isCloseTo(1, within(0.15));
                assertThat(fasting / batch.fastingGlucose(i)).isCloseTo(1, within(0.35));
                offMean += mean / batch.meanGlucose(i) - 1;
                offFasting += fasting / batch.fastingGlucose(i) - 1;
            }
            assertThat(offMean / batch.size()).isCloseTo(0, within(0.015));
            assertThat(offFasting / batch.size()).isCloseTo(0, within(0.03));
        }
    }

    @Test
    void theSensorsErrorIsThatOfItsModel() {
        GlucoseSensor sensor = new GlucoseSensor(DayKnowledge.shipped().sensor());
        double[] readings = new double[288 * 200];
        Arrays.fill(readings, 150);
        sensor.read(readings, 0, readings.length, 9);
        double mean = Arrays.stream(readings).average().orElseThrow();
        // E sinh((e − γ)/δ) for a normal e of variance 0.49/0.51, at the times the error is drawn.
        double variance = 0.49 / 0.51 / (1.6898 * 1.6898);
        double shift = 0.5444 / 1.6898;
        double expected = -5.471 + 15.96 * Math.sinh(shift) * Math.exp(variance / 2);
        assertThat(mean - 150).isCloseTo(expected, within(0.4));
        double squares = 0;
        int drawn = 0;
        for (int n = 0; n < readings.length; n += 3) {
            squares += (readings[n] - 150 - expected) * (readings[n] - 150 - expected);
            drawn++;
        }
        double second = (Math.exp(2 * variance) * Math.cosh(2 * shift) - 1) / 2;
        double first = Math.sinh(shift) * Math.exp(variance / 2);
        assertThat(Math.sqrt(squares / drawn)).isCloseTo(15.96 * Math.sqrt(second - first * first), within(0.4));
    }

    @Test
    void moreVariablePeopleHaveMoreVariableDays() {
        TwinBatch batch = batch(METFORMIN, 100);
        GlucoseDays days = GlucoseDays.of(batch, 14, 2);
        double low = 0;
        double high = 0;
        int lows = 0;
        int highs = 0;
        for (int i = 0; i < batch.size(); i++) {
            double relative = days.figures(i).cv();
            if (batch.glucoseState(i).variability() < 0.8) {
                low += relative;
                lows++;
            } else if (batch.glucoseState(i).variability() > 1.25) {
                high += relative;
                highs++;
            }
        }
        assertThat(high / highs).isGreaterThan(low / lows + 2);
    }

    @Test
    void noDaysAreRefused() {
        TwinBatch batch = batch(METFORMIN, 1);
        assertThatThrownBy(() -> GlucoseDays.of(batch, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one day");
    }
}
