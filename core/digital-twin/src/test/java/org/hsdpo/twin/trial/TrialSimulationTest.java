package org.hsdpo.twin.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialSimulationTest {
    private static TrialResult run(String extra) {
        return TrialSimulation.run(example(extra), ModelVariant.STANDARD);
    }

    private static Trial example(String extra) {
        return TrialFile.read("t.yaml", new StringReader("""
                        trial: example
                        source: "none"
                        weeks: 24
                        population: {n: 400, seed: 3, hba1c: {mean: 8.5, sd: 0.8}, truncation: {hba1c: [7, 10]}}
                        arms:
                          - {name: placebo, regimen: []}
                          - {name: drug, regimen: [{drug: semaglutide, dose: 1, unit: mg/wk, weeks-per-step: 4}]}
                        endpoints:
                          - {measure: hba1c-change, arm: drug, versus: placebo, published: 0, tolerance: 0}
                          - {measure: responder-below-7, arm: drug, published: 0, tolerance: 0}
                          - {measure: any-hypoglycaemia, arm: drug, published: 0, tolerance: 0}
                        """ + extra));
    }

    private static double effect(String extra) {
        return run(extra).endpoints().getFirst().simulated();
    }

    @Test
    void theSameFileGivesTheSameFigures() {
        assertThat(run("")).isEqualTo(run(""));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void theFiguresAreTheSameToTheBitWhoeverDoesTheWork(int threads) {
        String washout = "prior-therapy: [{drug: glimepiride, dose: 4, unit: mg/d}]\nwashout-weeks: 4\ndropout: 0.2";
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            assertThat(TrialSimulation.run(example(washout), ModelVariant.STANDARD, Workers.of(pool, threads)))
                    .isEqualTo(run(washout));
        }
    }

    @Test
    void theIntervalHoldsTheMeanAndIsNarrow() {
        TrialResult.EndpointResult effect = run("").endpoints().getFirst();
        assertThat(effect.low()).isLessThan(effect.simulated());
        assertThat(effect.high()).isGreaterThan(effect.simulated());
        assertThat(effect.high() - effect.low()).isLessThan(0.2);
        assertThat(effect.isWithin()).isFalse();
    }

    @Test
    void dosesThatAreNotTakenDoNotAct() {
        assertThat(effect("adherence: 0")).isCloseTo(0, within(1e-9));
        assertThat(effect("adherence: 0.5")).isBetween(effect(""), -0.3);
    }

    @Test
    void thoseWhoStopDiluteTheTreatmentPolicyEffectOnly() {
        double everyone = effect("");
        assertThat(effect("dropout: 0.4\nestimand: on-treatment")).isCloseTo(everyone, within(0.1));
        assertThat(effect("dropout: 0.4\nestimand: treatment-policy")).isGreaterThan(everyone + 0.1);
    }

    @Test
    void sharesAreShares() {
        assertThat(run("").endpoints().subList(1, 3))
                .allSatisfy(share -> assertThat(share.simulated()).isBetween(0.0, 1.0));
    }
}
