package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CounterRandomTest {
    private static final int N = 200_000;

    @Test
    void uniformNumbersFillTheirBinsEvenly() {
        int bins = 50;
        int[] counts = new int[bins];
        long key = CounterRandom.key(42, 7);
        for (int i = 0; i < N; i++) {
            counts[(int) (bins * CounterRandom.uniform(key, i))]++;
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += Math.pow(count - (double) N / bins, 2) / ((double) N / bins);
        }
        // 99.9 % point of chi-square with 49 degrees of freedom.
        assertThat(chiSquare).isLessThan(85.4);
    }

    @Test
    void neighbouringCountersAndKeysAreUncorrelated() {
        double counters = 0;
        double keys = 0;
        for (int i = 0; i < N; i++) {
            long key = CounterRandom.key(1, i);
            double here = CounterRandom.uniform(key, 0) - 0.5;
            counters += here * (CounterRandom.uniform(key, 1) - 0.5);
            keys += here * (CounterRandom.uniform(CounterRandom.key(1, i + 1L), 0) - 0.5);
        }
        // Four standard errors of a correlation over N pairs.
        double limit = 4 / Math.sqrt(N);
        assertThat(12 * counters / N).isCloseTo(0, within(limit));
        assertThat(12 * keys / N).isCloseTo(0, within(limit));
    }

    @Test
    void seedsNextToEachOtherGiveDifferentNumbers() {
        assertThat(CounterRandom.uniform(CounterRandom.key(1, 2), 0))
                .isNotEqualTo(CounterRandom.uniform(CounterRandom.key(2, 1), 0));
    }
}
