package org.hsdpo.hyperscore.sandbox;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.List;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.quantity.Ucum;
import org.hsdpo.clinical.quantity.UnitProduct;

/**
 * Reads a formula's tree once before it may run: in which unit every part comes out, and between which bounds, for inputs
 * anywhere in their ranges. A bare number is a pure number; one with a unit is written {@code quantity(0.7, "mg/dL")}. What is
 * added, compared or chosen between must be of the same unit, not only of one dimension, because numbers are added as they
 * stand.
 */
final class FormulaAnalysis {
    private static final double ROUNDING = 1e-9;

    private final Formula formula;

    private FormulaAnalysis(Formula formula) {
        this.formula = formula;
    }

    /** What a part of a formula comes to. */
    private record Part(UnitProduct unit, Interval bounds) {
        boolean isConstant() {
            return bounds.low() == bounds.high();
        }
    }

    /**
     * Analyses a formula.
     *
     * @return bounds of its result
     * @throws FormulaException where units do not fit, the result has another unit than the one stated, or the result is not
     *     bounded by the range stated
     */
    static Interval check(Formula formula, CelExpr tree) {
        Part result = new FormulaAnalysis(formula).part(tree);
        if (!result.unit().isSameAs(Ucum.product(formula.unit()))) {
            throw refused(formula, "comes out in " + result.unit() + " and not in " + formula.unit());
        }
        Interval bounds = result.bounds();
        double slack = ROUNDING * Math.max(Math.abs(bounds.low()), Math.abs(bounds.high()));
        if (bounds.low() < formula.result().low() - slack
                || bounds.high() > formula.result().high() + slack) {
            throw refused(
                    formula,
                    "can come out between " + bounds.low() + " and " + bounds.high() + " " + formula.unit()
                            + " by interval arithmetic, beyond its range of "
                            + formula.result().low() + " to " + formula.result().high());
        }
        return bounds;
    }

    private Part part(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> new Part(UnitProduct.ONE, Interval.of(number(expression.constant())));
            case IDENT -> input(expression.ident().name());
            case CALL -> call(expression.call());
            default -> throw refused(formula, "holds what is neither a number, an input nor a function");
        };
    }

    private double number(CelConstant constant) {
        if (constant.getKind() != CelConstant.Kind.DOUBLE_VALUE) {
            throw refused(formula, "holds a constant that is not a number with a decimal point");
        }
        return constant.doubleValue();
    }

    private Part input(String name) {
        Formula.Input input = formula.inputs().get(name);
        return new Part(Ucum.product(input.unit()), new Interval(input.low(), input.high()));
    }

    private Part call(CelExpr.CelCall call) {
        List<CelExpr> arguments = call.args();
        if (call.function().equals("quantity")) {
            return quantity(arguments.get(0), arguments.get(1));
        }
        if (call.function().equals("_?_:_")) {
            comparison(arguments.get(0));
            Part yes = part(arguments.get(1));
            Part no = part(arguments.get(2));
            return new Part(same("chooses between", yes, no), yes.bounds().orElse(no.bounds()));
        }
        Part first = part(arguments.getFirst());
        try {
            return arguments.size() == 1
                    ? unary(call.function(), first)
                    : binary(call.function(), first, part(arguments.get(1)));
        } catch (ArithmeticException unbounded) {
            throw refused(formula, unbounded.getMessage());
        }
    }

    private Part quantity(CelExpr value, CelExpr unit) {
        if (unit.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            throw refused(formula, "takes a unit that is not written out");
        }
        Part number = part(value);
        pure("gives a unit to", number);
        try {
            return new Part(Ucum.product(unit.constant().stringValue()), number.bounds());
        } catch (InvalidInputException notUcum) {
            throw refused(
                    formula, "gives a unit: " + notUcum.violations().getFirst().message());
        }
    }

    private Part unary(String function, Part x) {
        return switch (function) {
            case "-_" -> new Part(x.unit(), Interval.of(0).minus(x.bounds()));
            case "exp" -> new Part(pure("takes exp of", x), x.bounds().exponential());
            case "ln" -> new Part(pure("takes ln of", x), x.bounds().logarithm());
            default -> throw refused(formula, "uses " + function + ", which is not known here");
        };
    }

    private Part binary(String function, Part x, Part y) {
        return switch (function) {
            case "_+_" -> new Part(same("adds", x, y), x.bounds().plus(y.bounds()));
            case "_-_" -> new Part(same("subtracts", x, y), x.bounds().minus(y.bounds()));
            case "_*_" -> new Part(x.unit().times(y.unit()), x.bounds().times(y.bounds()));
            case "_/_" -> new Part(x.unit().over(y.unit()), x.bounds().over(y.bounds()));
            case "smaller" ->
                new Part(same("takes the smaller of", x, y), x.bounds().smaller(y.bounds()));
            case "larger" ->
                new Part(same("takes the larger of", x, y), x.bounds().larger(y.bounds()));
            case "pow" -> new Part(powerUnit(x, y), x.bounds().power(y.bounds()));
            default -> throw refused(formula, "uses " + function + ", which is not known here");
        };
    }

    private UnitProduct powerUnit(Part base, Part exponent) {
        pure("takes as exponent", exponent);
        if (base.unit().isOne()) {
            return UnitProduct.ONE;
        }
        if (!exponent.isConstant()) {
            throw refused(formula, "raises " + base.unit() + " to a power that is not constant");
        }
        return base.unit().power(exponent.bounds().low());
    }

    /** A condition is a comparison of two numbers, or several joined. */
    private void comparison(CelExpr condition) {
        if (condition.getKind() != CelExpr.ExprKind.Kind.CALL) {
            throw refused(formula, "decides on what is no comparison");
        }
        CelExpr.CelCall call = condition.call();
        switch (call.function()) {
            case "_&&_", "_||_", "!_" -> call.args().forEach(this::comparison);
            case "_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_" ->
                same("compares", part(call.args().get(0)), part(call.args().get(1)));
            default -> throw refused(formula, "decides by " + call.function() + ", which is no comparison");
        }
    }

    private UnitProduct same(String verb, Part x, Part y) {
        if (!x.unit().isSameAs(y.unit())) {
            throw refused(formula, verb + " " + x.unit() + " and " + y.unit());
        }
        return x.unit();
    }

    private UnitProduct pure(String verb, Part x) {
        if (!x.unit().isOne()) {
            throw refused(formula, verb + " a number in " + x.unit() + " and not a pure number");
        }
        return UnitProduct.ONE;
    }

    private static FormulaException refused(Formula formula, String reason) {
        return new FormulaException("formula " + formula.id() + " " + reason);
    }
}
