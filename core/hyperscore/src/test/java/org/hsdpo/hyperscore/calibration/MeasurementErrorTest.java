package org.hsdpo.hyperscore.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.hyperscore.EvaluationEvent.CandidateResult;
import org.hsdpo.hyperscore.EvaluationOptions;
import org.hsdpo.hyperscore.HyperScoreEngine;
import org.hsdpo.hyperscore.novelty.ReferencePatient;
import org.hsdpo.hyperscore.novelty.ReferencePopulation;
import org.junit.jupiter.api.Test;

/**
 * The same patient measured twice: how far the two scores of a regimen lie apart, against the uncertainty they state. Each
 * states the standard deviation of one, so two of the same patient differ by less than twice that of a difference nearly
 * always.
 */
class MeasurementErrorTest {
    private static final int PATIENTS = 15;

    @Test
    void scoresOfTwoMeasurementsDifferByWhatTheirUncertaintySays() {
        RandomGenerator first = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        RandomGenerator second = RandomGeneratorFactory.of("L64X128MixRandom").create(2);
        List<Double> differences = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            HyperScoreEngine engine = HyperScoreEngine.shipped(pool);
            for (ReferencePatient patient : ReferencePopulation.shipped().patients(PATIENTS, 77)) {
                Map<String, CandidateResult> one = results(engine, ReferenceRecord.of(patient, first));
                Map<String, CandidateResult> other = results(engine, ReferenceRecord.of(patient, second));
                one.forEach((action, result) -> {
                    CandidateResult again = other.get(action);
                    if (again != null
                            && result.hyperScore().isPresent()
                            && again.hyperScore().isPresent()) {
                        differences.add(standardised(result, again));
                    }
                });
            }
        }
        assertThat(differences).hasSizeGreaterThan(100);
        long within = differences.stream().filter(each -> each <= 2).count();
        System.out.printf(
                "two measurements of a patient: of %d scores of a regimen %.1f %% within two standard deviations, %.1f %% within one%n",
                differences.size(),
                100.0 * within / differences.size(),
                100.0 * differences.stream().filter(each -> each <= 1).count() / differences.size());
        assertThat(within).isGreaterThan((long) (0.9 * differences.size()));
    }

    private static Map<String, CandidateResult> results(HyperScoreEngine engine, PatientState state) {
        Map<String, CandidateResult> results = new HashMap<>();
        engine.evaluate(state, new EvaluationOptions(128, 9), event -> {
            if (event instanceof CandidateResult result) {
                results.put(result.candidate().action().id(), result);
            }
        });
        return results;
    }

    private static double standardised(CandidateResult one, CandidateResult other) {
        double difference =
                Math.abs(one.hyperScore().getAsDouble() - other.hyperScore().getAsDouble());
        double deviation = Math.hypot(
                one.hyperScoreDeviation().orElseThrow(),
                other.hyperScoreDeviation().orElseThrow());
        return difference == 0 ? 0 : difference / deviation;
    }
}
