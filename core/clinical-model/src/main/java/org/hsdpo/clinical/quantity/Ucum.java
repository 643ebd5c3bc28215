package org.hsdpo.clinical.quantity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.fhir.ucum.Component;
import org.fhir.ucum.DefinedUnit;
import org.fhir.ucum.ExpressionParser;
import org.fhir.ucum.Factor;
import org.fhir.ucum.Operator;
import org.fhir.ucum.Symbol;
import org.fhir.ucum.Term;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumService;
import org.fhir.ucum.Unit;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * Conversion between UCUM units, and between mass and substance concentrations of an analyte with a known molar mass.
 *
 * <p>Source: The Unified Code for Units of Measure, Regenstrief Institute (ucum.org). Conversion factors are exact
 * decimals of the UCUM essence file; a factor is computed once for each pair of units and kept.
 */
public final class Ucum {
    private static final UcumService SERVICE = load();
    private static final ConcurrentMap<UnitPair, Double> FACTORS = new ConcurrentHashMap<>();
    private static final ConcurrentMap<String, Boolean> KNOWN = new ConcurrentHashMap<>();
    private static final ConcurrentMap<UnitPair, Boolean> COMPARABLE = new ConcurrentHashMap<>();
    private static final int KEPT = 10_000;
    /** Longer than any unit of a result; texts of strangers are kept, and taken apart, up to here only. */
    private static final int LONGEST = 100;
    /** The largest units in use, such as {@code 10*12/L}, stay far below; the library computes hours on {@code m1000}. */
    private static final int MOST_EXPONENTS = 60;

    private static final MathContext PRECISION = MathContext.DECIMAL128;

    private record UnitPair(String from, String to) {}

    private Ucum() {}

    /**
     * Whether {@code unit} is a valid UCUM code, of at most {@value #LONGEST} characters and with exponents that amount to at
     * most {@value #MOST_EXPONENTS}.
     */
    public static boolean isValid(String unit) {
        if (unit.length() > LONGEST) {
            return false;
        }
        Boolean known = KNOWN.get(unit);
        if (known == null) {
            known = !unit.isBlank() && SERVICE.validate(unit) == null && isBounded(unit);
            if (KNOWN.size() < KEPT) {
                KNOWN.put(unit, known);
            }
        }
        return known;
    }

    private static boolean isBounded(String unit) {
        try {
            return exponents(new ExpressionParser(SERVICE.getModel()).parse(unit)) <= MOST_EXPONENTS;
        } catch (UcumException e) {
            return false;
        }
    }

    private static long exponents(Term expression) throws UcumException {
        long sum = 0;
        for (Term term = expression; term != null; term = term.getTerm()) {
            if (term.getComp() instanceof Term nested) {
                sum += exponents(nested);
            } else if (term.getComp() instanceof Factor factor && factor.getValue() < 1) {
                throw new UcumException("a unit is a positive multiple");
            } else if (term.getComp() instanceof Symbol symbol) {
                sum += Math.abs((long) symbol.getExponent());
            }
        }
        return sum;
    }

    /**
     * Converts between units of one dimension.
     *
     * @throws InvalidInputException where a unit is not UCUM or the dimensions differ
     */
    public static Quantity convert(Quantity quantity, String toUnit) {
        if (quantity.unit().equals(toUnit)) {
            return quantity;
        }
        return new Quantity(quantity.value() * factor(quantity.unit(), toUnit), toUnit);
    }

