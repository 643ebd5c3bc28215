package org.hsdpo.hyperscore.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.Test;

/** The compiled table and the solver say the same, so the one may stand in for the other. */
class SolverAgreementTest {
    private static final int PATIENTS = 2_000;

    @Test
    void compiledRulesEqualTheSolverOnRandomPatientsAndRegimens() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20260115);
        LogicEngine engine = new LogicEngine(RuleBase.shipped());
        int admissible = 0;
        Map<ProofStatus, Integer> seen = new TreeMap<>();
        for (int i = 0; i < PATIENTS; i++) {
            PatientState patient = RandomPatients.next(random);
            PatientFacts facts = PatientFacts.of(patient);
            Regimen current = patient.currentTherapy().regimen();
            List<Candidate> candidates = engine.compiled().oneStep(facts, current);
            Candidate candidate = candidates.get(random.nextInt(candidates.size()));
            try (LogicEngine.PatientLogic logic = engine.forPatient(facts, current)) {
                LogicJudgement judgement = logic.judge(candidate);
                Map<String, ProofStatus> solved = new TreeMap<>();
                judgement.proofs().forEach(proof -> solved.put(proof.ruleId(), proof.status()));
                solved.values().forEach(status -> seen.merge(status, 1, Integer::sum));

                assertThat(engine.compiled().statuses(facts, current, candidate.regimen()))
                        .as("patient %d, %s", i, candidate.action().id())
                        .isEqualTo(solved);
                assertThat(engine.compiled().admissible(facts, current, candidate))
                        .isEqualTo(judgement.admissible());
                admissible += judgement.admissible() ? 1 : 0;
            }
        }
        assertThat(seen).containsKeys(ProofStatus.values());
        assertThat(admissible).isBetween(PATIENTS / 20, PATIENTS * 19 / 20);
    }
}
