package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The published trial arms: sources stand in {@code reference-trials.yaml}. Leaves the table of
 * {@code docs/digital-twin.md} in {@code target/reference-trials.md}.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ReferenceTrialTest {
    private static final int PATIENTS = 1000;

    private final List<ReferenceTrial.Result> standard = runAllArms(ModelVariant.STANDARD);
    private final List<ReferenceTrial.Result> alternative = runAllArms(ModelVariant.ALTERNATIVE);

    private static List<ReferenceTrial.Result> runAllArms(ModelVariant variant) {
        return ReferenceTrial.arms().stream()
                .map(arm -> ReferenceTrial.run(arm, PATIENTS, 1, variant))
                .toList();
    }

    private ReferenceTrial.Result arm(String name) {
        return standard.stream()
                .filter(result -> result.arm().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @BeforeAll
    void leaveTheTable() throws IOException {
        Files.writeString(
                Path.of("target/reference-trials.md"),
                ReferenceTrial.table(ModelVariant.STANDARD, standard)
                        + ReferenceTrial.table(ModelVariant.ALTERNATIVE, alternative));
    }

    @Test
    void everyArmIsMetWithinItsTolerance() {
        assertThat(standard).hasSize(19);
        assertThat(standard).allSatisfy(result -> assertThat(result.error())
                .as(result.arm().name())
                .isCloseTo(0, within(result.arm().tolerance())));
    }

    @Test
    void theMeanAbsoluteErrorIsSmall() {
        assertThat(ReferenceTrial.meanAbsoluteError(standard)).isLessThan(0.15);
    }

    @Test
    void theOtherStructureMeetsTheArmsMoreLoosely() {
        assertThat(alternative)
                .allSatisfy(result ->
                        assertThat(result.error()).as(result.arm().name()).isCloseTo(0, within(0.35)));
        assertThat(alternative).anySatisfy(result -> assertThat(
                        Math.abs(result.effect() - arm(result.arm().name()).effect()))
                .as("the structures differ")
                .isGreaterThan(0.1));
    }

    @Test
    void formerUsersRiseOnPlacebo() {
        // Amaryl label: +1.5 % on placebo; Actos label: +0.7 %.
        assertThat(arm("glimepiride 4 mg/d").placeboChange()).isCloseTo(1.5, within(0.3));
        assertThat(arm("pioglitazone 30 mg/d").placeboChange()).isCloseTo(0.7, within(0.4));
    }

    @Test
    void weightsMoveAsPublished() {
        assertThat(arm("empagliflozin 10 mg/d").weightChange()).isBetween(-3.0, -1.8);
        assertThat(arm("semaglutide 1 mg/wk").weightChange()).isCloseTo(-3.5, within(0.5));
        assertThat(arm("glimepiride 4 mg/d").weightChange()).isBetween(1.0, 4.0);
        assertThat(arm("pioglitazone 45 mg/d").weightChange()).isBetween(1.0, 4.0);
        assertThat(arm("insulin glargine to FPG 100").weightChange()).isBetween(1.0, 4.0);
    }

    @Test
    void treatingToTargetEndsWhereTheTrialEnded() {
        ReferenceTrial.Result glargine = arm("insulin glargine to FPG 100");
        assertThat(glargine.fasting()).isCloseTo(117, within(6.0));
        assertThat(glargine.insulinPerKilogram()).isCloseTo(0.48, within(0.12));
        assertThat(glargine.hypoglycaemia()[0] + glargine.hypoglycaemia()[1]).isCloseTo(9.2, within(2.0));
        assertThat(glargine.hypoglycaemia()[1]).isCloseTo(3.0, within(1.0));
        assertThat(glargine.hypoglycaemia()[2]).isBetween(0.02, 0.1);
    }

    @Test
    void drugsThatDoNotCauseHypoglycaemiaStayNearPlacebo() {
        for (String name : List.of("metformin to 2550 mg/d", "sitagliptin 100 mg/d", "empagliflozin 25 mg/d")) {
            assertThat(arm(name).hypoglycaemia()[0]).as(name).isLessThan(0.05);
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
