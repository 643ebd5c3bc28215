package org.hsdpo.data.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.hsdpo.clinical.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateStatisticsTest {
    /** Pearson's χ² of the draws against (1−q)/(1+q)·q^|y|, tails together; 99.9th percentiles of the χ² distribution. */
    @ParameterizedTest
    @CsvSource({"1, 1, 4, 26.12", "0.1, 1, 40, 124.84", "0.5, 3, 24, 84.04", "2.5, 1, 2, 18.47"})
    void noiseHasTheDistributionItIsMeantToHave(String epsilon, long sensitivity, int tail, double limit) {
        int draws = 400_000;
        DiscreteLaplace noise = new DiscreteLaplace(Epsilon.of(epsilon), sensitivity);
        SplittableRandom random = new SplittableRandom(7);
        long[] seen = new long[2 * tail + 1];
        for (int i = 0; i < draws; i++) {
            seen[(int) Math.clamp(noise.draw(random), -tail, tail) + tail]++;
        }
        double q = Math.exp(-Double.parseDouble(epsilon) / sensitivity);
        double statistic = 0;
        for (int y = -tail; y <= tail; y++) {
            double probability =
                    Math.abs(y) < tail ? (1 - q) / (1 + q) * Math.pow(q, Math.abs(y)) : Math.pow(q, tail) / (1 + q);
            double expected = probability * draws;
            statistic += Math.pow(seen[y + tail] - expected, 2) / expected;
        }
        assertThat(statistic).isLessThan(limit);
    }

    /** The definition itself: on neighbouring data no answer is more than e^ε times as likely, within sampling error. */
    @Test
    void neighbouringDataGiveAnyAnswerWithAlmostTheSameProbability() {
        PrivateStatistics statistics = new PrivateStatistics(new SplittableRandom(11));
        Epsilon epsilon = Epsilon.of("0.7");
        int draws = 300_000;
        long[][] seen = new long[2][41];
        for (int i = 0; i < draws; i++) {
            for (int person = 0; person < 2; person++) {
                long answer = statistics.count(20 + person, epsilon).value();
                seen[person][(int) Math.clamp(answer, 0, 40)]++;
            }
        }
        double worst = 0;
        for (int answer = 0; answer <= 40; answer++) {
            if (seen[0][answer] > 2_000 && seen[1][answer] > 2_000) {
                worst = Math.max(worst, Math.abs(Math.log((double) seen[0][answer] / seen[1][answer])));
            }
        }
        assertThat(worst).isCloseTo(0.7, within(0.08));
    }

    @Test
    void nineteenOfTwentyReleasesLieWithinTheirStatedHalfWidth() {
        PrivateStatistics statistics = new PrivateStatistics(new SplittableRandom(3));
        int within = 0;
        for (int i = 0; i < 20_000; i++) {
            PrivateStatistics.PrivateCount count = statistics.count(500, Epsilon.of("0.2"));
            within += Math.abs(count.value() - 500) <= count.halfWidth95() ? 1 : 0;
        }
        // P(|y| ≤ h) for the least h that reaches 0.95 is at most 0.95 + (1−q)·0.05/q·…: here 0.9546.
        assertThat(within / 20_000.0).isBetween(0.945, 0.962);
    }

    @Test
    void aMeanIsTheMeanWithTheNoiseOfItsSensitivity() {
        double[] values = new double[2_000];
        Arrays.setAll(values, i -> 5 + 6.0 * i / (values.length - 1));
        PrivateStatistics statistics = new PrivateStatistics(new SplittableRandom(5));
        double sum = 0;
        double squares = 0;
        int releases = 4_000;
        for (int i = 0; i < releases; i++) {
            double error = statistics.mean(values, 4, 14, 0.01, Epsilon.of("1")).value() - 8;
            sum += error;
            squares += error * error;
        }
        assertThat(sum / releases).isCloseTo(0, within(0.001));
        // Laplace noise of scale Δ/(ε/2) = 10 on the sum of deviations from 9, and 2 on the count: the mean deviates by
        // −1.
        double expected = Math.sqrt(2 * 100 + 2 * 4) / 2_000;
        assertThat(Math.sqrt(squares / releases)).isCloseTo(expected, within(0.05 * expected));
    }

    @Test
    void valuesOutsideTheBoundsCountAsTheBounds() {
        PrivateStatistics statistics = new PrivateStatistics(new SplittableRandom(2));
        double[] values = new double[5_000];
        Arrays.fill(values, 1_000);
        assertThat(statistics.mean(values, 4, 14, 0.1, Epsilon.of("2")).value()).isCloseTo(14, within(0.05));
    }

    @Test
    void aMeanOfNobodyIsNoNumber() {
        PrivateStatistics statistics = new PrivateStatistics(new SplittableRandom(8));
        boolean unknown = false;
        for (int i = 0; i < 50; i++) {
            PrivateStatistics.PrivateMean mean = statistics.mean(new double[0], 0, 10, 1, Epsilon.of("1"));
            assertThat(Double.isNaN(mean.value())).isEqualTo(mean.count().value() < 1);
            unknown |= Double.isNaN(mean.value());
        }
        assertThat(unknown).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10.1", "0.0000001", "NaN", "many", ""})
    void aPrivacyLossThatIsNoneIsRefused(String value) {
        assertThatThrownBy(() -> Epsilon.of(value))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("epsilon");
    }

    @Test
    void halvesOfAnOddPrivacyLossNeverAddUpToMore() {
        Epsilon half = Epsilon.of("0.000003").half();
        assertThat(half.value().multiply(BigDecimal.TWO)).isLessThanOrEqualTo(new BigDecimal("0.000003"));
        assertThatThrownBy(() -> Epsilon.of("0.000001").half()).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void boundsThatAreNoneAndTooManyClassesAreRefused() {
        PrivateStatistics statistics = new PrivateStatistics(new SplittableRandom(1));
        Epsilon epsilon = Epsilon.of("1");
        assertThatThrownBy(() -> statistics.mean(new double[1], 5, 5, 1, epsilon))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> statistics.mean(new double[1], 0, 1e9, 1e-3, epsilon))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> statistics.histogram(new long[0], epsilon)).isInstanceOf(InvalidInputException.class);
        assertThat(statistics.histogram(new long[] {100, 0, 40}, epsilon)).hasSize(3);
    }
}
