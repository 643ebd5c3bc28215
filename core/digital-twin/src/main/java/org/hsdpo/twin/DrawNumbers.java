package org.hsdpo.twin;

import java.util.Arrays;

/** The numbers one draw is made of, by counter: from the draw's key, except for those that are set. */
final class DrawNumbers {
    /** The uniform numbers of {@link CounterRandom} lie this far from 0 and 1 at least. */
    private static final double LEAST = 0x1.0p-54;

    private static final double MOST = 1 - 0x1.0p-53;

    private final long key;
    private final int[] counters;
    private final double[] set;
    private final boolean othersAtMedian;

    DrawNumbers(long key) {
        this(key, new int[0], new double[0], false);
    }

    /**
     * @param counters ascending
     * @param set standard normal number of each counter
     * @param othersAtMedian whether every other number is the median of its distribution instead of a random one
     */
    DrawNumbers(long key, int[] counters, double[] set, boolean othersAtMedian) {
        this.key = key;
        this.counters = counters;
        this.set = set;
        this.othersAtMedian = othersAtMedian;
    }

    double uniform(int counter) {
        int at = set.length == 0 ? -1 : Arrays.binarySearch(counters, counter);
        if (at >= 0) {
            return Math.clamp(NormalDistribution.probability(set[at]), LEAST, MOST);
        }
        return othersAtMedian ? 0.5 : CounterRandom.uniform(key, counter);
    }

    double normal(int counter) {
        int at = set.length == 0 ? -1 : Arrays.binarySearch(counters, counter);
        if (at >= 0) {
            return set[at];
        }
        return othersAtMedian ? 0 : CounterRandom.normal(key, counter);
    }

    /** Key of a further stream of the same draw. */
    long key(int counter) {
        return CounterRandom.key(key, counter);
    }
}
