package org.hsdpo.hyperscore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hsdpo.hyperscore.calibration.Calibration;
import org.hsdpo.hyperscore.calibration.ReferenceRecord;
import org.hsdpo.hyperscore.fusion.Term;
import org.hsdpo.hyperscore.fusion.Terms;
import org.hsdpo.hyperscore.logic.LogicJudgement;
import org.hsdpo.hyperscore.logic.Proof;
import org.hsdpo.hyperscore.logic.RuleBase;
import org.hsdpo.hyperscore.logic.Severity;
import org.hsdpo.hyperscore.sandbox.Simulation;
import org.hsdpo.hyperscore.sandbox.SimulationAssertions;
import org.junit.jupiter.api.Test;

class CandidateScoreTest {
    private static final Calibration CALIBRATION = Calibration.shipped();
    private static final double WEIGHT = RuleBase.shipped().weight(Severity.ASSERTION);
    private static final double MORE = 0.6;
    private static final double DAYS_LOST = 5;

    @Test
    void moreHypoglycaemiaNeverRaisesWhatTheEnginesSay() {
        List<CandidateFindings> candidates = findings();
        assertThat(candidates).hasSizeGreaterThan(20);
        int lower = 0;
        for (CandidateFindings findings : candidates) {
            CandidateScore before = score(withHypoglycaemia(findings, 0, 0));
            CandidateScore after = score(withHypoglycaemia(findings, MORE, DAYS_LOST));
            double scoreBefore = hyperScore(before.terms());
            // The meta term is about agreement: engines that agree on a worse regimen may well agree better.
            double scoreAfter =
                    hyperScore(after.terms().with(Term.META, before.terms().value(Term.META)));
            assertThat(scoreAfter).as(findings.candidate().action().id()).isLessThanOrEqualTo(scoreBefore);
            assertThat(hyperScore(after.terms()))
                    .as("what better agreement can give back")
                    .isLessThan(hyperScore(before.terms()) + 0.1);
            lower += scoreAfter < scoreBefore ? 1 : 0;
        }
        assertThat(lower).isGreaterThan(candidates.size() / 2);
    }

    private static List<CandidateFindings> findings() {
        List<CandidateFindings> all = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            HyperScoreEngine engine = HyperScoreEngine.shipped(pool);
            ReferenceRecord.records(4, 21)
                    .forEach(record -> all.addAll(engine.findings(record, new EvaluationOptions(64, 5))));
        }
        return all;
    }

    private static CandidateScore score(CandidateFindings findings) {
        return CandidateScore.of(findings, CALIBRATION).orElseThrow();
    }

    private static double hyperScore(Terms terms) {
        return CALIBRATION.formula().score(CALIBRATION.weights().combine(terms));
    }

    /** The same findings with hypoglycaemia more likely, and what that takes from the five-year forecast. */
    private static CandidateFindings withHypoglycaemia(CandidateFindings findings, double more, double daysLost) {
        List<Proof> rules = findings.logic().proofs().stream()
                .filter(proof -> proof.severity() != Severity.ASSERTION)
                .toList();
        Simulation run = withHypoglycaemia(findings.simulation().orElseThrow(), more);
        List<CandidateFindings.Again> again = findings.again().stream()
                .map(each -> {
                    Simulation repeated = withHypoglycaemia(each.simulation(), more);
                    return new CandidateFindings.Again(
                            each.name(),
                            repeated,
                            judged(rules, repeated).score(),
                            each.novelty(),
                            each.daysGained() - daysLost);
                })
                .toList();
        return new CandidateFindings(
                findings.candidate(),
                findings.course(),
                judged(rules, run),
                List.of(),
                Optional.of(run),
                findings.novelty(),
                findings.fiveYears(),
                findings.daysGained().map(days -> days - daysLost),
                again,
                findings.feasibility(),
                List.of());
    }

    private static LogicJudgement judged(List<Proof> rules, Simulation run) {
        return LogicJudgement.ofAssertions(rules)
                .withAssertions(
                        SimulationAssertions.shipped().check(run, run.hba1c().mean(), 7, WEIGHT));
    }

    private static Simulation withHypoglycaemia(Simulation run, double more) {
        return new Simulation(
                run.course(),
                run.draws(),
                run.hba1c(),
                run.fastingGlucose(),
                run.weightChange(),
                run.timeInRange(),
                run.level1(),
                run.level2(),
                run.level3(),
                run.atGoal(),
                Math.min(1, run.level2or3() + more),
                run.success(),
                run.adverse(),
                run.succeeded());
    }
}
