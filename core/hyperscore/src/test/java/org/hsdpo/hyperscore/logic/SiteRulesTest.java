package org.hsdpo.hyperscore.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a site adds can only tighten. */
class SiteRulesTest {
    private static final String STRICT = """
            version: 1
            rules:
              - {id: site-metformin-egfr-below-45, severity: CONTRAINDICATION, hard: true, drugs: [metformin], when: {egfr: {below: 45}}, then: {avoid: metformin}, words: No metformin below an eGFR of 45 here., source: "Drug committee 2026"}
              - {id: site-insulin-dose, severity: DOSE_LIMIT, hard: true, drugs: [insulin-glargine], then: {dose: {drug: insulin-glargine, at-most: 40, unit: "[iU]/d"}}, words: At most 40 units here., source: "Drug committee 2026"}
              - {id: site-no-pioglitazone, severity: CONTRAINDICATION, hard: true, drugs: [pioglitazone], then: {avoid: pioglitazone}, words: Pioglitazone is not on this formulary., source: "Drug committee 2026"}
            """;

    private static RuleBase with(String overlay) {
        return RuleBase.shipped().with(new KnowledgeFile("site.yaml", overlay.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A regimen that a site's rule makes admissible lowers a drug: a dose that breaks a rule may always be lowered, also
     * where another rule stays broken. Where a drug is started instead, no shipped rule is broken by the new regimen.
     */
    @Test
    void whateverASiteAddsNoDrugIsStartedOrRaisedByIt() {
        CompiledRules shipped = CompiledRules.of(RuleBase.shipped());
        CompiledRules strict = CompiledRules.of(with(STRICT));
        Set<String> hard = RuleBase.shipped().rules().stream()
                .filter(Rule::hard)
                .map(Rule::id)
                .collect(Collectors.toSet());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(45);
        int tightened = 0;
        for (int i = 0; i < 5_000; i++) {
            PatientState patient = RandomPatients.next(random);
            PatientFacts facts = PatientFacts.of(patient);
            Regimen current = patient.currentTherapy().regimen();
            for (Candidate candidate : strict.oneStep(facts, current)) {
                boolean before = shipped.admissible(facts, current, candidate);
                boolean now = strict.admissible(facts, current, candidate);
                assertThat(now && !before && raises(current, candidate.regimen()))
                        .as("patient %d, %s", i, candidate.action().id())
                        .isFalse();
                tightened += before && !now ? 1 : 0;
            }
            for (Candidate candidate : strict.safetySwitches(facts, current)) {
                assertThat(shipped.statuses(facts, current, candidate.regimen()).entrySet())
                        .as("patient %d, %s", i, candidate.action().id())
                        .noneMatch(each -> hard.contains(each.getKey()) && each.getValue() == ProofStatus.VIOLATED);
            }
        }
        assertThat(tightened).isPositive();
    }

    private static boolean raises(Regimen before, Regimen after) {
        return Arrays.stream(Drug.values()).anyMatch(drug -> after.dose(drug) > before.dose(drug));
    }

    @Test
    void theShippedRulesStayAndTheOthersWeighNothing() {
        RuleBase strict = with(STRICT);
        assertThat(strict.rules())
                .containsAll(RuleBase.shipped().rules())
                .hasSize(RuleBase.shipped().rules().size() + 3);
        assertThat(strict.rules())
                .filteredOn(rule -> rule.id().startsWith("site-"))
                .allMatch(rule -> rule.hard() && rule.weight() == 0);
        assertThat(strict.hash()).isEqualTo(RuleBase.shipped().hash());
        assertThat(strict.overlayHash()).isPresent();
        assertThat(RuleBase.shipped().overlayHash()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id: r, severity: CAUTION, hard: false, drugs: [metformin], then: {avoid: metformin} | rule r is not hard",
                "id: r, severity: CAUTION, hard: true, then: {avoid: metformin} | rule r restrains no drug",
                "id: metformin-dialysis, severity: CAUTION, hard: true, drugs: [metformin], then: {avoid: metformin} | stands twice",
                "id: r, severity: CAUTION, hard: true, drugs: [metformin], when: {egfr: {below: 900}}, then: {avoid: metformin} | everybody fulfils",
            })
    void whatDoesNotTightenIsRefused(String rule, String why) {
        assertThatThrownBy(() -> with("version: 1\nrules:\n  - {" + rule + ", words: w, source: s}\n"))
                .isInstanceOf(RuleFaults.class)
                .hasMessageContaining("site.yaml")
                .hasMessageContaining(why);
    }

    @Test
    void weightsAreNotASitesToSet() {
        assertThatThrownBy(() -> with(STRICT + "weights: {CAUTION: 9}\n")).hasMessageContaining("no weights");
    }

    @Test
    void rulesOfASiteThatOnlyTogetherForbidADrugAreRefused() {
        assertThatThrownBy(() -> with("""
                version: 1
                rules:
                  - {id: low, severity: CAUTION, hard: true, drugs: [sitagliptin], when: {age: {below: 60}}, then: {avoid: sitagliptin}, words: w, source: s}
                  - {id: high, severity: CAUTION, hard: true, drugs: [sitagliptin], when: {age: {at-least: 60}}, then: {avoid: sitagliptin}, words: w, source: s}
                """))
                .hasMessageContaining("nobody who may take sitagliptin")
                .hasMessageContaining("low")
                .hasMessageContaining("high");
    }

    @Test
    void everyFaultIsSaidAtOnce() {
        assertThatThrownBy(() -> with("""
                version: 1
                rules:
                  - {id: one, severity: CAUTION, hard: true, drugs: [aspirin], then: {avoid: metformin}, words: w, source: s}
                  - {id: two, severity: CAUTION, hard: true, drugs: [metformin], when: {kidneys: {below: 3}}, then: {avoid: metformin}, words: w, source: s}
                """))
                .isInstanceOfSatisfying(RuleFaults.class, faults -> assertThat(faults.faults())
                        .hasSize(2)
                        .anyMatch(fault -> fault.contains("one"))
                        .anyMatch(fault -> fault.contains("kidneys")));
    }
}
