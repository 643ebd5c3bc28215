package org.hsdpo.hyperscore.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBaseTest {
    private static RuleBase load(String rules) {
        String text = "version: 1\n"
                + "weights: {CONTRAINDICATION: 4, DOSE_LIMIT: 3, OBLIGATION: 2, ASSERTION: 2, CAUTION: 1}\n"
                + "rules:\n" + rules;
        return RuleBase.load(new KnowledgeFile("test.yaml", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String rule(String id, String when, String then) {
        return "  - {id: " + id + ", severity: CAUTION, hard: true, drugs: [metformin], when: {" + when + "}, then: {"
                + then + "}, words: w, source: s}\n";
    }

    @Test
    void shippedRulesAreCitedAndCoverEveryDrug() {
        assertThat(RuleBase.shipped().rules()).hasSizeGreaterThanOrEqualTo(120);
        for (Drug drug : Drug.values()) {
            assertThat(RuleBase.shipped().rules())
                    .as(drug.id())
                    .filteredOn(rule -> rule.hard() && rule.drugs().contains(drug))
                    .hasSizeGreaterThanOrEqualTo(3);
        }
        assertThat(RuleBase.shipped().rules())
                .allSatisfy(rule -> assertThat(rule.source()).matches(".*\\d{4}.*"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "egfr: {at-least: 30, below: 30} | avoid: metformin | no number lies between",
                "egfr: {above: 900} | avoid: metformin | premise that nobody fulfils",
                "egfr: {below: 900} | avoid: metformin | premise that everybody fulfils",
                "any: [{egfr: {below: 30}}, {egfr: {above: 20}}] | avoid: metformin | mentions egfr twice",
                "egfr: {below: 30} | any: [{takes: metformin}, {avoid: metformin}] | cannot be broken",
                "egfr: {below: 30} | avoid: glimepiride | restrains a drug that its conditions do not mention",
                "kidneys: {below: 30} | avoid: metformin | 'kidneys' is not a condition",
                "has: BAD_LUCK | avoid: metformin | is not a ConditionConcept",
                "egfr: {under: 30} | avoid: metformin | is not a bound",
                "egfr: {below: 30} | dose: {drug: metformin, at-most: 1, unit: g/d} | the unit is mg/d",
            })
    void refusesARuleThatCannotBeMeant(String when, String then, String why) {
        assertThatThrownBy(() -> load(rule("r", when, then))).hasMessageContaining(why);
    }

    @Test
    void refusesTheSameRuleTwice() {
        String rule = rule("r", "egfr: {below: 30}", "avoid: metformin");
        assertThatThrownBy(() -> load(rule + rule)).hasMessageContaining("stands twice");
    }

    @Test
    void refusesRulesThatTogetherLeaveNobodyToTreat() {
        assertThatThrownBy(() -> load(rule("low", "egfr: {below: 60}", "avoid: metformin")
                        + rule("high", "egfr: {at-least: 60}", "avoid: metformin")))
                .hasMessageContaining("nobody who may take metformin")
                .hasMessageContaining("low")
                .hasMessageContaining("high");
    }

    @Test
    void refusesRulesOfWhichEachDrugWaitsForTheOther() {
        assertThatThrownBy(() -> load(rule("first", "takes: metformin", "takes: sitagliptin")
                        + "  - {id: second, severity: CAUTION, hard: true, drugs: [sitagliptin], when: {takes: sitagliptin},"
                        + " then: {takes: metformin}, words: w, source: s}\n"))
                .hasMessageContaining("circular")
                .hasMessageContaining("first")
                .hasMessageContaining("second");
    }

    @Test
    void refusesRulesThatLeaveAPatientNoRegimen() {
        assertThatThrownBy(() -> load(
                        "  - {id: demands, severity: OBLIGATION, hard: true, when: {had: HEART_FAILURE}, then: {takes:"
                                + " empagliflozin}, words: w, source: s}\n"
                                + "  - {id: forbids, severity: CONTRAINDICATION, hard: true, drugs: [empagliflozin], when:"
                                + " {egfr: {below: 20}}, then: {avoid: empagliflozin}, words: w, source: s}\n"))
                .hasMessageContaining("contradict each other")
                .hasMessageContaining("heart failure")
                .hasMessageContaining("demands");
    }

    @Test
    void acceptsADemandThatEverybodyCanMeet() {
        RuleBase base =
                load("  - {id: demands, severity: OBLIGATION, hard: true, when: {had: HEART_FAILURE}, then: {takes:"
                        + " [empagliflozin, sitagliptin]}, words: w, source: s}\n"
                        + "  - {id: forbids, severity: CONTRAINDICATION, hard: true, drugs: [empagliflozin], when: {egfr: {below:"
                        + " 20}}, then: {avoid: empagliflozin}, words: w, source: s}\n");
        assertThat(base.rules()).hasSize(2);
    }

    @Test
    void refusesAnUnknownKey() {
        assertThatThrownBy(() -> load("  - {id: r, severity: CAUTION, hard: true, colour: red}\n"))
                .hasMessageContaining("colour");
    }

    @Test
    void readsARuleThatIsMeant() {
        RuleBase base = load(rule("r", "egfr: {below: 30}", "avoid: metformin"));
        assertThat(base.rules()).extracting(Rule::id).containsExactly("r");
    }
}
