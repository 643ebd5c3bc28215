package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalDistributionTest {
    @ParameterizedTest
    @ValueSource(doubles = {-36, -12, -7.5, -5, -3.3, -1, -1e-9, 0, 0.2, 1.959963984540054, 4, 7.2, 20})
    void probabilityAgreesWithAnIndependentImplementation(double z) {
        double expected = 0.5 * Erf.erfc(-z / Math.sqrt(2));
        assertThat(NormalDistribution.probability(z)).isCloseTo(expected, within(1e-7 * expected));
    }

    @Test
    void manyAtOnceAreTheSameAsOneByOne() {
        double[] z =
                IntStream.rangeClosed(-4000, 4000).mapToDouble(n -> n / 100.0).toArray();
        double[] probabilities = new double[z.length];
        NormalDistribution.probability(z, probabilities, 0, z.length);
        for (int i = 0; i < z.length; i++) {
            assertThat(probabilities[i]).isEqualTo(NormalDistribution.probability(z[i]));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-100, 1e-12, 1e-4, 0.02, 0.3, 0.5, 0.77, 0.99, 1 - 1e-9})
    void quantileInvertsTheProbability(double p) {
        double back = NormalDistribution.probability(NormalDistribution.quantile(p));
        assertThat(back).isCloseTo(p, within(1e-10 * Math.min(p, 1)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void quantileRefusesWhatIsNoProbability(double p) {
        assertThatThrownBy(() -> NormalDistribution.quantile(p)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quantileGivesTheTabulatedValue() {
        assertThat(NormalDistribution.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-12));
    }
}
