package org.hsdpo.hyperscore.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.renal.RenalFunction;
import org.junit.jupiter.api.Test;

class FormulaSandboxTest {
    private static final FormulaSandbox SANDBOX = FormulaSandbox.shipped();

    /** The same formulas written in Java by hand, to differ from. */
    private static final Map<String, ToDoubleFunction<Map<String, Double>>> INDEPENDENT = Map.of(
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
            x -> 28.7 * x.get("hba1c") - 46.7);

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
                                name.equals("female")
                                        ? (double) random.nextInt(2)
                                        : random.nextDouble(input.low(), input.high())));
                double expected = INDEPENDENT.get(formula.id()).applyAsDouble(inputs);
                if (formula.result().contains(expected)) {
                    assertThat(SANDBOX.evaluate(formula.id(), inputs))
                            .as(formula.id())
                            .isCloseTo(expected, within(1e-9 * Math.abs(expected) + 1e-12));
                } else {
                    assertThatThrownBy(() -> SANDBOX.evaluate(formula.id(), inputs))
                            .isInstanceOf(FormulaException.class);
                }
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
    void aDivisionByZeroIsAnErrorAndNotInfinity() {
        FormulaSandbox sandbox = load("x / (x - x)");
        assertThatThrownBy(() -> sandbox.evaluate("test", Map.of("x", 1.0))).hasMessageContaining("Infinity");
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

    private static FormulaSandbox load(String expression) {
        String yaml = "version: 1\nformulas:\n"
                + "  - {id: test, label: l, unit: \"1\", inputs: {x: {unit: \"1\", low: 0, high: 10}}, expression: \""
                + expression + "\", result: {low: -1000, high: 1000}, source: s}\n";
        return FormulaSandbox.load(new KnowledgeFile("test.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
    }
}
