package org.hsdpo.hyperscore.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.DosingAction;
import org.hsdpo.hyperscore.CandidateFindings;
import org.hsdpo.hyperscore.EvaluationOptions;
import org.hsdpo.hyperscore.HyperScoreEngine;
import org.hsdpo.hyperscore.impact.FiveYearForecast;
import org.hsdpo.hyperscore.impact.PatientRisk;
import org.hsdpo.hyperscore.novelty.ReferencePatient;
import org.hsdpo.hyperscore.novelty.ReferencePopulation;
import org.hsdpo.hyperscore.sandbox.Distribution;
import org.hsdpo.hyperscore.sandbox.Simulation;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinSimulator;
import org.hsdpo.twin.Workers;
import org.junit.jupiter.api.Test;

/**
 * HbA1c as forecast from a record seen once through measurement error, against what becomes of twins of the other model
 * structure, and against the forecast that nothing changes: at 26 weeks and after five years. Each regimen that the rules
 * admit is one case; each of the truth's twins is one outcome.
 */
class ForecastErrorTest {
    private static final int PATIENTS = Integer.getInteger("hsdpo.forecast.patients", 40);
    private static final int TRUTH_TWINS = 20;
    private static final long SEED = 314;

    /** Sums of one horizon and kind of regimen. */
    private static final class Error {
        private double forecast;
        private double persistence;
        private long covered;
        private long outcomes;

        private void add(double[] truth, double mean, double p5, double p95, double now) {
            for (double outcome : truth) {
                forecast += Math.abs(mean - outcome) / outcome;
                persistence += Math.abs(now - outcome) / outcome;
                covered += p5 <= outcome && outcome <= p95 ? 1 : 0;
                outcomes++;
            }
        }

        private double ofForecast() {
            return forecast / outcomes;
        }

        private double ofPersistence() {
            return persistence / outcomes;
        }

        private double coverage() {
            return (double) covered / outcomes;
        }

        private String line(String what) {
            return String.format(
                    Locale.ROOT,
                    "%s: MAPE %.1f %%, of persistence %.1f %%, ratio %.2f; 90 %% interval holds %.1f %% of %d outcomes",
                    what,
                    100 * ofForecast(),
                    100 * ofPersistence(),
                    ofForecast() / ofPersistence(),
                    100 * coverage(),
                    outcomes);
        }
    }

    @Test
    void hba1cIsForecastBetterThanByPersistence() {
        Error half = new Error();
        Error halfChanged = new Error();
        Error five = new Error();
        Error fiveChanged = new Error();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            HyperScoreEngine engine = HyperScoreEngine.shipped(pool);
            for (ReferencePatient patient : ReferencePopulation.shipped().patients(PATIENTS, SEED)) {
                PatientState seen = ReferenceRecord.of(patient, random);
                long seed = random.nextLong();
                try {
                    TwinCohort truth =
                            TwinCohort.personalised(patient.inputs(), TRUTH_TWINS, seed, ModelVariant.ALTERNATIVE);
                    compare(
                            engine.findings(seen, new EvaluationOptions(200, seed)),
                            truth,
                            patient,
                            seen.currentValue(Measurement.HBA1C).orElseThrow(),
                            List.of(half, halfChanged, five, fiveChanged));
                } catch (InvalidInputException contradictory) {
                    // No twin fits: such a patient is not forecast either.
                }
            }
        }
        System.out.println(half.line("HbA1c at 26 weeks, every regimen"));
        System.out.println(halfChanged.line("HbA1c at 26 weeks, regimens that change something"));
        System.out.println(five.line("HbA1c at 5 years, every regimen"));
        System.out.println(fiveChanged.line("HbA1c at 5 years, regimens that change something"));
        assertThat(half.ofForecast()).isLessThan(0.15);
        assertThat(five.ofForecast()).isLessThan(0.15);
        assertThat(halfChanged.ofForecast()).isLessThan(0.75 * halfChanged.ofPersistence());
        assertThat(half.coverage()).isBetween(0.6, 0.99);
    }

    private static void compare(
            List<CandidateFindings> candidates,
            TwinCohort truth,
            ReferencePatient patient,
            double now,
            List<Error> errors) {
        PatientRisk risk = new PatientRisk(
                OptionalDouble.of(patient.age()),
                Optional.of(patient.sex()),
                OptionalDouble.of(patient.height()),
                patient.cardiovascularDisease() ? Truth.TRUE : Truth.FALSE);
        for (CandidateFindings findings : candidates) {
            boolean changes = !(findings.candidate().action() instanceof DosingAction.Maintain);
            Distribution forecast = findings.simulation().orElseThrow().hba1c();
            double[] outcome = TwinSimulator.forecast(
                            truth, findings.course(), Simulation.WEEKS, Workers.callingThread())
                    .hba1c();
            errors.get(0).add(outcome, forecast.mean(), forecast.p5(), forecast.p95(), now);
            Distribution later =
                    Distribution.of(findings.fiveYears().orElseThrow().hba1c(), "%");
            double[] laterOutcome =
                    FiveYearForecast.run(truth, findings.course(), risk).hba1c();
            errors.get(2).add(laterOutcome, later.mean(), later.p5(), later.p95(), now);
            if (changes) {
                errors.get(1).add(outcome, forecast.mean(), forecast.p5(), forecast.p95(), now);
                errors.get(3).add(laterOutcome, later.mean(), later.p5(), later.p95(), now);
            }
        }
    }
}
