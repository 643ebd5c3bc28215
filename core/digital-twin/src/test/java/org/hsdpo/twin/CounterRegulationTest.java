package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CounterRegulationTest {
    private final CounterRegulation counterRegulation =
            new CounterRegulation(TwinKnowledge.shipped().glucose().counterRegulation());

    @Test
    void itsInverseIsExact() {
        for (double free = 10; free < 400; free += 0.5) {
            assertThat(counterRegulation.free(counterRegulation.held(free))).isCloseTo(free, within(1e-9));
        }
    }

    @Test
    void glucoseIsHeldUpMoreTheLowerItWouldFallAndStillFalls() {
        double before = counterRegulation.held(10);
        double lift = before - 10;
        for (double free = 11; free < 400; free++) {
            double held = counterRegulation.held(free);
            assertThat(held).isGreaterThan(before);
            assertThat(held - free).isBetween(0.0, lift);
            before = held;
            lift = held - free;
        }
    }

    @Test
    void farAboveTheThresholdItDoesNothing() {
        assertThat(counterRegulation.held(150)).isCloseTo(150, within(0.3));
        assertThat(counterRegulation.held(250)).isCloseTo(250, within(0.15));
    }
}