    /**
     * Converts between units of one dimension, or between mass and amount of substance of an analyte.
     *
     * @param molarMass of the analyte in g/mol, greater than zero
     * @throws InvalidInputException where a unit is not UCUM or the dimensions cannot be reconciled
     */
    public static Quantity convert(Quantity quantity, String toUnit, double molarMass) {
        if (!(molarMass > 0)) {
            throw new IllegalArgumentException("molar mass must be positive: " + molarMass);
        }
        requireValid(quantity.unit());
        if (isComparable(quantity.unit(), toUnit)) {
            return convert(quantity, toUnit);
        }
        // UCUM's canonical units are gram, metre and mol-as-number; a factor g/L per mol/L is the molar mass.
        if (isComparable(quantity.unit(), "g/L") && isComparable("mol/L", toUnit)) {
            double moles = quantity.value() * factor(quantity.unit(), "g/L") / molarMass;
            return new Quantity(moles * factor("mol/L", toUnit), toUnit);
        }
        if (isComparable(quantity.unit(), "mol/L") && isComparable("g/L", toUnit)) {
            double grams = quantity.value() * factor(quantity.unit(), "mol/L") * molarMass;
            return new Quantity(grams * factor("g/L", toUnit), toUnit);
        }
        throw incomparable(quantity.unit(), toUnit);
    }

    /** Whether both are valid UCUM codes of one dimension. */
    public static boolean isComparable(String unit, String other) {
        if (unit.length() > LONGEST || other.length() > LONGEST) {
            return false;
        }
        UnitPair pair = new UnitPair(unit, other);
        Boolean known = COMPARABLE.get(pair);
        if (known == null) {
            known = compare(unit, other);
            if (COMPARABLE.size() < KEPT) {
                COMPARABLE.put(pair, known);
            }
        }
        return known;
    }

    private static boolean compare(String unit, String other) {
        try {
            return unit.equals(other)
                    ? isValid(unit)
                    : isValid(unit) && isValid(other) && SERVICE.isComparable(unit, other);
        } catch (UcumException e) {
            return false;
        }
    }

    private static double factor(String from, String to) {
        Double known = FACTORS.get(new UnitPair(from, to));
        if (known != null) {
            return known;
        }
        requireValid(from);
        requireValid(to);
        if (!isComparable(from, to)) {
            throw incomparable(from, to);
        }
        try {
            double factor = inBaseUnits(from).divide(inBaseUnits(to), PRECISION).doubleValue();
            if (FACTORS.size() < KEPT) {
                FACTORS.put(new UnitPair(from, to), factor);
            }
            return factor;
        } catch (UcumException e) {
            throw incomparable(from, to);
        }
    }

    // The library's own conversion rounds a product to the significant digits of its factors, which is right for
    // measured
    // numbers and wrong for defined ones: it makes 5 ft 152.5 cm. Its parser and its definitions are used, its decimals
    // not.
    private static BigDecimal inBaseUnits(String unit) throws UcumException {
        return inBaseUnits(new ExpressionParser(SERVICE.getModel()).parse(unit));
    }

    private static BigDecimal inBaseUnits(Term expression) throws UcumException {
        BigDecimal product = BigDecimal.ONE;
        boolean divides = false;
        for (Term term = expression; term != null; term = term.getTerm()) {
            if (term.hasComp()) {
                BigDecimal value = inBaseUnits(term.getComp());
                product = divides ? product.divide(value, PRECISION) : product.multiply(value, PRECISION);
            }
            divides = term.getOp() == Operator.DIVISION;
        }
        return product;
    }

    private static BigDecimal inBaseUnits(Component component) throws UcumException {
        return switch (component) {
            case Term nested -> inBaseUnits(nested);
            case Factor factor -> BigDecimal.valueOf(factor.getValue());
            case Symbol symbol -> {
                BigDecimal base = inBaseUnits(symbol.getUnit());
                if (symbol.hasPrefix()) {
                    base = base.multiply(
                            new BigDecimal(symbol.getPrefix().getValue().asDecimal()), PRECISION);
                }
                yield base.pow(symbol.getExponent(), PRECISION);
            }
            default -> throw new UcumException("unknown component of a unit");
        };
    }

