package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuickMathTest {
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void theLogarithmIsThatOfMath() {
        for (int n = 0; n < 1_000_000; n++) {
            double x = Math.exp(random.nextDouble(-30, 30));
            double expected = Math.log(x);
            assertThat(QuickMath.log(x)).isCloseTo(expected, within(2e-15 * Math.abs(expected) + 2e-16));
        }
        for (int n = 0; n < 100_000; n++) {
            double x = random.nextDouble(0, 0.4);
            assertThat(QuickMath.log(1 + x)).isCloseTo(Math.log(1 + x), within(2e-16 + 2e-15 * x));
        }
        assertThat(QuickMath.log(1)).isCloseTo(0, within(2e-16));
    }

    @Test
    void theExponentialIsThatOfMath() {
        for (int n = 0; n < 1_000_000; n++) {
            double x = random.nextDouble(0, 800);
            double expected = Math.exp(-x);
            assertThat(QuickMath.expOfMinus(x)).isCloseTo(expected, within(4e-15 * expected));
        }
        assertThat(QuickMath.expOfMinus(0)).isEqualTo(1);
        assertThat(QuickMath.expOfMinus(Double.POSITIVE_INFINITY)).isZero();
        assertThat(QuickMath.expOfMinus(Double.NaN)).isNaN();
    }
}
