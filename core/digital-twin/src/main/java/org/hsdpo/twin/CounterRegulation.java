package org.hsdpo.twin;

/**
 * Mean glucose of a day held up by counter-regulation, which sets in smoothly below a threshold:
 *
 * <pre>
 * held = free + k/2 · (d + √(d² + 4w²)) ,   d = threshold − free
 * </pre>
 *
 * with <i>free</i> the mean glucose without it, k the share of a fall below the threshold that is made good and w how
 * smoothly it sets in. The held mean rises with the free one throughout, and far above the threshold they are the same.
 */
final class CounterRegulation {
    private final double threshold;
    private final double madeGood;
    private final double smoothness;

    CounterRegulation(TwinKnowledge.CounterRegulation figures) {
        threshold = figures.threshold();
        madeGood = figures.madeGood();
        smoothness = figures.smoothness();
    }

    /** Mean glucose in mg/dL where it would be {@code free} without counter-regulation. */
    double held(double free) {
        double below = threshold - free;
        return free + madeGood / 2 * (below + Math.sqrt(below * below + 4 * smoothness * smoothness));
    }

    /** What mean glucose in mg/dL would be without counter-regulation where it is {@code held} with it. */
    double free(double held) {
        double below = threshold - held;
        double rest = 1 - madeGood;
        double rise = (below + Math.sqrt(below * below + 4 * rest * smoothness * smoothness)) / (2 * rest);
        return held - madeGood * rise;
    }
}
