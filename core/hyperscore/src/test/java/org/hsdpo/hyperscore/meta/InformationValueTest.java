package org.hsdpo.hyperscore.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class InformationValueTest {
    private static final int DRAWS = 20_000;

    private final double[] quantity = new double[DRAWS];
    private final double[] unrelated = new double[DRAWS];
    private final BitSet one = new BitSet();
    private final BitSet other = new BitSet();
    private final BitSet better = new BitSet();

    /**
     * One regimen succeeds with probability q, the other with 1 − q, q uniform: whichever is chosen blindly succeeds in half
     * of the draws; by q the better one, max(q, 1 − q), in three quarters.
     */
    InformationValueTest() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(12);
        for (int i = 0; i < DRAWS; i++) {
            quantity[i] = random.nextDouble();
            unrelated[i] = random.nextDouble();
            one.set(i, random.nextDouble() < quantity[i]);
            other.set(i, random.nextDouble() < 1 - quantity[i]);
            better.set(i, random.nextDouble() < 0.5 + 0.5 * quantity[i]);
        }
    }

    @Test
    void whatDecidesBetweenRegimensIsWorthWhatTheAnalyticSolutionSays() {
        assertThat(InformationValue.of(List.of(one, other), quantity, 1)).isCloseTo(0.25, within(0.01));
        assertThat(InformationValue.of(List.of(other, one), quantity, 2)).isCloseTo(0.25, within(0.01));
    }

    @Test
    void whatHasNothingToDoWithSuccessIsWorthNothing() {
        assertThat(InformationValue.of(List.of(one, other), unrelated, 1)).isLessThan(0.005);
    }

    @Test
    void whatDoesNotChangeTheChoiceIsWorthNothing() {
        assertThat(InformationValue.of(List.of(one, better), quantity, 1)).isLessThan(0.005);
        assertThat(InformationValue.of(List.of(one), quantity, 1)).isLessThan(1e-12);
    }
}
