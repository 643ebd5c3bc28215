package org.hsdpo.hyperscore.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
    private static List<Reliability.Case> cases(int count, double shift) {
        return IntStream.range(0, count)
                .mapToObj(i -> (i + 0.5) / count)
                .map(p -> new Reliability.Case(p, Math.clamp(p + shift, 0, 1)))
                .toList();
    }

    @Test
    void predictionsThatComeTrueHaveNoCalibrationErrorAndTheBrierScoreOfTheirVariance() {
        Reliability reliability = Reliability.of(cases(1_500, 0));
        assertThat(reliability.calibrationError()).isCloseTo(0, within(1e-12));
        // The mean of p (1 − p) over p uniform in (0, 1) is 1/6.
        assertThat(reliability.brier()).isCloseTo(1 / 6.0, within(1e-6));
        assertThat(reliability.baseRate()).isCloseTo(0.5, within(1e-12));
        assertThat(reliability.brierOfBaseRate()).isCloseTo(0.25, within(1e-12));
        assertThat(reliability.bins()).hasSize(15).allSatisfy(bin -> assertThat(bin.cases())
                .isEqualTo(100));
    }

    @Test
    void whatIsPredictedTooLowShowsByHowMuch() {
        List<Reliability.Case> cases = IntStream.range(0, 300)
                .mapToObj(i -> new Reliability.Case(0.2 + i / 1_000.0, 0.3 + i / 1_000.0))
                .toList();
        assertThat(Reliability.of(cases).calibrationError()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void binsAreOfEqualMassWhateverTheOrder() {
        List<Reliability.Case> cases = new java.util.ArrayList<>(cases(1_000, 0.05));
        Reliability ordered = Reliability.of(cases);
        java.util.Collections.shuffle(cases, new java.util.Random(1));
        assertThat(Reliability.of(cases).bins()).usingRecursiveComparison().isEqualTo(ordered.bins());
        assertThat(ordered.bins().stream().mapToInt(Reliability.Bin::cases).sum())
                .isEqualTo(1_000);
        assertThat(ordered.bins()).allSatisfy(bin -> assertThat(bin.cases()).isBetween(66, 67));
    }

    @Test
    void fewerCasesThanBinsAreRefused() {
        assertThatThrownBy(() -> Reliability.of(cases(14, 0))).isInstanceOf(IllegalArgumentException.class);
    }
}
