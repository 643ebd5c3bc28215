package org.hsdpo.hyperscore.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.renal.RenalFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormulaSandboxTest {
    private static final FormulaSandbox SANDBOX = FormulaSandbox.shipped();

    private static final Set<String> WHOLE = Set.of(
            "female", "decades", "vkorc1", "cyp2c9", "race", "inducer", "amiodarone", "afro_caribbean", "smoker");

    /** The same formulas written in Java by hand, to differ from. */
    private static final Map<String, ToDoubleFunction<Map<String, Double>>> INDEPENDENT = new HashMap<>(Map.of(
            "egfr-ckd-epi-2021",
            x -> RenalFunction.ckdEpi2021(
                    x.get("creatinine"), x.get("age"), x.get("female") > 0.5 ? Sex.FEMALE : Sex.MALE),
            "creatinine-clearance-cockcroft-gault",
            x -> (140 - x.get("age")) * x.get("weight") * (x.get("female") > 0.5 ? 0.85 : 1) / 72 / x.get("creatinine"),
            "body-surface-area-mosteller",
            x -> Math.sqrt(x.get("height") * x.get("weight")) / 60,
            "body-mass-index",
            x -> 1e4 * x.get("weight") / x.get("height") / x.get("height"),
            "ideal-body-weight-devine",
            x -> (x.get("female") > 0.5 ? 45.5 : 50) + 2.3 * x.get("height") / 2.54 - 138,
            "adjusted-body-weight",
            x -> 0.6 * x.get("ideal") + 0.4 * x.get("weight"),
            "insulin-start-dose-low",
            x -> x.get("weight") / 10,
            "insulin-start-dose-high",
            x -> x.get("weight") / 5,
            "anion-gap-albumin-corrected",
            x -> x.get("sodium") - x.get("chloride") - x.get("bicarbonate") - 2.5 * x.get("albumin") + 11,
            "estimated-average-glucose",
            x -> 28.7 * x.get("hba1c") - 46.7));

    static {
        INDEPENDENT.put("warfarin-dose-iwpc-pharmacogenetic", FormulaSandboxTest::warfarin);
        INDEPENDENT.put("coronary-risk-ukpds", FormulaSandboxTest::coronaryRisk);
    }

    private static double warfarin(Map<String, Double> x) {
        double[] vkorc1 = {0, 0.8677, 1.6974, 0.4854};
        double[] cyp2c9 = {0, 0.5211, 0.9357, 1.0616, 1.9206, 2.3312, 0.2188};
        double[] race = {0, 0.1092, 0.2760, 0.1032};
        double root = 5.6044
                - 0.2614 * x.get("decades")
                + 0.0087 * x.get("height")
                + 0.0128 * x.get("weight")
                - vkorc1[x.get("vkorc1").intValue()]
                - cyp2c9[x.get("cyp2c9").intValue()]
                - race[x.get("race").intValue()]
                + (x.get("inducer") > 0 ? 1.1816 : 0)
                - (x.get("amiodarone") > 0 ? 0.5503 : 0);
        return root * root;
    }

    private static double coronaryRisk(Map<String, Double> x) {
        double q = 0.0112
                * Math.exp(Math.log(1.059) * (x.get("age_at_diagnosis") - 55)
                        + Math.log(1.183) * (x.get("hba1c") - 6.72)
                        + Math.log(1.088) * (x.get("systolic") - 135.7) / 10
                        + Math.log(3.845) * (Math.log(x.get("cholesterol_ratio")) - 1.59))
                * (x.get("female") > 0 ? 0.525 : 1)
                * (x.get("afro_caribbean") > 0 ? 0.390 : 1)
                * (x.get("smoker") > 0 ? 1.350 : 1);
        double hazard =
                q * (Math.pow(1.078, x.get("duration") + x.get("years")) - Math.pow(1.078, x.get("duration"))) / 0.078;
        return -Math.expm1(-hazard);
    }

    @Test
    void everyFormulaEqualsAnIndependentImplementationOverTheWholeRange() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        assertThat(SANDBOX.formulas())
                .extracting(Formula::id)
                .containsExactlyInAnyOrderElementsOf(INDEPENDENT.keySet());
        for (Formula formula : SANDBOX.formulas()) {
            for (int i = 0; i < 500; i++) {
                Map<String, Double> inputs = new HashMap<>();
                formula.inputs()
                        .forEach((name, input) -> inputs.put(
                                name,
                                WHOLE.contains(name)
                                        ? (double) random.nextInt((int) input.low(), (int) input.high() + 1)
                                        : random.nextDouble(input.low(), input.high())));
                double expected = INDEPENDENT.get(formula.id()).applyAsDouble(inputs);
                assertThat(SANDBOX.evaluate(formula.id(), inputs))
                        .as(formula.id())
                        .isCloseTo(expected, within(1e-9 * Math.abs(expected) + 1e-12));
                assertThat(SANDBOX.bounds(formula.id()).contains(expected))
                        .as("bounds of " + formula.id())
                        .isTrue();
            }
        }
    }

    @Test
    void aMissingOrImpossibleInputIsAnError() {
        assertThatThrownBy(() -> SANDBOX.evaluate("insulin-start-dose-high", Map.of()))
                .isInstanceOf(FormulaException.class);
        assertThatThrownBy(() -> SANDBOX.evaluate("insulin-start-dose-high", Map.of("weight", 0.0)))
                .hasMessageContaining("weight is outside");
        assertThatThrownBy(() -> SANDBOX.evaluate("insulin-start-dose-high", Map.of("weight", Double.NaN)))
                .hasMessageContaining("weight is outside");
    }

    @Test
    void aFormulaThatMayDivideByZeroOrLeaveItsRangeIsRefused() {
        assertRefused("x / (x - x)", "may divide by zero");
        assertRefused("1.0 / x", "may divide by zero");
        assertRefused("ln(x)", "logarithm of a number that is not positive");
        assertRefused("pow(x - 5.0, 0.5)", "not positive");
        assertRefused("exp(exp(exp(x)))", "is not bounded");
        assertRefused(
                "x * 200.0", "between 0.0 and 2000.0 1 by interval arithmetic, beyond its range of -1000.0 to 1000.0");
    }

    @Test
    void unitsThatDoNotFitAreRefused() {
        assertRefused("x + quantity(1.0, \\\"mg/dL\\\")", "adds 1 and 10 g.m-3");
        assertRefused("quantity(x, \\\"kg\\\") - quantity(1.0, \\\"g\\\")", "subtracts 1000 g and g");
        assertRefused("quantity(x, \\\"kg\\\")", "comes out in 1000 g and not in 1");
        assertRefused("exp(quantity(x, \\\"a\\\"))", "takes exp of a number in");
        assertRefused("pow(quantity(x + 1.0, \\\"m\\\"), x)", "to a power that is not constant");
        assertRefused("x > quantity(1.0, \\\"mg\\\") ? 1.0 : 2.0", "compares 1 and");
        assertRefused("x > 1.0 ? x : quantity(1.0, \\\"mg\\\")", "chooses between");
        assertRefused("larger(x, quantity(1.0, \\\"mg\\\"))", "takes the larger of");
        assertRefused("quantity(x, \\\"furlong\\\")", "is not a UCUM unit");
        assertRefused("quantity(quantity(x, \\\"kg\\\"), \\\"g\\\")", "gives a unit to a number in");
        assertRefused("quantity(x, \\\"kg\\\") / quantity(1000.0, \\\"g\\\")", "comes out in 1000 and not in 1");
    }

    private static void assertRefused(String expression, String reason) {
        assertThatThrownBy(() -> load(expression))
                .isInstanceOf(FormulaException.class)
                .hasMessageStartingWith("formula test ")
                .hasMessageContaining(reason);
    }

    @Test
    void loopsUnknownNamesAndLongTextsDoNotCompile() {
        assertThatThrownBy(() -> load("[1.0, 2.0].map(y, y * x)[0] + z")).isInstanceOf(FormulaException.class);
        assertThatThrownBy(() -> load("[1.0, 2.0].exists(y, y > x) ? 1.0 : 0.0"))
                .isInstanceOf(FormulaException.class);
        assertThatThrownBy(() -> load("java.lang.System.exit(1)")).isInstanceOf(FormulaException.class);
        assertThatThrownBy(() -> load("x" + " + x".repeat(600))).isInstanceOf(FormulaException.class);
        assertThatThrownBy(() -> load("x" + " + x".repeat(300))).isInstanceOf(FormulaException.class);
    }

    /** Whatever a formula tries, it is refused before it is run, and what a file may hold is bounded. */
    @ParameterizedTest
    @MethodSource("hostileFormulas")
    void hostileFormulasAreRefusedWithoutTakingTimeOrMemory(String expression) {
        assertThatThrownBy(() -> load(expression)).isInstanceOf(FormulaException.class);
    }

    static Stream<String> hostileFormulas() {
        return Stream.of(
                "(".repeat(100_000) + "x" + ")".repeat(100_000),
                "-".repeat(100_000) + "x",
                "x" + " * x".repeat(500_000),
                "x > 1.0 ? ".repeat(50_000) + "x" + " : x".repeat(50_000),
                "exp(".repeat(10_000) + "x" + ")".repeat(10_000),
                "larger(".repeat(200) + "x" + ", x)".repeat(200),
                "[".repeat(10_000) + "]".repeat(10_000),
                "size(" + "'aaaaaaaaaaaaaaaa'".repeat(100_000) + ") > 0 ? x : x",
                "[1.0, 2.0, 3.0].all(a, [1.0, 2.0, 3.0].all(b, [1.0, 2.0].all(c, a < b + c))) ? x : x",
                "'a'.matches('(a+)+$') ? x : x",
                "pow(10.0, pow(10.0, pow(10.0, x)))",
                "x / 0.0",
                "double('" + "9".repeat(100_000) + "')",
                "\\u0000",
                "");
    }

    private static FormulaSandbox load(String expression) {
        String yaml = "version: 1\nformulas:\n"
                + "  - {id: test, label: l, unit: \"1\", inputs: {x: {unit: \"1\", low: 0, high: 10}}, expression: \""
                + expression + "\", result: {low: -1000, high: 1000}, source: s}\n";
        return FormulaSandbox.load(new KnowledgeFile("test.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
    }
}
