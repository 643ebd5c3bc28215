package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OrderStatisticsTest {
    @Test
    void atEachRankStandsWhatWouldStandThereAfterSorting() {
        SplittableRandom random = new SplittableRandom(5);
        for (int n = 0; n < 3000; n++) {
            int size = 1 + random.nextInt(300);
            int kinds = 1 + random.nextInt(400);
            double[] values =
                    random.doubles(size).map(value -> Math.floor(value * kinds)).toArray();
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int[] ranks = random.ints(8, 0, size).sorted().toArray();
            OrderStatistics.place(values, ranks);
            for (int rank : ranks) {
                assertThat(values[rank]).isEqualTo(sorted[rank]);
            }
            Arrays.sort(values);
            assertThat(values).containsExactly(sorted);
        }
    }
}
