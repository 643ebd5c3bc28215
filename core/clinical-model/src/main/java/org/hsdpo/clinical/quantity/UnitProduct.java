package org.hsdpo.clinical.quantity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A unit as a number times powers of base units, so that units can be multiplied, divided and raised to powers before they
 * are compared: {@code mg/dL} is 10 g·m⁻³. Arbitrary units of UCUM such as {@code [iU]} are base units of their own, since no other
 * unit converts to them; annotations in braces count for nothing, as UCUM says.
 *
 * @param factor to the base units
 * @param exponents by base unit, none of them zero
 */
public record UnitProduct(double factor, SortedMap<String, Double> exponents) {
    /** The unit of a pure number. */
    public static final UnitProduct ONE = new UnitProduct(1, new TreeMap<>());

    private static final double SAME = 1e-9;
    private static final MathContext WRITTEN = new MathContext(9);

    public UnitProduct {
        exponents = Collections.unmodifiableSortedMap(new TreeMap<>(exponents));
    }

    /** The product of two units. */
    public UnitProduct times(UnitProduct other) {
        SortedMap<String, Double> sum = new TreeMap<>(exponents);
        other.exponents.forEach((base, exponent) -> sum.merge(base, exponent, Double::sum));
        return of(factor * other.factor, sum);
    }

    /** The quotient of two units. */
    public UnitProduct over(UnitProduct other) {
        return times(other.power(-1));
    }

    /** This unit to a power, which need not be whole. */
    public UnitProduct power(double power) {
        SortedMap<String, Double> raised = new TreeMap<>();
        exponents.forEach((base, exponent) -> raised.put(base, exponent * power));
        return of(Math.pow(factor, power), raised);
    }

    /** Whether numbers in both units mean the same: {@code mg/dL} and {@code g/m3} are of one dimension and not the same. */
    public boolean isSameAs(UnitProduct other) {
        return exponents.equals(other.exponents) && Math.abs(factor / other.factor - 1) < SAME;
    }

    /** Whether it is the unit of a pure number; {@code %} is not. */
    public boolean isOne() {
        return isSameAs(ONE);
    }

    private static UnitProduct of(double factor, SortedMap<String, Double> exponents) {
        exponents.replaceAll(
                (base, exponent) -> Math.abs(exponent - Math.rint(exponent)) < SAME ? Math.rint(exponent) : exponent);
        exponents.values().removeIf(exponent -> exponent == 0);
        return new UnitProduct(factor, exponents);
    }

    @Override
    public String toString() {
        String bases = exponents.entrySet().stream().map(UnitProduct::written).collect(Collectors.joining("."));
        String number =
                new BigDecimal(factor).round(WRITTEN).stripTrailingZeros().toPlainString();
        return bases.isEmpty() ? number : number.equals("1") ? bases : number + " " + bases;
    }

    private static String written(Map.Entry<String, Double> base) {
        double exponent = base.getValue();
        return base.getKey()
                + (exponent == 1
                        ? ""
                        : exponent == Math.rint(exponent) ? Long.toString((long) exponent) : "^" + exponent);
    }
}
