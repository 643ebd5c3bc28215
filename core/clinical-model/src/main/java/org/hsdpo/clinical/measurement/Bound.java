package org.hsdpo.clinical.measurement;

import java.util.Optional;

/**
 * How a reported number relates to the value measured. A laboratory that reports {@code <30} or {@code >14} gives no
 * value but one end of an interval.
 */
public enum Bound {
    /** The number is the value. */
    EXACT(""),
    /** The value is lower than the number. */
    BELOW("<"),
    /** The value is the number or lower. */
    AT_MOST("<="),
    /** The value is the number or higher. */
    AT_LEAST(">="),
    /** The value is higher than the number. */
    ABOVE(">");

    private final String symbol;

    Bound(String symbol) {
        this.symbol = symbol;
    }

    /** As laboratories and FHIR write it before the number; empty for an exact value. */
    public String symbol() {
        return symbol;
    }

    /** The bound a symbol means; empty where it is none. */
    public static Optional<Bound> ofSymbol(String symbol) {
        for (Bound bound : values()) {
            if (bound.symbol.equals(symbol)) {
                return Optional.of(bound);
            }
        }
        return Optional.empty();
    }

    /** Whether the number is the value. */
    public boolean isExact() {
        return this == EXACT;
    }

    /** Whether values below the number are left open. */
    public boolean isUpper() {
        return this == BELOW || this == AT_MOST;
    }

    /** Whether values above the number are left open. */
    public boolean isLower() {
        return this == AT_LEAST || this == ABOVE;
    }

    /** What is known of a value that falls as this one rises: of eGFR where creatinine is above a number. */
    public Bound reversed() {
        return switch (this) {
            case EXACT -> EXACT;
            case BELOW -> ABOVE;
            case AT_MOST -> AT_LEAST;
            case AT_LEAST -> AT_MOST;
            case ABOVE -> BELOW;
        };
    }

    /** Whether a value agrees with what is known by this bound at {@code number}. */
    public boolean admits(double value, double number) {
        return switch (this) {
            case EXACT -> value == number;
            case BELOW -> value < number;
            case AT_MOST -> value <= number;
            case AT_LEAST -> value >= number;
            case ABOVE -> value > number;
        };
    }

    /** The number with its symbol: {@code < 30 mL/min/{1.73_m2}}. */
    public String before(Object quantity) {
        return isExact() ? quantity.toString() : symbol + " " + quantity;
    }
}
