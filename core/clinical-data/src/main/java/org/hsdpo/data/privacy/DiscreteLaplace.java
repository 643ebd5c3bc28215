package org.hsdpo.data.privacy;

import java.util.random.RandomGenerator;

/**
 * Whole numbers with P(y) proportional to exp(−ε·|y|/Δ): the noise that makes a whole number of sensitivity Δ
 * differentially private.
 *
 * <p>Drawn exactly, in whole numbers only (Canonne, Kamath and Steinke 2020, NeurIPS, "The Discrete Gaussian for
 * Differential Privacy", algorithms 1 and 2). Floating-point noise would leave traces of the true value in its lowest bits
 * (Mironov 2012, ACM CCS).
 */
final class DiscreteLaplace {
    private final long numerator;
    private final long denominator;

    /**
     * @param epsilon privacy loss
     * @param sensitivity by how much one person can change the number, at least 1
     */
    DiscreteLaplace(Epsilon epsilon, long sensitivity) {
        if (sensitivity < 1) {
            throw new IllegalArgumentException("a sensitivity is at least 1: " + sensitivity);
        }
        this.numerator = epsilon.millionths();
        this.denominator = Math.multiplyExact(Epsilon.DENOMINATOR, sensitivity);
    }

    /** @param random a cryptographically secure source wherever the number leaves the system */
    long draw(RandomGenerator random) {
        while (true) {
            long within = random.nextLong(denominator);
            if (!bernoulliOfExponential(within, denominator, random)) {
                continue;
            }
            long whole = 0;
            while (bernoulliOfExponential(1, 1, random)) {
                whole++;
            }
            long magnitude = (within + denominator * whole) / numerator;
            boolean negative = random.nextBoolean();
            if (!(negative && magnitude == 0)) {
                return negative ? -magnitude : magnitude;
            }
        }
    }

    /** Least h with P(|noise| ≤ h) ≥ 0.95. */
    long halfWidth95() {
        double rate = (double) numerator / denominator;
        double q = Math.exp(-rate);
        return Math.max(0, (long) Math.ceil(Math.log(0.05 * (1 + q) / 2) / -rate - 1));
    }

    /** True with probability exp(−n/d), 0 ≤ n ≤ d. */
    private static boolean bernoulliOfExponential(long n, long d, RandomGenerator random) {
        long k = 1;
        while (random.nextLong(Math.multiplyExact(d, k)) < n) {
            k++;
        }
        return k % 2 == 1;
    }
}
