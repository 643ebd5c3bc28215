package org.hsdpo.hyperscore.sandbox;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;

/**
 * All numbers from {@code low} to {@code high}. Operations give an interval that holds every result of numbers in their
 * operands; a variable that occurs twice counts as two, so an interval may be wider than the truth and is never narrower, but
 * for rounding in the last digits.
 */
record Interval(double low, double high) {
    Interval {
        if (!(Double.isFinite(low) && Double.isFinite(high) && low <= high)) {
            throw new ArithmeticException("is not bounded");
        }
    }

    static Interval of(double value) {
        return new Interval(value, value);
    }

    Interval plus(Interval other) {
        return new Interval(low + other.low, high + other.high);
    }

    Interval minus(Interval other) {
        return new Interval(low - other.high, high - other.low);
    }

    Interval times(Interval other) {
        return corners(other, (a, b) -> a * b);
    }

    /** @throws ArithmeticException where the divisor may be zero */
    Interval over(Interval other) {
        if (other.contains(0)) {
            throw new ArithmeticException("may divide by zero");
        }
        return corners(other, (a, b) -> a / b);
    }

    /** @throws ArithmeticException where the base may be zero or less; a power of such a number need not exist */
    Interval power(Interval exponent) {
        if (low <= 0) {
            throw new ArithmeticException("may take a power of a number that is not positive");
        }
        return corners(exponent, Math::pow);
    }

    Interval exponential() {
        return new Interval(Math.exp(low), Math.exp(high));
    }

    /** @throws ArithmeticException where the argument may be zero or less */
    Interval logarithm() {
        if (low <= 0) {
            throw new ArithmeticException("may take the logarithm of a number that is not positive");
        }
        return new Interval(Math.log(low), Math.log(high));
    }

    Interval smaller(Interval other) {
        return new Interval(Math.min(low, other.low), Math.min(high, other.high));
    }

    Interval larger(Interval other) {
        return new Interval(Math.max(low, other.low), Math.max(high, other.high));
    }

    /** The least interval that holds both. */
    Interval orElse(Interval other) {
        return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }

    boolean contains(double value) {
        return value >= low && value <= high;
    }

    /** Of an operation that is monotone in each operand: its extremes lie where both are at an end. */
    private Interval corners(Interval other, DoubleBinaryOperator operation) {
        double[] corners = DoubleStream.of(low, high)
                .flatMap(a -> DoubleStream.of(other.low, other.high).map(b -> operation.applyAsDouble(a, b)))
                .toArray();
        if (Arrays.stream(corners).anyMatch(Double::isNaN)) {
            throw new ArithmeticException("is not bounded");
        }
        return new Interval(
                Arrays.stream(corners).min().orElseThrow(),
                Arrays.stream(corners).max().orElseThrow());
    }
}
