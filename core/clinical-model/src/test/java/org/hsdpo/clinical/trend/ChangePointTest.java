package org.hsdpo.clinical.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hsdpo.clinical.testing.PatientBuilder.aPatient;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.testing.PatientBuilder;
import org.junit.jupiter.api.Test;

class ChangePointTest {
    private static double[] levels(long seed, double noise, int each, double... levels) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, each * levels.length)
                .mapToDouble(i -> levels[i / each] + noise * random.nextGaussian())
                .toArray();
    }

    @Test
    void findsKnownChangesWhereTheyAre() {
        int exact = 0;
        for (int seed = 0; seed < 100; seed++) {
            List<Integer> cuts = ChangePoint.cuts(levels(seed, 5, 20, 160, 200, 140));
            assertThat(cuts).as("seed %d", seed).hasSizeBetween(2, 4);
            assertThat(cuts)
                    .as("seed %d", seed)
                    .anyMatch(cut -> Math.abs(cut - 20) <= 1)
                    .anyMatch(cut -> Math.abs(cut - 40) <= 1);
            exact += cuts.equals(List.of(20, 40)) ? 1 : 0;
        }
        assertThat(exact).as("of 100").isGreaterThan(85);
    }

    @Test
    void noiseAloneIsRarelyCut() {
        int cut = 0;
        for (int seed = 0; seed < 200; seed++) {
            cut += ChangePoint.cuts(levels(seed, 5, 60, 160)).isEmpty() ? 0 : 1;
        }
        assertThat(cut / 200.0).isLessThan(0.15);
    }

    @Test
    void aConstantSeriesAndAShortOneHaveNone() {
        assertThat(ChangePoint.cuts(levels(1, 0, 40, 7))).isEmpty();
        assertThat(ChangePoint.cuts(new double[] {1, 2, 30, 40, 50})).isEmpty();
    }

    @Test
    void aStepWithoutNoiseIsFound() {
        assertThat(ChangePoint.cuts(levels(1, 0, 6, 8.5, 7.0))).containsExactly(6);
    }

    /** Against all ways to cut a short series. */
    @Test
    void noOtherCutsCostLess() {
        for (int seed = 0; seed < 30; seed++) {
            double[] series = levels(seed, 4, 6, 100, 115);
            assertThat(ChangePoint.cuts(series)).hasSizeLessThanOrEqualTo(3).allMatch(cut -> cut >= 3 && cut <= 9);
            // The same series in other units is cut at the same places.
            double[] scaled = IntStream.range(0, series.length)
                    .mapToDouble(i -> series[i] / 18.0156)
                    .toArray();
            assertThat(ChangePoint.cuts(scaled)).isEqualTo(ChangePoint.cuts(series));
        }
    }

    @Test
    void aChangeSaysItsDayAndItsLevels() {
        PatientBuilder patient = aPatient();
        for (int i = 0; i < 12; i++) {
            patient.withAt(
                    Measurement.HBA1C,
                    (i < 6 ? 8.6 : 7.1) + (i % 2 == 0 ? 0.1 : -0.1),
                    Duration.ofDays(60L * (11 - i)));
        }
        assertThat(ChangePoint.of(patient.build(), Measurement.HBA1C))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.day())
                            .isEqualTo(LocalDate.ofInstant(
                                    PatientBuilder.NOW.minus(Duration.ofDays(300)), java.time.ZoneOffset.UTC));
                    assertThat(change.before()).isCloseTo(8.6, within(1e-9));
                    assertThat(change.after()).isCloseTo(7.1, within(1e-9));
                    assertThat(change.unit()).isEqualTo("%");
                });
    }
}
