package org.hsdpo.hyperscore.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hsdpo.clinical.testing.PatientBuilder.aPatient;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.testing.PatientBuilder;
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
            PatientState patient = randomPatient(random);
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

    private static PatientState randomPatient(RandomGenerator random) {
        PatientBuilder builder = aPatient();
        if (random.nextDouble() < 0.9) {
            builder.aged(random.nextInt(18, 95));
        }
        if (random.nextDouble() < 0.9) {
            builder.of(random.nextBoolean() ? Sex.FEMALE : Sex.MALE);
        }
        if (random.nextDouble() < 0.7) {
            builder.withProblemList();
        }
        for (ConditionConcept concept : ConditionConcept.values()) {
            double draw = random.nextDouble();
            if (draw < 0.05) {
                builder.having(concept);
            } else if (draw < 0.4) {
                builder.lacking(concept);
            }
        }
        for (Measurement measurement : Measurement.values()) {
            MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(measurement);
            if (random.nextDouble() < 0.8) {
                MeasurementDefinition.Range range = definition.plausible();
                double value = Math.max(range.low(), Math.rint(random.nextDouble(range.low(), range.high() + 1e-9)));
                Bound bound = Bound.values()[random.nextInt(Bound.values().length)];
                boolean possible = bound.admits(definition.possible().low(), value)
                        || bound.admits(definition.possible().high(), value);
                if (random.nextDouble() < 0.3 && possible) {
                    builder.with(measurement, bound, value);
                } else {
                    builder.with(measurement, value);
                }
            }
        }
        for (Drug drug : Drug.values()) {
            List<Double> ladder = Formulary.shipped().entry(drug).ladder();
            if (random.nextDouble() < 0.2) {
                builder.taking(drug, ladder.get(random.nextInt(ladder.size())));
            }
        }
        if (random.nextDouble() < 0.1) {
            builder.takingAlso("gemfibrozil");
        }
        if (random.nextDouble() < 0.1) {
            builder.allergicTo("sulfonamide");
        }
        if (random.nextDouble() < 0.2) {
            builder.withGenotype("CYP2C9", "*3/*3", "Poor Metabolizer");
        }
        return builder.build();
    }
}
