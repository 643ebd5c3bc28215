package org.hsdpo.twin.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialFileTest {
    private static final String TRIAL = """
            trial: example
            source: "label"
            weeks: 24
            population: {n: 200, seed: 1, hba1c: {mean: 8.0, sd: 0.9}, bmi: {mean: 30, sd: 5}, truncation: {hba1c: [7, 10]}}
            prior-therapy: [{drug: glimepiride, dose: 4, unit: mg/d}]
            washout-weeks: 3
            background: [{drug: metformin, dose: 2, unit: g/d}]
            arms:
              - {name: placebo, regimen: []}
              - {name: insulin, regimen: [{drug: insulin-glargine, titrate: {start: 10, unit: U/d, fpg-target: 5.5, fpg-unit: mmol/L}}]}
            endpoints:
              - {measure: hba1c-change, arm: insulin, versus: placebo, published: -1.2, tolerance: 0.3}
              - {measure: hypoglycaemia-rate, level: 2, arm: insulin, published: 2, tolerance: 2}
            """;

    private static Trial read(String text) {
        return TrialFile.read("t.yaml", new StringReader(text));
    }

    @Test
    void unitsBecomeThoseOfTheFormulary() {
        Trial trial = read(TRIAL);
        assertThat(trial.background()).singleElement().satisfies(metformin -> {
            assertThat(metformin.drug()).isEqualTo(Drug.METFORMIN);
            assertThat(metformin.dose()).isEqualTo(2000);
        });
        assertThat(trial.arms().getLast().regimen()).singleElement().satisfies(insulin -> {
            assertThat(insulin.dose()).isEqualTo(10);
            assertThat(insulin.fastingTarget().getAsDouble()).isCloseTo(99.1, within(0.05));
        });
        assertThat(trial.washoutWeeks()).isEqualTo(3);
        assertThat(trial.endpoints().getLast().event().level()).isEqualTo(2);
    }

    @Test
    void aLevelIsAnEventToo() {
        assertThat(read(TRIAL.replace("level: 2", "event: {level: 2}")).endpoints())
                .isEqualTo(read(TRIAL).endpoints());
    }

    /** Each line replaces a piece of the trial by a broken one and states where the fault is said to be. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "weeks: 24 | weeks: 24.5 | t.yaml:3 weeks",
                "weeks: 24 | weeks: -1 | t.yaml:3 weeks",
                "weeks: 24 | duration: 24 | t.yaml:3 duration",
                "hba1c: {mean: 8.0, sd: 0.9} | hba1c: {mean: 8.0} | t.yaml:4 population.hba1c.sd",
                "hba1c: {mean: 8.0, sd: 0.9} | hba1c: {mean: 80, sd: 9} | t.yaml:4 population.hba1c.mean",
                "hba1c: [7, 10] | hba1c: [10, 7] | t.yaml:4 population.truncation.hba1c",
                "hba1c: [7, 10] | egfr: [30, 60] | t.yaml:4 population.truncation",
                "drug: glimepiride | drug: gliclazide | t.yaml:5 prior-therapy[0].drug",
                "dose: 4, unit: mg/d | dose: 4 | t.yaml:5 prior-therapy[0].unit",
                "dose: 4, unit: mg/d | dose: 4, unit: mL/d | t.yaml:5 prior-therapy[0].unit",
                "dose: 4, unit: mg/d | dose: -4, unit: mg/d | t.yaml:5 prior-therapy[0].dose",
                "fpg-unit: mmol/L | fpg-unit: mmol | t.yaml:10 arms[1].regimen[0].titrate.fpg-unit",
                "fpg-target: 5.5 | fpg-target: 550 | t.yaml:10 arms[1].regimen[0].titrate.fpg-target",
                "name: insulin | name: placebo | t.yaml:10 arms[1].name",
                "arm: insulin, versus | arm: glargine, versus | t.yaml:12 endpoints[0].arm",
                "measure: hba1c-change | measure: hba1c | t.yaml:12 endpoints[0].measure",
                "published: -1.2 | published: [-0.6, -0.9] | t.yaml:12 endpoints[0].published",
                "published: -1.2 | published: [-0.9, -0.6, 0] | t.yaml:12 endpoints[0].published",
                "published: -1.2 | published: [-0.9, 1e9] | t.yaml:12 endpoints[0].published",
                "washout-weeks: 3 | participation-weight: -50 | t.yaml:6 participation-weight",
                "level: 2 | level: 4 | t.yaml:13 endpoints[1].level",
                "level: 2 | event: {below: 70, unit: mg/dL, symptomatic: false} | t.yaml:13 endpoints[1].event.symptomatic",
                "trial: example | trial: [ | t.yaml:",
                "washout-weeks: 3 | dropout: 1 | t.yaml:6 dropout",
                "washout-weeks: 3 | dropout: 1.5 | t.yaml:6 dropout",
                "washout-weeks: 3 | adherence: -0.1 | t.yaml:6 adherence",
                "washout-weeks: 3 | estimand: per-protocol | t.yaml:6 estimand",
                "prior-therapy: [{drug: glimepiride, dose: 4, unit: mg/d}] | adherence: 1 | t.yaml:6 washout-weeks",
                "bmi: {mean: 30, sd: 5} | fpg: {mean: 180, sd: 30} | t.yaml:6 washout-weeks",
                "hba1c: {mean: 8.0, sd: 0.9}, bmi: {mean: 30, sd: 5}, truncation: {hba1c: [7, 10]} | truncation: {hba1c: [9, 11]} | t.yaml:4 population.truncation",
                "hba1c: {mean: 8.0, sd: 0.9}, bmi: {mean: 30, sd: 5}, truncation: {hba1c: [7, 10]} | truncation: {hba1c: [1, 20]} | t.yaml:4 population.truncation",
                "drug: insulin-glargine, titrate | drug: metformin, titrate | t.yaml:10 arms[1].regimen[0].titrate",
                "drug: insulin-glargine, titrate | drug: insulin-glargine, dose: 4, unit: U/d, titrate | t.yaml:10 arms[1].regimen[0].dose",
                "{drug: insulin-glargine, titrate: {start: 10, unit: U/d, fpg-target: 5.5, fpg-unit: mmol/L}} | {drug: metformin, dose: 1, unit: g/d} | t.yaml:10 arms[1].regimen",
                "{drug: glimepiride, dose: 4, unit: mg/d} | {drug: glimepiride, dose: 4, unit: mg/d}, {drug: glimepiride, dose: 2, unit: mg/d} | t.yaml:5 prior-therapy[1].drug",
                "level: 2 | event: {level: 4} | t.yaml:13 endpoints[1].event.level",
                "level: 2 | event: {level: 2, below: 54} | t.yaml:13 endpoints[1].event.below",
                "level: 2 | level: 2, event: {below: 70, unit: mg/dL} | t.yaml:13 endpoints[1]",
            })
    void whatIsWrongIsRefusedWithFileLineAndField(String piece, String broken, String where) {
        assertThat(TRIAL).contains(piece);
        assertThatThrownBy(() -> read(TRIAL.replace(piece, broken)))
                .isInstanceOfSatisfying(InvalidInputException.class, refused -> assertThat(refused.violations())
                        .singleElement()
                        .satisfies(violation -> assertThat(violation.field()).startsWith(where)));
    }

    @Test
    void anEmptyFileIsRefused() {
        assertThatThrownBy(() -> read("# nothing\n"))
                .hasMessageContaining("t.yaml")
                .hasMessageContaining("empty");
    }

    @Test
    void theMeanOfACutDistributionIsTheOneStated() {
        Distribution cut = new Distribution(8, 0.9, 7, 10);
        double centre = cut.centre();
        double sum = 0;
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            double value = cut.at((i + 0.5) / n, centre);
            assertThat(value).isBetween(7.0, 10.0);
            sum += value;
        }
        assertThat(sum / n).isCloseTo(8, within(1e-4));
    }
}
