package org.hsdpo.cli.bench;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.hyperscore.EvaluationOptions;
import org.hsdpo.hyperscore.HyperScoreEngine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** HyperScore of all admissible regimens of the example patient, on all cores. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class EvaluationBenchmarks {
    private final PatientState patient = ExampleState.assemble();
    private final ExecutorService pool =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final HyperScoreEngine engine = HyperScoreEngine.shipped(pool);
    private long seed;

    /** The five engines, the meta loop and the fusion at 1,000 draws a candidate. */
    @Benchmark
    public void evaluatePatient(Blackhole sink) {
        engine.evaluate(patient, new EvaluationOptions(EvaluationOptions.DEFAULT_DRAWS, ++seed), sink::consume);
    }

    @TearDown
    public void stop() {
        pool.shutdownNow();
    }
}
