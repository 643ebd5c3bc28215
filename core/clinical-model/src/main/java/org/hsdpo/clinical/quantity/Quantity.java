package org.hsdpo.clinical.quantity;

import java.util.Objects;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * A number with its unit of measure.
 *
 * @param value finite number
 * @param unit case-sensitive UCUM code, for example {@code mg/dL}, {@code %}, {@code [iU]/d}; never blank: a pure
 *     number has the unit {@code 1}
 */
public record Quantity(double value, String unit) {
    public Quantity {
        Objects.requireNonNull(unit, "unit");
        if (unit.isBlank()) {
            throw new InvalidInputException(
                    "unit", "UNIT_MISSING", "a quantity has no unit", "a UCUM code such as mg/dL");
        }
        if (!Double.isFinite(value)) {
            throw new InvalidInputException(
                    "value", "VALUE_NOT_FINITE", "the value " + value + " is not a finite number", "a finite number");
        }
    }

    public static Quantity of(double value, String unit) {
        return new Quantity(value, unit);
    }

    @Override
    public String toString() {
        return value + " " + unit;
    }
}
