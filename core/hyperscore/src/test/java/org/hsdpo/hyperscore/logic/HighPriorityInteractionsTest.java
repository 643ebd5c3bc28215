package org.hsdpo.hyperscore.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the rules cite as high-priority interactions stands in the published list, pair by pair. */
class HighPriorityInteractionsTest {
    @Test
    void everyPairOfTheRulesStandsInThePublishedList() throws IOException {
        Path list = Path.of(System.getProperty("hsdpo.shared.data", "../../../shared/data"))
                .resolve("ddi/ONC_High_Priority_Mapped.csv");
        assumeTrue(Files.exists(list), "the list of high-priority interactions is not at " + list);
        Set<Set<String>> pairs = new HashSet<>();
        for (String line : Files.readAllLines(list)) {
            String[] cells = line.replace("\uFEFF", "").toLowerCase(Locale.ROOT).split("\\$");
            pairs.add(Set.of(cells[0].strip(), cells[2].strip()));
        }
        List<Rule> citing = RuleBase.shipped().rules().stream()
                .filter(rule -> rule.source().startsWith("ONC high-priority"))
                .toList();
        assertThat(citing).hasSizeGreaterThanOrEqualTo(7);
        for (Rule rule : citing) {
            for (String restrained : ingredients(rule.audience().orElseThrow())) {
                for (String forbidden : ingredients(rule.then())) {
                    assertThat(pairs).as(rule.id()).contains(Set.of(restrained, forbidden));
                }
            }
        }
    }

    private static List<String> ingredients(Condition condition) {
        return condition
                .patientAtoms()
                .flatMap(atom -> ((Condition.CoMedication) atom).ingredients().stream())
                .toList();
    }
}
