package org.hsdpo.hyperscore.fusion;

import java.util.Arrays;

/**
 * A value in [0, 1] for each term.
 *
 * <p>A value outside [0, 1] or NaN is an error of the engine that made it and is refused, never clamped.
 */
public final class Terms {
    private final double[] values;

    private Terms(double[] values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException naming the term whose value is not in [0, 1] */
    public static Terms of(double logic, double novelty, double impact, double reproducibility, double meta) {
        return of(new double[] {logic, novelty, impact, reproducibility, meta});
    }

    /** @throws IllegalArgumentException naming the term whose value is not in [0, 1] */
    public static Terms of(double[] values) {
        if (values.length != Term.COUNT) {
            throw new IllegalArgumentException("expected " + Term.COUNT + " terms: " + values.length);
        }
        for (Term term : Term.values()) {
            double value = values[term.ordinal()];
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("the term " + term.id() + " is not in [0, 1]: " + value);
            }
        }
        return new Terms(values.clone());
    }

    public double value(Term term) {
        return values[term.ordinal()];
    }

    /** These terms with one value changed. */
    public Terms with(Term term, double value) {
        double[] changed = values.clone();
        changed[term.ordinal()] = value;
        return of(changed);
    }

    /** A copy, indexed by {@link Term#ordinal()}. */
    public double[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Terms terms && Arrays.equals(values, terms.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
