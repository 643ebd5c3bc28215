package org.hsdpo.hyperscore.fusion;

import java.util.Arrays;

/** Shares of the terms in V: none negative, sum 1. */
public final class Weights {
    private static final double TOLERANCE = 1e-9;

    private final double[] values;

    private Weights(double[] values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException where a weight is negative or the sum is not 1 */
    public static Weights of(double[] values) {
        if (values.length != Term.COUNT) {
            throw new IllegalArgumentException("expected " + Term.COUNT + " weights: " + values.length);
        }
        double sum = 0;
        for (double value : values) {
            if (!(value >= 0)) {
                throw new IllegalArgumentException("a weight is not a number of at least 0: " + value);
            }
            sum += value;
        }
        if (!(Math.abs(sum - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException("the weights do not add up to 1: " + sum);
        }
        return new Weights(values.clone());
    }

    public double of(Term term) {
        return values[term.ordinal()];
    }

    /** V = Σ weight · term. */
    public double combine(Terms terms) {
        double sum = 0;
        for (Term term : Term.values()) {
            sum += of(term) * terms.value(term);
        }
        return sum;
    }

    /** V over all terms but some, with the remaining weights scaled to sum 1. */
    public double combineWithout(Terms terms, Term... left) {
        double sum = 0;
        double kept = 0;
        for (Term term : Term.values()) {
            if (!Arrays.asList(left).contains(term)) {
                sum += of(term) * terms.value(term);
                kept += of(term);
            }
        }
        return sum / kept;
    }

    /** These weights with one multiplied and all scaled to sum 1. */
    Weights scaled(Term term, double factor) {
        double[] scaled = values.clone();
        scaled[term.ordinal()] *= factor;
        double sum = Arrays.stream(scaled).sum();
        return new Weights(Arrays.stream(scaled).map(value -> value / sum).toArray());
    }

    /** A copy, indexed by {@link Term#ordinal()}. */
    public double[] toArray() {
        return values.clone();
    }
}
