package org.hsdpo.hyperscore.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.hyperscore.logic.LogicJudgement;
import org.hsdpo.hyperscore.logic.Proof;
import org.hsdpo.hyperscore.logic.ProofStatus;
import org.hsdpo.hyperscore.novelty.ReferencePatient;
import org.hsdpo.twin.AdverseEvent;
import org.hsdpo.twin.TwinCohort;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final TwinCohort TWINS = TwinCohort.personalised(
            new ReferencePatient(60, Sex.FEMALE, 33, 165, 8.5, 85, 7, 132, 105, false, false, Regimen.none()).inputs(),
            300,
            3);

    @Test
    void theSameTwinsMeetTheSameRandomNumbersUnderEveryRegimen() {
        Simulation first = Simulation.run(TWINS, Regimen.of(Drug.METFORMIN, 2000), 7);
        Simulation.run(TWINS, Regimen.none(), 7);
        assertThat(Simulation.run(TWINS, Regimen.of(Drug.METFORMIN, 2000), 7)).isEqualTo(first);
    }

    @Test
    void aStricterGoalIsReachedBySoMuchFewer() {
        Regimen regimen = Regimen.of(Drug.METFORMIN, 2000);
        assertThat(Simulation.run(TWINS, regimen, 6.5).atGoal())
                .isLessThan(Simulation.run(TWINS, regimen, 7.5).atGoal());
        assertThat(Simulation.run(TWINS, regimen, 7).success())
                .isLessThanOrEqualTo(Simulation.run(TWINS, regimen, 7).atGoal());
    }

    @Test
    void percentilesAreThoseOfTheSample() {
        double[] values = new double[101];
        for (int i = 0; i <= 100; i++) {
            values[i] = 100 - i;
        }
        Distribution distribution = Distribution.of(values, "%");
        assertThat(distribution.p5()).isEqualTo(5);
        assertThat(distribution.p50()).isEqualTo(50);
        assertThat(distribution.p95()).isEqualTo(95);
        assertThat(distribution.mean()).isCloseTo(50, within(1e-12));
        // Of the integers 0 to 100 the sample variance is 101 · 102 / 12.
        assertThat(distribution.standardDeviation()).isCloseTo(Math.sqrt(101 * 102 / 12.0), within(1e-9));
        assertThatThrownBy(() -> Distribution.of(new double[] {1, Double.NaN}, "%"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAssertionNearItsBoundIsUndecidedAndFarFromItIsNot() {
        assertThat(status("simulated-hypoglycaemia-rare", 0.01)).isEqualTo(ProofStatus.PROVEN);
        assertThat(status("simulated-hypoglycaemia-rare", 0.2)).isEqualTo(ProofStatus.UNDECIDED);
        assertThat(status("simulated-hypoglycaemia-rare", 0.5)).isEqualTo(ProofStatus.VIOLATED);
    }

    @Test
    void moreHypoglycaemiaNeverRaisesThePassRate() {
        double previous = 1;
        for (double share = 0; share <= 1; share += 0.02) {
            double score = LogicJudgement.ofAssertions(check(share)).score();
            assertThat(score).isLessThanOrEqualTo(previous);
            previous = score;
        }
        assertThat(previous).isLessThan(1);
    }

    @Test
    void aWorseForecastKeepsFewerGradesOfHba1cAndSuccess() {
        double previous = 1;
        for (double hba1c : new double[] {6.5, 7.2, 7.8, 8.6, 9.3, 10.5}) {
            double score = LogicJudgement.ofAssertions(check(0.01, hba1c, 0.9 - 0.3 * (hba1c - 6.5)))
                    .score();
            assertThat(score).as("HbA1c %.1f %%", hba1c).isLessThan(previous);
            previous = score;
        }
        assertThat(check(0.01, 9.3, 0))
                .filteredOn(proof -> proof.status() == ProofStatus.VIOLATED)
                .extracting(Proof::ruleId)
                .contains(
                        "simulated-hba1c-not-worse", "simulated-hba1c-within-2-of-goal", "simulated-success-10-percent")
                .doesNotContain("simulated-hba1c-within-3-of-goal");
    }

    @Test
    void theAssertionsWeighTwiceAsMuchAsTheRulesWhoseGateTheCandidateHasPassed() {
        List<Proof> rules = check(0.01).subList(0, 3);
        LogicJudgement judgement = LogicJudgement.ofAssertions(rules).withAssertions(check(0.01));
        double weights = judgement.proofs().stream().mapToDouble(Proof::weight).sum();
        double ofRules = rules.stream().mapToDouble(Proof::weight).sum();
        assertThat(ofRules / weights).isCloseTo(1 / 3.0, within(1e-12));
    }

    private static ProofStatus status(String id, double hypoglycaemia) {
        return check(hypoglycaemia).stream()
                .filter(proof -> proof.ruleId().equals(id))
                .findFirst()
                .orElseThrow()
                .status();
    }

    private static List<Proof> check(double hypoglycaemia) {
        return check(hypoglycaemia, 6.8, 0.7);
    }

    private static List<Proof> check(double hypoglycaemia, double meanHba1c, double success) {
        double atGoal = Math.max(0, success);
        Map<AdverseEvent, Double> adverse = new EnumMap<>(AdverseEvent.class);
        for (AdverseEvent kind : AdverseEvent.values()) {
            adverse.put(kind, 0.0);
        }
        Distribution severe = new Distribution(0, 0, 0, 0, 0, hypoglycaemia / 2, 0.1, "/a");
        Distribution hba1c = new Distribution(6, 6.4, 6.8, 7, 7.5, meanHba1c, 0.5, "%");
        Simulation simulation = new Simulation(
                DoseCourse.constant(Regimen.none()),
                1000,
                hba1c,
                hba1c,
                severe,
                severe,
                severe,
                severe,
                severe,
                atGoal,
                hypoglycaemia,
                atGoal,
                adverse,
                new BitSet());
        return SimulationAssertions.shipped().check(simulation, 7.2, 7, 2);
    }
}
