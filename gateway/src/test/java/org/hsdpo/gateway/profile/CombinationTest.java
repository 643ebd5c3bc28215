package org.hsdpo.gateway.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.contracts.agent.v1.DecideResponse;
import org.hsdpo.contracts.evaluation.v1.Abstention;
import org.hsdpo.contracts.evaluation.v1.CandidateEvaluation;
import org.hsdpo.contracts.evaluation.v1.EngineFailure;
import org.hsdpo.contracts.gateway.v1.Proposal;
import org.hsdpo.gateway.backend.Evaluation;
import org.hsdpo.gateway.testing.Fixtures;
import org.junit.jupiter.api.Test;

class CombinationTest {
    private static CandidateEvaluation.Builder scored(String action, double hyperScore, double deviation) {
        return Fixtures.scored(action, Regimen.of(Drug.METFORMIN, 1000), hyperScore, deviation);
    }

    private static Evaluation evaluation(CandidateEvaluation.Builder... candidates) {
        return new Evaluation(
                Fixtures.plan().build(),
                java.util.Arrays.stream(candidates)
                        .map(CandidateEvaluation.Builder::build)
                        .toList(),
                Fixtures.summary().build());
    }

    private static Opinion given(Object... actionsAndQ) {
        DecideResponse.Builder response = DecideResponse.newBuilder();
        for (int i = 0; i < actionsAndQ.length; i += 2) {
            response.addActions(Fixtures.value((String) actionsAndQ[i], (Double) actionsAndQ[i + 1]));
        }
        return new Opinion.Given(response.build());
    }

    private static String recommended(Combination combination) {
        return combination.recommended().map(Proposal::getAction).orElse("none");
    }

    @Test
    void recommendsTheHighestValueAmongThoseWithinOneDeviationOfTheBest() {
        Combination combination = Combination.of(
                evaluation(scored("a", 107, 1.0), scored("b", 106.2, 0.1), scored("c", 104, 5)),
                given("a", 0.5, "b", 0.9, "c", 0.1));
        assertThat(recommended(combination)).isEqualTo("b");
        assertThat(combination.abstention()).isEmpty();
        assertThat(combination.alternatives()).extracting(Proposal::getAction).containsExactly("a", "c");
    }

    @Test
    void abstainsAndShowsBothWhereTheAgentPrefersOneOutsideTheDeviation() {
        Combination combination =
                Combination.of(evaluation(scored("a", 107, 1.0), scored("c", 104, 5)), given("a", 0.5, "c", 0.9));
        assertThat(recommended(combination)).isEqualTo("none");
        assertThat(combination.abstention()).singleElement().satisfies(abstention -> {
            assertThat(abstention.getCode()).isEqualTo("HYPERSCORE_AND_AGENT_DISAGREE");
            assertThat(abstention.getReason())
                    .contains("a best (HyperScore 107.0")
                    .contains("c (HyperScore 104.0");
        });
        assertThat(combination.alternatives()).extracting(Proposal::getAction).containsExactly("a", "c");
    }

    @Test
    void anUnknownDeviationIsNotAWideOne() {
        Combination combination = Combination.of(
                evaluation(scored("a", 107, 1).clearHyperScoreStandardDeviation(), scored("b", 106.9, 1)),
                given("a", 0.5, "b", 0.9));
        assertThat(recommended(combination)).isEqualTo("none");
    }

    @Test
    void neverRecommendsACandidateThatItselfAbstains() {
        Combination combination = Combination.of(
                evaluation(
                        scored("a", 107, 1)
                                .addAbstention(Abstention.newBuilder().setCode("LOW_SUPPORT")),
                        scored("b", 102, 1)),
                given("a", 0.9, "b", 0.1));
        assertThat(recommended(combination)).isEqualTo("b");
    }

    @Test
    void neverRecommendsWhatTheAgentsShieldBars() {
        DecideResponse.Builder values = DecideResponse.newBuilder()
                .addActions(Fixtures.value("b", 0.1))
                .addActions(
                        Fixtures.value("a", 0.9).setAdmissible(false).clearQ().addMaskedBy("rule-1"));
        Combination combination =
                Combination.of(evaluation(scored("a", 107, 1), scored("b", 102, 1)), new Opinion.Given(values.build()));
        assertThat(recommended(combination)).isEqualTo("b");
        assertThat(combination.critique()).anyMatch(line -> line.contains("rule-1"));
    }

    @Test
    void withoutTheAgentRecommendsByHyperScoreAndSaysSo() {
        Combination combination = Combination.of(
                evaluation(scored("b", 106, 1), scored("a", 107, 1)), new Opinion.Missing("it is not available"));
        assertThat(recommended(combination)).isEqualTo("a");
        assertThat(combination.critique()).anyMatch(line -> line.contains("HyperScore alone"));
        assertThat(combination.degraded()).singleElement().satisfies(part -> {
            assertThat(part.getComponent()).isEqualTo("rl-agent-service");
            assertThat(part.getReason()).isEqualTo("it is not available");
        });
    }

