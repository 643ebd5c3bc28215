package org.hsdpo.hyperscore.impact;

/**
 * {@code log(1+I)/log(1+I_max)}, I in quality-adjusted life-days gained against stopping all glucose-lowering drugs.
 *
 * @param maximumDays I_max, above 0
 */
public record ImpactScore(double maximumDays) {
    public ImpactScore {
        if (!(maximumDays > 0)) {
            throw new IllegalArgumentException("I_max is not above 0: " + maximumDays);
        }
    }

    /** In [0, 1]; by definition 0 for a loss and 1 from I_max on. */
    public double of(double daysGained) {
        if (!Double.isFinite(daysGained)) {
            throw new IllegalArgumentException("the impact is not finite: " + daysGained);
        }
        return Math.log1p(Math.clamp(daysGained, 0, maximumDays)) / Math.log1p(maximumDays);
    }
}
