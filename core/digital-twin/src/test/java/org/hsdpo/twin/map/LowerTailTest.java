package org.hsdpo.twin.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;

class LowerTailTest {
    @Test
    void theCentreAgreesWithTheErrorFunction() {
        for (double z = -6; z <= 12; z += 0.37) {
            double expected = Math.log(0.5 * Erf.erfc(-z / Math.sqrt(2)));
            assertThat(LowerTail.logProbability(z)).as("z %s", z).isCloseTo(expected, within(1e-11));
        }
    }

    @Test
    void theFarTailKeepsItsDigits() {
        // ln Φ(−10) by Abramowitz and Stegun 1964, table 26.2: −log10 Q(10) = 23.11805.
        assertThat(LowerTail.logProbability(-10) / Math.log(10)).isCloseTo(-23.11805, within(1e-5));
        // Asymptotic series 26.2.12 where Φ itself is 0.
        double z = 40;
        double series = 1 - 1 / (z * z) + 3 / Math.pow(z, 4) - 15 / Math.pow(z, 6);
        assertThat(LowerTail.logProbability(-z))
                .isCloseTo(-z * z / 2 - 0.5 * Math.log(2 * Math.PI) - Math.log(z) + Math.log(series), within(1e-9));
    }

    @Test
    void theHazardIsTheDerivative() {
        for (double z = -30; z <= 9; z += 0.71) {
            double h = 1e-5;
            double numeric = (LowerTail.logProbability(z + h) - LowerTail.logProbability(z - h)) / (2 * h);
            assertThat(LowerTail.hazard(z)).as("z %s", z).isCloseTo(numeric, within(1e-6 * (1 + Math.abs(z))));
        }
    }
}
