package org.hsdpo.clinical.glucose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.hsdpo.clinical.error.InvalidInputException;
import org.junit.jupiter.api.Test;

class GlucoseMetricsTest {
    private static final LocalDateTime START = LocalDateTime.of(2026, 3, 2, 0, 0);

    private static List<GlucoseTrace.Reading> readings(int count, int minutes, IntToDoubleFunction glucose) {
        List<GlucoseTrace.Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readings.add(new GlucoseTrace.Reading(START.plusMinutes((long) i * minutes), glucose.applyAsDouble(i)));
        }
        return readings;
    }

    private static GlucoseMetrics metrics(int count, int minutes, IntToDoubleFunction glucose) {
        return GlucoseMetrics.of(GlucoseTrace.of(readings(count, minutes, glucose)));
    }

    @Test
    void everyDayLikeTheLastDoesNotDifferFromDayToDay() {
        GlucoseMetrics metrics = metrics(288 * 4, 5, i -> 150 + 40 * Math.sin(2 * Math.PI * i / 288));
        assertThat(metrics.meanOfDailyDifferences()).isCloseTo(0, within(1e-9));
        assertThat(metrics.conga24()).isCloseTo(0, within(1e-9));
        assertThat(metrics.mean()).isCloseTo(150, within(1e-9));
    }

    @Test
    void excursionsOfOneHeightHaveThatAmplitude() {
        assertThat(metrics(288, 5, i -> (i / 24) % 2 == 0 ? 100 : 180).meanAmplitudeOfExcursions())
                .isCloseTo(80, within(1e-9));
        assertThat(metrics(100, 5, i -> 120 + 1e-9 * i).range()).isLessThan(1e-6);
    }

    @Test
    void aSteadyRiseHasItsRateOfChange() {
        GlucoseMetrics metrics = metrics(120, 5, i -> 100 + i);
        assertThat(metrics.meanAbsoluteGlucoseChange()).isCloseTo(12, within(1e-9));
        assertThat(metrics.standardDeviationOfRateOfChange()).isCloseTo(0, within(1e-9));
    }

    @Test
    void nothingIsInterpolatedAcrossAGap() {
        List<GlucoseTrace.Reading> readings = readings(60, 5, i -> 100);
        readings.addAll(readings(60, 5, i -> 200).stream()
                .map(reading -> new GlucoseTrace.Reading(reading.time().plusHours(10), reading.glucose()))
                .toList());
        assertThat(GlucoseMetrics.of(GlucoseTrace.of(readings)).meanAbsoluteGlucoseChange())
                .isZero();
    }

    @Test
    void theOrderOfReadingsDoesNotMatter() {
        List<GlucoseTrace.Reading> readings = readings(300, 5, i -> 120 + 30 * Math.sin(i / 7.0));
        double before = GlucoseMetrics.of(GlucoseTrace.of(readings)).meanAbsoluteGlucoseChange();
        Collections.reverse(readings);
        assertThat(GlucoseMetrics.of(GlucoseTrace.of(readings)).meanAbsoluteGlucoseChange())
                .isEqualTo(before);
    }

    @Test
    void sharesOfTimeAddUp() {
        GlucoseMetrics metrics = metrics(288, 5, i -> 40 + i);
        assertThat(metrics.timeBelow(70) + metrics.timeInRange(70, 180) + metrics.timeAbove(180))
                .isCloseTo(100, within(1e-9));
    }

    @Test
    void whatIsNoTraceIsRefused() {
        assertThatThrownBy(() -> GlucoseTrace.of(readings(1, 5, i -> 100)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("readings");
        assertThatThrownBy(() -> GlucoseTrace.of(readings(3, 5, i -> i == 1 ? 0 : 100)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("readings[1].glucose");
    }
}
