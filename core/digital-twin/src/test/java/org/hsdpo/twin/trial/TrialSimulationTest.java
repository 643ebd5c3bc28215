package org.hsdpo.twin.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.Workers;
import org.hsdpo.twin.trial.TrialResult.EndpointResult;
import org.hsdpo.twin.trial.TrialResult.Interval;
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

    @Test
    void insulinByWeightAndWhatPeopleLoseWithoutADrugAreEndpoints() {
        String trial = """
                trial: example
                source: "none"
                weeks: 12
                participation-weight: -1
                population: {n: 200, seed: 3, hba1c: {mean: 8.5, sd: 0.8}, weight: {mean: 80, sd: 1e-6}}
                arms:
                  - {name: placebo, regimen: []}
                  - {name: insulin, regimen: [{drug: insulin-glargine, dose: 40, unit: U/d}]}
                endpoints:
                  - {measure: weight-change, arm: placebo, published: -1, tolerance: 1e-9}
                  - {measure: insulin-dose-per-kg, arm: insulin, published: [0.47, 0.50], tolerance: 0}
                  - {measure: insulin-dose-per-kg, arm: placebo, published: [0.1, 0.2], tolerance: 0.05}
                  - {measure: weight-change, arm: insulin, versus: placebo, published: [0.5, 6], tolerance: 0}
                """;
        var endpoints = TrialSimulation.run(TrialFile.read("t.yaml", new StringReader(trial)), ModelVariant.STANDARD)
                .endpoints();
        assertThat(endpoints.get(0).isWithin()).isTrue();
        assertThat(endpoints.get(1).isWithin()).isTrue();
        assertThat(endpoints.get(1).error()).isZero();
        assertThat(endpoints.get(2).isWithin()).isFalse();
        assertThat(endpoints.get(2).error()).isCloseTo(-0.1, within(1e-12));
        assertThat(endpoints.get(3).isWithin()).isTrue();
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
    void theIntervalHoldsTheMean() {
        TrialResult.EndpointResult effect = run("").endpoints().getFirst();
        assertThat(effect.low()).isLessThan(effect.simulated());
        assertThat(effect.high()).isGreaterThan(effect.simulated());
        assertThat(width(effect.ofMean())).isLessThan(0.2);
        assertThat(width(effect.ofTrial())).isBetween(width(effect.ofMean()), 0.5);
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

    private static final String INSULIN = """
            trial: example
            source: "none"
            weeks: 24
            population: {n: %d, seed: %d, hba1c: {mean: 8.0, sd: 0.5}, truncation: {hba1c: [7, 9.5]}}
            prior-therapy: [{drug: insulin-glargine, dose: 30, unit: U/d}]
            %s
            arms:
              - {name: placebo, regimen: []}
              - {name: insulin, patients: %d, regimen: [{drug: insulin-glargine, dose: 30, unit: U/d}]}
              - {name: titrated, regimen: [{drug: insulin-glargine, titrate: {start: 30, unit: U/d, fpg-target: 100, fpg-unit: mg/dL}}]}
            endpoints:
              - {measure: hba1c-change, arm: insulin, published: 0, tolerance: 0}
              - {measure: insulin-dose, arm: insulin, published: 30, tolerance: 0}
              - {measure: insulin-dose, arm: titrated, published: 30, tolerance: 0}
              - {measure: fpg-change, arm: insulin, versus: placebo, published: 0, tolerance: 0}
              - {measure: fpg-change, arm: insulin, published: 0, tolerance: 0}
              - {measure: fpg-end, arm: insulin, versus: placebo, published: 0, tolerance: 0}
              - {measure: responder-below-7, arm: placebo, published: 0, tolerance: 0}
              - {measure: responder-below-7, arm: titrated, published: 0, tolerance: 0}
              - {measure: hypoglycaemia-rate, arm: insulin, published: 0, tolerance: 0}
              - {measure: hypoglycaemia-rate, level: 1, arm: insulin, published: 0, tolerance: 0}
              - {measure: hypoglycaemia-rate, level: 2, arm: insulin, published: 0, tolerance: 0}
              - {measure: hypoglycaemia-rate, level: 3, arm: insulin, published: 0, tolerance: 0}
              - {measure: any-hypoglycaemia, level: 1, arm: insulin, published: 0, tolerance: 0}
            """;

    private static final int HBA1C_CHANGE = 0;
    private static final int TITRATED_DOSE = 2;
    private static final int ANY_RATE = 8;
    private static final int LEVEL_1_RATE = 9;

    private static List<EndpointResult> insulin(int size, int seed, String extra, int patients) {
        String file = INSULIN.formatted(size, seed, extra, patients);
        return TrialSimulation.run(TrialFile.read("t.yaml", new StringReader(file)), ModelVariant.STANDARD)
                .endpoints();
    }

    @Test
    void everyMeasureIsWhatItSays() {
        List<EndpointResult> results = insulin(400, 3, "", 400);
        double[] simulated =
                results.stream().mapToDouble(EndpointResult::simulated).toArray();
        assertThat(simulated[1]).as("a fixed dose").isEqualTo(30);
        assertThat(results.get(1).isWithin()).isTrue();
        assertThat(simulated[TITRATED_DOSE]).as("a titrated dose").isGreaterThan(35);
        assertThat(simulated[3]).as("fasting glucose against none").isLessThan(-20);
        assertThat(simulated[4]).as("fasting glucose on an old dose").isBetween(-3.0, 8.0);
        assertThat(simulated[5]).as("the same people in both arms").isCloseTo(simulated[3], within(1e-9));
        assertThat(simulated[6])
                .as("nobody was below 7 %, and nobody is without")
                .isLessThan(0.02);
        assertThat(simulated[7]).as("responders").isBetween(0.15, 0.95);
        assertThat(simulated[ANY_RATE])
                .as("an episode below 70 mg/dL is one of level 1 or 2")
                .isCloseTo(simulated[LEVEL_1_RATE] + simulated[10], withinPercentage(0.01));
        assertThat(simulated[LEVEL_1_RATE]).isPositive();
        assertThat(simulated[10]).isPositive();
        assertThat(simulated[11]).as("few need help").isBetween(simulated[10] * 1e-3, simulated[10] * 0.2);
        assertThat(simulated[12])
                .as("some have several")
                .isBetween(0.001, -Math.expm1(-simulated[LEVEL_1_RATE] * 24 / TwinBatch.WEEKS_PER_YEAR));
    }

    @Test
    void thoseWhoStopAreExposedUntilThen() {
        // The dose is an old one, so that the hazard is the same all the time; few complete.
        double everyone = insulin(2000, 3, "", 100).get(LEVEL_1_RATE).simulated();
        EndpointResult onTreatment = insulin(2000, 3, "dropout: 0.95", 100).get(LEVEL_1_RATE);
        EndpointResult policy = insulin(2000, 3, "dropout: 0.95\nestimand: treatment-policy", 100)
                .get(LEVEL_1_RATE);
        assertThat(onTreatment.simulated()).isCloseTo(everyone, withinPercentage(15));
        assertThat(policy.simulated()).as("without the drug there are none").isLessThan(0.75 * everyone);
    }

    private static double width(Interval interval) {
        return interval.high() - interval.low();
    }

    private static double standardDeviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    @Test
    void theIntervalOfTheMeanIsTheSpreadOfSimulations() {
        for (int endpoint : new int[] {HBA1C_CHANGE, TITRATED_DOSE, LEVEL_1_RATE}) {
            int repeats = 150;
            double[] simulated = new double[repeats];
            double said = 0;
            for (int seed = 0; seed < repeats; seed++) {
                EndpointResult result = insulin(200, seed, "dropout: 0.3", 200).get(endpoint);
                simulated[seed] = result.simulated();
                said += width(result.ofMean()) / repeats;
            }
            double spread = 2 * 1.96 * standardDeviation(simulated);
            assertThat(said).as("endpoint %d", endpoint).isCloseTo(spread, withinPercentage(25));
        }
    }

    @Test
    void theIntervalOfATrialIsThatOfItsNumberOfPatients() {
        EndpointResult small = insulin(400, 3, "", 50).get(HBA1C_CHANGE);
        EndpointResult large = insulin(400, 3, "", 200).get(HBA1C_CHANGE);
        assertThat(width(small.ofTrial())).isCloseTo(2 * width(large.ofTrial()), withinPercentage(1e-6));
        assertThat(small.ofMean()).isEqualTo(large.ofMean());
        // Nobody changed what he takes: the spread of a trial is nearly that of two measurements of 2.5 % of 8 %.
        assertThat(width(small.ofTrial()) / 2 / 1.96 * Math.sqrt(50)).isBetween(0.28, 0.40);
        EndpointResult dose = insulin(400, 3, "", 50).get(1);
        assertThat(width(dose.ofTrial())).as("a fixed dose").isZero();
    }

    @Test
    void anIntervalEndsWhereTheMeasureDoes() {
        EndpointResult rare = insulin(400, 3, "", 2).get(11);
        assertThat(rare.low()).isZero();
        assertThat(rare.high()).isGreaterThan(rare.simulated());
    }
}
