package org.hsdpo.hyperscore.logic;

import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.MeasurementDefinition.Range;
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

    /** What a living patient can have: a closed range. */
    static Bounds of(Range possible) {
        return new Bounds(possible.low(), true, possible.high(), true);
    }

    /** This interval without what a bound at a number excludes. */
    Bounds narrowedTo(Bound bound, double number) {
        return switch (bound) {
            case EXACT -> new Bounds(number, true, number, true);
            case BELOW -> new Bounds(low, lowIncluded, number, false);
            case AT_MOST -> new Bounds(low, lowIncluded, number, true);
            case AT_LEAST -> new Bounds(number, true, high, highIncluded);
            case ABOVE -> new Bounds(number, false, high, highIncluded);
        };
    }

    /** Whether a number of which no more is known than that it lies in another interval lies in this one. */
    Truth holdsOfAll(Bounds known) {
        boolean inside = (known.low > low || known.low == low && (lowIncluded || !known.lowIncluded))
                && (known.high < high || known.high == high && (highIncluded || !known.highIncluded));
        if (inside) {
            return Truth.TRUE;
        }
        boolean disjoint = known.high < low
                || known.high == low && !(known.highIncluded && lowIncluded)
                || known.low > high
                || known.low == high && !(known.lowIncluded && highIncluded);
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
