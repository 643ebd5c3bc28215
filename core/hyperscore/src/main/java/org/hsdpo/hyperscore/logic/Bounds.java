package org.hsdpo.hyperscore.logic;

import org.hsdpo.clinical.patient.Truth;

/**
 * An interval a number has to lie in.
 *
 * @param low lower end, {@code -Infinity} where there is none
 * @param lowIncluded whether the lower end belongs to it
 * @param high upper end, {@code +Infinity} where there is none
 * @param highIncluded whether the upper end belongs to it
 */
record Bounds(double low, boolean lowIncluded, double high, boolean highIncluded) {
    Bounds {
        if (!(low < high) && !(low == high && lowIncluded && highIncluded)) {
            throw new IllegalArgumentException("no number lies between " + low + " and " + high);
        }
    }

    boolean contains(double value) {
        return (lowIncluded ? value >= low : value > low) && (highIncluded ? value <= high : value < high);
    }

    /** Whether a number of which only a closed range is known lies in it. */
    Truth containsSomeOf(double rangeLow, double rangeHigh) {
        if (contains(rangeLow) && contains(rangeHigh)) {
            return Truth.TRUE;
        }
        boolean disjoint = rangeHigh < low
                || (rangeHigh == low && !lowIncluded)
                || rangeLow > high
                || (rangeLow == high && !highIncluded);
        return disjoint ? Truth.FALSE : Truth.UNKNOWN;
    }

    String words(String unit) {
        StringBuilder words = new StringBuilder();
        if (Double.isFinite(low)) {
            words.append(lowIncluded ? "at least " : "above ").append(Numbers.text(low));
        }
        if (Double.isFinite(high)) {
            words.append(words.isEmpty() ? "" : " and ")
                    .append(highIncluded ? "at most " : "below ")
                    .append(Numbers.text(high));
        }
        return words.append(' ').append(unit).toString();
    }
}