    private static BigDecimal inBaseUnits(Unit unit) throws UcumException {
        if (!(unit instanceof DefinedUnit defined)) {
            return BigDecimal.ONE;
        }
        if (defined.isSpecial()) {
            throw new UcumException("a unit on a scale of its own has no factor");
        }
        return new BigDecimal(defined.getValue().getValue().asDecimal())
                .multiply(inBaseUnits(defined.getValue().getUnit()), PRECISION);
    }

    /**
     * A unit taken apart into base units.
     *
     * @throws InvalidInputException where it is not UCUM, or is on a scale of its own, as degrees Celsius are
     */
    public static UnitProduct product(String unit) {
        requireValid(unit);
        try {
            return product(new ExpressionParser(SERVICE.getModel()).parse(unit));
        } catch (UcumException e) {
            throw new InvalidInputException(
                    "unit",
                    "UNIT_WITHOUT_FACTOR",
                    "'" + shorten(unit) + "' has no factor to base units",
                    "a unit that is a multiple of base units");
        }
    }

    private static UnitProduct product(Term expression) throws UcumException {
        UnitProduct product = UnitProduct.ONE;
        boolean divides = false;
        for (Term term = expression; term != null; term = term.getTerm()) {
            if (term.hasComp()) {
                UnitProduct value = product(term.getComp());
                product = divides ? product.over(value) : product.times(value);
            }
            divides = term.getOp() == Operator.DIVISION;
        }
        return product;
    }

    private static UnitProduct product(Component component) throws UcumException {
        return switch (component) {
            case Term nested -> product(nested);
            case Symbol symbol -> {
                UnitProduct base = product(symbol.getUnit());
                if (symbol.hasPrefix()) {
                    BigDecimal prefix =
                            new BigDecimal(symbol.getPrefix().getValue().asDecimal());
                    base = base.times(new UnitProduct(prefix.doubleValue(), new TreeMap<>()));
                }
                yield base.power(symbol.getExponent());
            }
            default -> new UnitProduct(inBaseUnits(component).doubleValue(), new TreeMap<>());
        };
    }

    private static UnitProduct product(Unit unit) throws UcumException {
        if (!(unit instanceof DefinedUnit defined) || isArbitrary(defined)) {
            return new UnitProduct(1, new TreeMap<>(Map.of(unit.getCode(), 1.0)));
        }
        if (defined.isSpecial()) {
            throw new UcumException("a unit on a scale of its own has no factor");
        }
        BigDecimal value = new BigDecimal(defined.getValue().getValue().asDecimal());
        UnitProduct of = product(new ExpressionParser(SERVICE.getModel())
                .parse(defined.getValue().getUnit()));
        return of.times(new UnitProduct(value.doubleValue(), new TreeMap<>()));
    }

    // UCUM marks international units and their like as arbitrary and defines them as the number 1; the library drops
    // the mark.
    private static boolean isArbitrary(DefinedUnit unit) {
        return unit.getValue().getUnit().equals("1")
                && new BigDecimal(unit.getValue().getValue().asDecimal()).compareTo(BigDecimal.ONE) == 0;
    }

    private static void requireValid(String unit) {
        if (!isValid(unit)) {
            throw new InvalidInputException(
                    "unit", "UNIT_UNKNOWN", "'" + shorten(unit) + "' is not a UCUM unit", "a UCUM code such as mg/dL");
        }
    }

    private static InvalidInputException incomparable(String from, String to) {
        return new InvalidInputException(
                "unit",
                "UNIT_INCOMPATIBLE",
                "'" + shorten(from) + "' cannot be converted to '" + shorten(to) + "'",
                "a unit that converts to " + shorten(to));
    }

    private static String shorten(String unit) {
        return unit.length() <= 40 ? unit : unit.substring(0, 40) + "…";
    }

    private static UcumService load() {
        try (InputStream essence = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
            if (essence == null) {
                throw new IllegalStateException("ucum-essence.xml is not on the class path");
            }
            return new UcumEssenceService(essence);
        } catch (UcumException e) {
            throw new IllegalStateException("ucum-essence.xml cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
