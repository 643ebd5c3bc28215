package org.hsdpo.agent.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    /** Student's own example: hours of sleep gained by ten patients under two drugs (Biometrika 1908;6:1-25). */
    private static final double[] FIRST = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};

    private static final double[] SECOND = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

    @Test
    void studentsSleepDataGiveThePublishedTests() {
        Comparison comparison = Comparison.of(FIRST, SECOND);
        assertThat(comparison.difference()).isCloseTo(1.58, within(1e-12));
        // Paired t = 4.0621 on 9 degrees of freedom, p = 0.002833, interval 0.7001 to 2.4599.
        assertThat(comparison.pairedP()).isCloseTo(0.002833, within(1e-6));
        assertThat(comparison.low()).isCloseTo(0.7001, within(1e-4));
        assertThat(comparison.high()).isCloseTo(2.4599, within(1e-4));
        // Welch t = 1.8608 on 17.776 degrees of freedom, p = 0.07939.
        assertThat(comparison.unpairedP()).isCloseTo(0.07939, within(1e-5));
        assertThat(comparison.effect()).isCloseTo(4.062128 / Math.sqrt(10), within(1e-5));
    }

    @Test
    void holmMultipliesBySteps() {
        assertThat(Comparison.holm(new double[] {0.01, 0.04, 0.03, 0.005}))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
        assertThat(Comparison.holm(new double[] {0.9, 0.8})).containsExactly(1, 1);
    }

    @Test
    void theIntervalHoldsTheTruthInNineteenOfTwenty() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        int held = 0;
        for (int k = 0; k < 2_000; k++) {
            double[] control = new double[12];
            double[] treated = new double[12];
            for (int i = 0; i < control.length; i++) {
                control[i] = random.nextGaussian();
                treated[i] = control[i] + 0.5 + random.nextGaussian();
            }
            Comparison comparison = Comparison.of(control, treated);
            held += comparison.low() <= 0.5 && 0.5 <= comparison.high() ? 1 : 0;
        }
        // Standard deviation of the count: 10.
        assertThat(held).isBetween(1_860, 1_940);
    }

    @Test
    void armsOfDifferentPeopleAreRefused() {
        assertThatThrownBy(() -> Comparison.of(new double[4], new double[5])).hasMessageContaining("same people");
    }
}
