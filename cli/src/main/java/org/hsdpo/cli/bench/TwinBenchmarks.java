package org.hsdpo.cli.bench;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.RegimenForecast;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;
import org.hsdpo.twin.TwinSimulator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The digital twin on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class TwinBenchmarks {
    private static final int DRAWS = 1000;
    private static final int WEEKS = 26;

    private final TwinInputs inputs = new TwinInputs(
            Covariate.known(61, 0.5),
            Optional.of(Sex.FEMALE),
            Covariate.known(88, 1),
            Covariate.known(164, 1),
            Covariate.known(68, 6),
            Covariate.known(8.6, 0.2),
            Covariate.known(176, 10),
            Covariate.unknown(),
            Covariate.unknown(),
            Covariate.known(8, 1),
            Covariate.known(138, 8),
            Covariate.known(112, 8),
            Map.of(),
            Truth.FALSE,
            Truth.FALSE,
            Truth.FALSE,
            Regimen.of(Drug.METFORMIN, 1000));
    private final TwinCohort cohort = TwinCohort.personalised(inputs, DRAWS, 1);
    private final Regimen candidate = Regimen.of(Drug.METFORMIN, 1000).with(Drug.SEMAGLUTIDE, 0.25);

    /** Twin-weeks a second of a forecast with its percentiles. */
    @Benchmark
    @OperationsPerInvocation(DRAWS * WEEKS)
    public RegimenForecast forecastTwinWeeks() {
        return TwinSimulator.forecast(cohort, candidate, WEEKS);
    }

    /** Twin-weeks a second of the bare simulation. */
    @Benchmark
    @OperationsPerInvocation(DRAWS * WEEKS)
    public TwinBatch simulateTwinWeeks() {
        TwinBatch batch = new TwinBatch(cohort);
        batch.setAllDoses(candidate.toArray());
        batch.advance(WEEKS);
        return batch;
    }

    /** Draws a second of the personalisation to one patient's data. */
    @Benchmark
    @OperationsPerInvocation(DRAWS)
    public TwinCohort personaliseDraws() {
        return TwinCohort.personalised(inputs, DRAWS, 1);
    }
}
