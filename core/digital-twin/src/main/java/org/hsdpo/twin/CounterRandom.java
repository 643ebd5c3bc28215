package org.hsdpo.twin;

/**
 * Counter-based random numbers: every number is a pure function of a key and a counter, so it depends neither on call
 * order nor on thread count, and two regimens meet the same luck (common random numbers).
 *
 * <p>The mixing function is the finaliser of SplitMix64 (Steele, Lea and Flood 2014, OOPSLA, doi
 * 10.1145/2660193.2660195), applied to key + counter · golden ratio.
 */
public final class CounterRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double TO_UNIT = 0x1.0p-53;

    private CounterRandom() {}

    /** An independent stream's key below {@code seed}. */
    public static long key(long seed, long stream) {
        return mix(mix(seed + GOLDEN) + GOLDEN * (stream + 1));
    }

    /** Uniform on (0, 1), never 0 or 1. */
    public static double uniform(long key, long counter) {
        return ((bits(key, counter) >>> 11) + 0.5) * TO_UNIT;
    }

    /** 64 random bits. */
    static long bits(long key, long counter) {
        return mix(key + GOLDEN * (counter + 1));
    }

    /** Standard normal. */
    public static double normal(long key, long counter) {
        return NormalDistribution.quantile(uniform(key, counter));
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
