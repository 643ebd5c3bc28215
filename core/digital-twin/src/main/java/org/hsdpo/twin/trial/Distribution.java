package org.hsdpo.twin.trial;

import org.hsdpo.twin.NormalDistribution;

/**
 * A normal distribution cut at both ends, whose mean <em>after</em> the cut is the one stated: a trial reports the mean of
 * the people it enrolled.
 *
 * @param mean after the cut
 * @param sd before the cut, greater than 0
 * @param low lower end, below the mean
 * @param high upper end, above the mean
 */
public record Distribution(double mean, double sd, double low, double high) {
    private static final int STEPS = 60;

    /** The value at a uniform number on (0, 1). */
    double at(double uniform, double centre) {
        double below = NormalDistribution.probability((low - centre) / sd);
        double above = NormalDistribution.probability((high - centre) / sd);
        double value = centre + sd * NormalDistribution.quantile(below + uniform * (above - below));
        return Math.clamp(value, low, high);
    }

    /** Mean of the uncut distribution that has the stated mean once cut. */
    double centre() {
        double lowest = low - 8 * sd;
        double highest = high + 8 * sd;
        for (int step = 0; step < STEPS; step++) {
            double middle = (lowest + highest) / 2;
            if (meanAround(middle) < mean) {
                lowest = middle;
            } else {
                highest = middle;
            }
        }
        return (lowest + highest) / 2;
    }

    private double meanAround(double centre) {
        double a = (low - centre) / sd;
        double b = (high - centre) / sd;
        double mass = NormalDistribution.probability(b) - NormalDistribution.probability(a);
        if (mass < 1e-14) {
            return centre < low ? low : high;
        }
        return centre + sd * (density(a) - density(b)) / mass;
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }
}
