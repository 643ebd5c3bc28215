package org.hsdpo.hyperscore.sandbox;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/**
 * Compiles and evaluates formulas that are text.
 *
 * <p>CEL has neither loops nor recursion nor side effects; comprehensions are switched off, and size, nesting and nodes
 * of an expression are limited, so that an evaluation's cost is bounded by the text. Units and bounds of every part are worked
 * out before a formula is accepted. An input outside its range, a result that is not finite and a result outside the formula's
 * range are errors. Thread-safe.
 */
public final class FormulaSandbox {
    private static final int MAXIMUM_CHARACTERS = 2_000;
    private static final int MAXIMUM_DEPTH = 64;
    private static final int MAXIMUM_NODES = 500;
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAXIMUM_CHARACTERS)
            .maxParseRecursionDepth(MAXIMUM_DEPTH)
            .maxParseExpressionNodeCount(MAXIMUM_NODES)
            .comprehensionMaxIterations(0)
            .build();

    private static final class Holder {
        static final FormulaSandbox SHIPPED = load(KnowledgeFile.resource(FormulaSandbox.class, "formulas.yaml"));
    }

    private record File(int version, List<Formula> formulas) {}

    private record Compiled(Formula formula, Interval bounds, CelRuntime.Program program) {}

    private final Map<String, Compiled> formulas = new TreeMap<>();
    private final String hash;

    private FormulaSandbox(String hash) {
        this.hash = hash;
    }

    /** The formulas shipped with this version. */
    public static FormulaSandbox shipped() {
        return Holder.SHIPPED;
    }

    /** @throws FormulaException naming the formula that stands twice, does not compile, mixes units or is not bounded by its range */
    public static FormulaSandbox load(KnowledgeFile file) {
        FormulaSandbox sandbox = new FormulaSandbox(file.hash());
        for (Formula formula : file.as(File.class).formulas()) {
            if (sandbox.formulas.put(formula.id(), compile(formula)) != null) {
                throw new FormulaException("formula " + formula.id() + " stands twice");
            }
        }
        return sandbox;
    }

    private static Compiled compile(Formula formula) {
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setResultType(SimpleType.DOUBLE)
                .addFunctionDeclarations(
                        binary("pow"),
                        unary("exp"),
                        unary("ln"),
                        binary("smaller"),
                        binary("larger"),
                        CelFunctionDecl.newFunctionDeclaration(
                                "quantity",
                                CelOverloadDecl.newGlobalOverload(
                                        "quantity_double", SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.STRING)));
        formula.inputs().keySet().forEach(name -> compiler.addVar(name, SimpleType.DOUBLE));
        CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
                .setOptions(OPTIONS)
                .addFunctionBindings(
                        CelFunctionBinding.from("pow_double", Double.class, Double.class, Math::pow),
                        CelFunctionBinding.from("exp_double", Double.class, Math::exp),
                        CelFunctionBinding.from("ln_double", Double.class, Math::log),
                        CelFunctionBinding.from("smaller_double", Double.class, Double.class, Math::min),
                        CelFunctionBinding.from("larger_double", Double.class, Double.class, Math::max),
                        CelFunctionBinding.from("quantity_double", Double.class, String.class, (value, unit) -> value))
                .build();
        try {
            CelAbstractSyntaxTree tree =
                    compiler.build().compile(formula.expression()).getAst();
            return new Compiled(formula, FormulaAnalysis.check(formula, tree.getExpr()), runtime.createProgram(tree));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new FormulaException("formula " + formula.id() + " does not compile: " + e.getMessage(), e);
        }
    }

    private static CelFunctionDecl unary(String name) {
        return CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newGlobalOverload(name + "_double", SimpleType.DOUBLE, SimpleType.DOUBLE));
    }

    private static CelFunctionDecl binary(String name) {
        return CelFunctionDecl.newFunctionDeclaration(
                name,
                CelOverloadDecl.newGlobalOverload(
                        name + "_double", SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.DOUBLE));
    }

    /** All formulas by identifier. */
    public List<Formula> formulas() {
        return formulas.values().stream().map(Compiled::formula).toList();
    }

    /**
     * Between which values a formula comes out for inputs anywhere in their ranges, by interval arithmetic; may be wider than
     * what it can reach and is never narrower.
     *
     * @throws FormulaException where the formula is unknown
     */
    Interval bounds(String id) {
        return compiled(id).bounds();
    }

    private Compiled compiled(String id) {
        Compiled compiled = formulas.get(id);
        if (compiled == null) {
            throw new FormulaException("formula " + id + " is unknown");
        }
        return compiled;
    }

    /**
     * Evaluates a formula.
     *
     * @param inputs in the units the formula states, by name
     * @throws FormulaException where the formula is unknown, an input is missing, unknown or out of range, or the result
     *     is not finite or out of range
     */
    public double evaluate(String id, Map<String, Double> inputs) {
        Compiled compiled = compiled(id);
        Formula formula = compiled.formula();
        if (!inputs.keySet().equals(formula.inputs().keySet())) {
            throw new FormulaException(
                    "formula " + id + " takes " + formula.inputs().keySet() + " and was given " + inputs.keySet());
        }
        formula.inputs().forEach((name, input) -> {
            double value = inputs.get(name);
            if (!(value >= input.low() && value <= input.high())) {
                throw new FormulaException("formula " + id + ": " + name + " is outside " + input.low() + " to "
                        + input.high() + " " + input.unit());
            }
        });
        double result;
        try {
            result = (Double) compiled.program().eval(new HashMap<>(inputs));
        } catch (CelEvaluationException e) {
            throw new FormulaException("formula " + id + " cannot be evaluated: " + e.getMessage(), e);
        }
        if (!Double.isFinite(result) || !formula.result().contains(result)) {
            throw new FormulaException("formula " + id + " yields " + result + ", outside "
                    + formula.result().low() + " to " + formula.result().high() + " " + formula.unit());
        }
        return result;
    }

    /** SHA-256 of the formula file. */
    public String hash() {
        return hash;
    }
}
