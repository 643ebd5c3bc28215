package org.hsdpo.cli.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.hyperscore.Engine;
import org.hsdpo.hyperscore.EngineRoom;
import org.hsdpo.hyperscore.EvaluationEvent;
import org.hsdpo.hyperscore.EvaluationOptions;
import org.hsdpo.hyperscore.HyperScoreEngine;
import org.hsdpo.hyperscore.calibration.ReferenceRecord;

/**
 * HyperScore of synthetic patients who have twelve admissible regimens each, one patient after the other on all cores: 1,000
 * draws for 26 weeks and the five-year forecast. Latency, candidates a second, what each engine takes of the processor
 * time, and memory.
 */
final class EvaluationBenchmark implements Benchmark {
    private static final int CANDIDATES = 12;
    private static final int PATIENTS = 10;
    private static final int LOOKED_THROUGH = 400;
    private static final int LOOK_DRAWS = 16;
    private static final int WARM_UP = 40;
    private static final int MEASURED = 100;
    private static final long SEED = 11;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Adds up the processor time of each engine. */
    private static final class Meter implements EngineRoom {
        private final Map<Engine, LongAdder> nanoseconds = new EnumMap<>(Engine.class);

        private Meter() {
            for (Engine engine : Engine.values()) {
                nanoseconds.put(engine, new LongAdder());
            }
        }

        @Override
        public <T> T work(Engine engine, Supplier<T> work) {
            long begun = THREADS.getCurrentThreadCpuTime();
            try {
                return work.get();
            } finally {
                nanoseconds.get(engine).add(THREADS.getCurrentThreadCpuTime() - begun);
            }
        }

        private void reset() {
            nanoseconds.values().forEach(LongAdder::reset);
        }

        private double milliseconds(Engine engine) {
            return nanoseconds.get(engine).sum() / 1e6;
        }
    }

    @Override
    public String name() {
        return "evaluation";
    }

    @Override
    public String description() {
        return "HyperScore of patients with " + CANDIDATES + " admissible regimens: latency, engines' shares, memory";
    }

    @Override
    public List<Metric> run(Consumer<String> progress) {
        int cores = Runtime.getRuntime().availableProcessors();
        Meter meter = new Meter();
        try (ExecutorService pool = Executors.newFixedThreadPool(cores)) {
            HyperScoreEngine engine = HyperScoreEngine.shipped(pool, meter);
            List<PatientState> patients = ReferenceRecord.records(LOOKED_THROUGH, SEED).stream()
                    .filter(state -> candidates(engine, state, LOOK_DRAWS, 1) == CANDIDATES)
                    .limit(PATIENTS)
                    .toList();
            progress.accept("warming up with " + WARM_UP + " patients, measuring " + MEASURED);
            for (int i = 0; i < WARM_UP; i++) {
                candidates(engine, patients.get(i % patients.size()), EvaluationOptions.DEFAULT_DRAWS, i);
            }
            meter.reset();
            double[] latencies = new double[MEASURED];
            long allocated = THREADS.getTotalThreadAllocatedBytes();
            for (int i = 0; i < MEASURED; i++) {
                long begun = System.nanoTime();
                candidates(engine, patients.get(i % patients.size()), EvaluationOptions.DEFAULT_DRAWS, WARM_UP + i);
                latencies[i] = (System.nanoTime() - begun) / 1e6;
            }
            double allocatedEach = (THREADS.getTotalThreadAllocatedBytes() - allocated) / (double) MEASURED;
            return metrics(meter, latencies, allocatedEach);
        }
    }

    private static int candidates(HyperScoreEngine engine, PatientState state, int draws, long seed) {
        int[] count = {0};
        engine.evaluate(state, new EvaluationOptions(draws, seed), event -> {
            if (event instanceof EvaluationEvent.CandidateResult) {
                count[0]++;
            }
        });
        return count[0];
    }

    private static List<Metric> metrics(Meter meter, double[] latencies, double allocatedEach) {
        List<Metric> metrics = new ArrayList<>();
        double total = Arrays.stream(latencies).sum();
        Arrays.sort(latencies);
        String of = " of " + CANDIDATES + " candidates";
        metrics.add(new Metric("latency-p50", "latency p50" + of, latencies[MEASURED / 2], "ms"));
        metrics.add(new Metric("latency-p95", "latency p95" + of, latencies[MEASURED * 95 / 100], "ms"));
        metrics.add(new Metric("candidates", "candidates", MEASURED * CANDIDATES / total * 1e3, "1/s"));
        for (Engine engine : Engine.values()) {
            double each = meter.milliseconds(engine) / MEASURED;
            // The meta loop and the fusion are microseconds of arithmetic and have no room of their own.
            if (engine != Engine.META) {
                String name = engine.name().toLowerCase(Locale.ROOT);
                metrics.add(new Metric("processor." + name, name + ", processor time a patient", each, "ms"));
            }
        }
        metrics.add(new Metric("allocated", "allocated a patient", allocatedEach / (1 << 20), "MiB"));
        System.gc();
        double used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        metrics.add(new Metric("heap", "heap in use with the engines loaded", used / (1 << 20), "MiB"));
        return metrics;
    }
}
