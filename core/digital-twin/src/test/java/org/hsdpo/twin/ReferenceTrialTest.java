package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The published trial arms: sources stand in {@code reference-trials.yaml}. */
@TestInstance(Lifecycle.PER_CLASS)
class ReferenceTrialTest {
    private static final int PATIENTS = 1000;

    private Map<String, ReferenceTrial.Result> standard;

    @BeforeAll
    void runAllArms() {
        standard = ReferenceTrial.arms().stream()
                .map(arm -> ReferenceTrial.run(arm, PATIENTS, 1, ModelVariant.STANDARD))
                .collect(Collectors.toMap(result -> result.arm().name(), result -> result));
    }

    @Test
    void everyArmIsMetWithinItsTolerance() {
        assertThat(standard).hasSize(19);
        assertThat(standard.values()).allSatisfy(result -> assertThat(result.error())
                .as(result.arm().name())
                .isCloseTo(0, within(result.arm().tolerance())));
    }

    @Test
    void theMeanAbsoluteErrorIsSmall() {
        assertThat(standard.values().stream()
                        .mapToDouble(result -> Math.abs(result.error()))
                        .average()
                        .orElseThrow())
                .isLessThan(0.15);
    }

    @Test
    void theOtherStructureMeetsTheArmsMoreLoosely() {
        List<ReferenceTrial.Result> alternative = ReferenceTrial.arms().stream()
                .map(arm -> ReferenceTrial.run(arm, 300, 1, ModelVariant.ALTERNATIVE))
                .toList();
        assertThat(alternative)
                .allSatisfy(result ->
                        assertThat(result.error()).as(result.arm().name()).isCloseTo(0, within(0.4)));
        assertThat(alternative).anySatisfy(result -> assertThat(Math.abs(
                        result.effect() - standard.get(result.arm().name()).effect()))
                .as("the structures differ")
                .isGreaterThan(0.1));
    }

    @Test
    void formerUsersRiseOnPlacebo() {
        // Amaryl label: +1.5 % on placebo; Actos label: +0.7 %.
        assertThat(standard.get("glimepiride 4 mg/d").placeboChange()).isCloseTo(1.5, within(0.3));
        assertThat(standard.get("pioglitazone 30 mg/d").placeboChange()).isCloseTo(0.7, within(0.4));
    }

    @Test
    void weightsMoveAsPublished() {
        assertThat(standard.get("empagliflozin 10 mg/d").weightChange()).isBetween(-3.0, -1.8);
        assertThat(standard.get("semaglutide 1 mg/wk").weightChange()).isCloseTo(-3.5, within(0.5));
        assertThat(standard.get("glimepiride 4 mg/d").weightChange()).isBetween(1.0, 4.0);
        assertThat(standard.get("pioglitazone 45 mg/d").weightChange()).isBetween(1.0, 4.0);
        assertThat(standard.get("insulin glargine to FPG 100").weightChange()).isBetween(1.0, 4.0);
    }

    @Test
    void treatingToTargetEndsWhereTheTrialEnded() {
        ReferenceTrial.Result glargine = standard.get("insulin glargine to FPG 100");
        assertThat(glargine.fasting()).isCloseTo(117, within(6.0));
        assertThat(glargine.insulinPerKilogram()).isCloseTo(0.48, within(0.12));
        assertThat(glargine.hypoglycaemia()[0] + glargine.hypoglycaemia()[1]).isCloseTo(9.2, within(2.0));
        assertThat(glargine.hypoglycaemia()[1]).isCloseTo(3.0, within(1.0));
        assertThat(glargine.hypoglycaemia()[2]).isBetween(0.02, 0.1);
    }

    @Test
    void drugsThatDoNotCauseHypoglycaemiaStayNearPlacebo() {
        for (String arm : List.of("metformin to 2550 mg/d", "sitagliptin 100 mg/d", "empagliflozin 25 mg/d")) {
            assertThat(standard.get(arm).hypoglycaemia()[0]).as(arm).isLessThan(0.05);
        }
    }

    @Test
    void aSulfonylureaCausesHypoglycaemiaInATenthToAFifthInAYear() {
        TwinCohort cohort = TwinCohort.personalised(
                TwinInputsBuilder.someone().hba1c(Covariate.known(8.2, 0.9)).build(), PATIENTS, 1);
        TwinBatch batch = new TwinBatch(cohort);
        batch.setAllDoses(Regimen.of(Drug.GLIMEPIRIDE, 3).toArray());
        batch.advance(52);
        assertThat(ReferenceTrial.mean(
                        batch,
                        i -> -Math.expm1(-batch.expectedHypoglycaemia(i, 1)
                                - batch.expectedHypoglycaemia(i, 2)
                                - batch.expectedHypoglycaemia(i, 3))))
                .isBetween(0.10, 0.20);
    }
}
