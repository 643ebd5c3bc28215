package org.hsdpo.agent.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.hsdpo.agent.policy.Baselines;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.hyperscore.logic.CompiledRules;
import org.hsdpo.hyperscore.logic.RuleBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyTest {
    private static final CompiledRules SHIELD = CompiledRules.of(RuleBase.shipped());
    private static final String PROTOCOL = """
            version: 1
            title: t
            seed: 5
            groups: 2
            persons: 12
            twins: STANDARD
            primary: [HYPOGLYCAEMIA_LEVEL_2]
            secondary: [HBA1C]
            non-inferiority: {endpoint: HBA1C, margin: 0.3}
            """;

    private static StudyProtocol protocol(String text) {
        return StudyProtocol.read(new KnowledgeFile("p.yaml", text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aPolicyAgainstItselfDiffersInNothing() {
        Study.Result result =
                Study.run(protocol(PROTOCOL), Baselines.guideline(), Baselines.guideline(), SHIELD, done -> {});
        assertThat(result.rows()).hasSize(2).allSatisfy(row -> {
            assertThat(row.comparison().difference()).isZero();
            assertThat(row.comparison().pairedP()).isEqualTo(1);
            assertThat(row.comparison().people()).isEqualTo(24);
        });
        assertThat(result.nonInferior()).isTrue();
        assertThat(result.subgroups()).isNotEmpty();
    }

    @Test
    void titrationBeatsNoChangeInHba1cAndIsRepeatable() {
        Study.Result one =
                Study.run(protocol(PROTOCOL), Baselines.guideline(), Baselines.noChange(), SHIELD, done -> {});
        assertThat(one.of(Endpoint.HBA1C).difference()).isPositive();
        assertThat(one.nonInferior()).isFalse();
        assertThat(Study.run(protocol(PROTOCOL), Baselines.guideline(), Baselines.noChange(), SHIELD, done -> {}))
                .isEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "groups: 2 | groups: 0 | 'groups' is missing or not accepted; accepted: 1 to 1000",
                "title: t | title: '' | 'title'",
                "secondary: [HBA1C] | secondary: [HYPOGLYCAEMIA_LEVEL_2] | each endpoint once",
                "endpoint: HBA1C | endpoint: WEIGHT_CHANGE | 'non-inferiority'",
                "primary: [HYPOGLYCAEMIA_LEVEL_2] | primary: [HAPPINESS] | HAPPINESS",
            })
    void aProtocolThatIsNotOneIsRefused(String part, String instead, String why) {
        assertThatThrownBy(() -> protocol(PROTOCOL.replace(part, instead))).hasMessageContaining(why);
    }

    @Test
    void theShippedProtocolIsRead() {
        assertThat(StudyProtocol.shipped().primary()).contains(Endpoint.ADVERSE_DRUG_EVENTS);
        assertThat(StudyProtocol.shipped().hash()).hasSize(64);
    }
}
