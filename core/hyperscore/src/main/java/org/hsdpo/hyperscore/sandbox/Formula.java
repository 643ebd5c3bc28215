package org.hsdpo.hyperscore.sandbox;

import java.util.Map;
import java.util.Objects;
import org.hsdpo.clinical.measurement.MeasurementDefinition.Range;
import org.hsdpo.clinical.quantity.Ucum;

/**
 * A dose or risk formula as data.
 *
 * @param id kebab-case name
 * @param label what it computes
 * @param unit UCUM unit of the result
 * @param inputs by name, as used in the expression
 * @param expression in CEL over doubles, with {@code pow}, {@code exp}, {@code ln}, {@code smaller}, {@code larger}
 * @param result range the result has to lie in for inputs in their ranges
 * @param source citation
 */
public record Formula(
        String id,
        String label,
        String unit,
        Map<String, Input> inputs,
        String expression,
        Range result,
        String source) {

    /**
     * An input of a formula.
     *
     * @param unit UCUM unit
     * @param low least accepted value
     * @param high greatest accepted value
     */
    public record Input(String unit, double low, double high) {
        public Input {
            if (!Ucum.isValid(unit)) {
                throw new IllegalArgumentException("'" + unit + "' is not a UCUM unit");
            }
            if (!(low < high)) {
                throw new IllegalArgumentException("the range " + low + " to " + high + " is empty");
            }
        }
    }

    public Formula {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(expression, "expression");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(source, "source");
        inputs = Map.copyOf(inputs);
        if (!Ucum.isValid(unit)) {
            throw new IllegalArgumentException(id + ": '" + unit + "' is not a UCUM unit");
        }
    }
}