    @Test
    void withoutTheAgentAnAbstentionIsNotSaidToBeARecommendation() {
        Evaluation evaluation = new Evaluation(
                Fixtures.plan()
                        .addAbstentions(Abstention.newBuilder().setCode("CURRENT_DOSE_UNKNOWN"))
                        .build(),
                List.of(scored("a", 107, 1).build()),
                Fixtures.summary().build());
        Combination combination = Combination.of(evaluation, new Opinion.Missing("it is not available"));
        assertThat(recommended(combination)).isEqualTo("none");
        assertThat(combination.critique()).noneMatch(line -> line.contains("recommendation was made"));
        assertThat(combination.degraded()).hasSize(1);
    }

    @Test
    void anAgentWithoutValuesIsADegradationToo() {
        Combination combination = Combination.of(evaluation(scored("a", 107, 1)), given());
        assertThat(recommended(combination)).isEqualTo("a");
        assertThat(combination.degraded()).hasSize(1);
    }

    @Test
    void aFailedEngineDegradesTheProfileOnce() {
        CandidateEvaluation.Builder a = scored("a", 107, 1)
                .addFailures(EngineFailure.newBuilder().setEngine("impact").setReason("it ran out of time"));
        a.getEnginesBuilder().clearImpact();
        CandidateEvaluation.Builder b = scored("b", 106, 1)
                .addFailures(EngineFailure.newBuilder().setEngine("IMPACT").setReason("it ran out of time"));
        b.getEnginesBuilder().clearImpact();
        Combination combination = Combination.of(evaluation(a, b), given("a", 0.9, "b", 0.1));
        assertThat(combination.degraded()).singleElement().satisfies(part -> assertThat(part.getComponent())
                .isEqualTo("engine impact"));
    }

    @Test
    void anEngineThatIsSilentWithoutAReasonDegradesTheProfile() {
        CandidateEvaluation.Builder a = scored("a", 107, 1);
        a.getEnginesBuilder().clearNovelty();
        assertThat(Combination.of(evaluation(a), given("a", 0.9)).degraded())
                .singleElement()
                .satisfies(part -> assertThat(part.getComponent()).isEqualTo("engine novelty"));
    }

    @Test
    void aReasonToAbstainForTheWholePatientWinsOverEveryScore() {
        Evaluation evaluation = new Evaluation(
                Fixtures.plan()
                        .addAbstentions(Abstention.newBuilder().setCode("NOT_TYPE_2_DIABETES"))
                        .build(),
                List.of(scored("a", 107, 1).build()),
                Fixtures.summary().build());
        Combination combination = Combination.of(evaluation, given("a", 0.9));
        assertThat(recommended(combination)).isEqualTo("none");
        assertThat(combination.abstention()).extracting(Abstention::getCode).containsExactly("NOT_TYPE_2_DIABETES");
    }

    @Test
    void aReasonThatEnginesAndAgentBothFindStandsOnce() {
        Abstention doseUnknown = Abstention.newBuilder()
                .setCode("CURRENT_DOSE_UNKNOWN")
                .setReason("evaluated as if metformin 500 mg/d were taken")
                .build();
        Evaluation evaluation = new Evaluation(
                Fixtures.plan().addAbstentions(doseUnknown).build(),
                List.of(scored("a", 107, 1).build(), scored("b", 106, 1).build()),
                Fixtures.summary().build());
        Opinion opinion = new Opinion.Given(DecideResponse.newBuilder()
                .addActions(Fixtures.value("a", 0.9))
                .addActions(Fixtures.value("b", 0.1))
                .addAbstentions(doseUnknown)
                .addAbstentions(Abstention.newBuilder().setCode("OUTSIDE_TRAINING_POPULATION"))
                .build());
        Combination combination = Combination.of(evaluation, opinion);
        assertThat(combination.abstention())
                .extracting(Abstention::getCode)
                .containsExactly("CURRENT_DOSE_UNKNOWN", "OUTSIDE_TRAINING_POPULATION");
        assertThat(combination.abstention().getFirst()).isEqualTo(doseUnknown);
        assertThat(combination.alternatives()).extracting(Proposal::getAction).containsExactly("a", "b");
        assertThat(combination.degraded()).isEmpty();
    }

    @Test
    void nothingAdmissibleIsAnUrgentAbstention() {
        Combination combination = Combination.of(evaluation(), given());
        assertThat(combination.abstention()).extracting(Abstention::getCode).containsExactly("NOTHING_ADMISSIBLE");
    }

    @Test
    void inadmissibleRegimensKeepTheirProof() {
        Combination combination = Combination.of(evaluation(scored("a", 107, 1)), given("a", 0.9));
        assertThat(combination.inadmissible()).singleElement().satisfies(barred -> {
            assertThat(barred.getAction()).isEqualTo("up:pioglitazone");
            assertThat(barred.getProofs(0).getExplanation()).contains("heart failure");
            assertThat(barred.hasHyperScore()).isFalse();
        });
    }

    @Test
    void theOrderInWhichCandidatesCameDoesNotMatter() {
        Combination one = Combination.of(
                evaluation(scored("a", 107, 1), scored("b", 107, 1), scored("maintain", 107, 1)),
                given("a", 0.5, "b", 0.5, "maintain", 0.5));
        Combination other = Combination.of(
                evaluation(scored("maintain", 107, 1), scored("b", 107, 1), scored("a", 107, 1)),
                given("b", 0.5, "maintain", 0.5, "a", 0.5));
        assertThat(one).isEqualTo(other);
        assertThat(recommended(one)).isEqualTo("maintain");
    }
}
