package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hsdpo.twin.TwinKnowledge.Phenotype;
import org.junit.jupiter.api.Test;

class TwinKnowledgeTest {
    private final TwinKnowledge knowledge = TwinKnowledge.shipped();

    @Test
    void everyDrugEventAndGeneNamesItsSource() {
        assertThat(knowledge.drugs()).allSatisfy(drug -> {
            assertThat(drug.pharmacokinetics().source()).isNotBlank();
            assertThat(drug.effectsSource()).containsPattern("label|[12][09][0-9]{2}");
        });
        assertThat(knowledge.adverseEvents())
                .allSatisfy(event -> assertThat(event.source()).isNotBlank());
        assertThat(knowledge.genes())
                .allSatisfy(gene -> assertThat(gene.source()).isNotBlank());
    }

    @Test
    void theSharesOfPhenotypesAddUp() {
        assertThat(knowledge.genes()).allSatisfy(gene -> assertThat(
                        gene.phenotypes().stream().mapToDouble(Phenotype::share).sum())
                .isCloseTo(1, within(1e-9)));
    }

    @Test
    void adagIsThePublishedLine() {
        // Nathan 2008, table 2: 126, 154, 183, 212 mg/dL at 6, 7, 8, 9 %.
        assertThat(knowledge.glucose().meanGlucose(6)).isCloseTo(126, within(0.6));
        assertThat(knowledge.glucose().meanGlucose(7)).isCloseTo(154, within(0.6));
        assertThat(knowledge.glucose().meanGlucose(8)).isCloseTo(183, within(0.6));
        assertThat(knowledge.glucose().hba1c(212)).isCloseTo(9, within(0.02));
    }
}
