package org.hsdpo.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hsdpo.cli.CommandFailure;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The JMH benchmarks of one class. */
record JmhBenchmark(String name, String description, Class<?> benchmarks) implements Benchmark {
    private static final int WARM_UP = 3;
    private static final int ITERATIONS = 5;

    @Override
    public List<Metric> run(Consumer<String> progress) {
        progress.accept(description + " (" + WARM_UP + " + " + ITERATIONS + " iterations of 2 s each)");
        List<Metric> metrics = new ArrayList<>();
        try {
            for (RunResult result : new Runner(new OptionsBuilder()
                            .include("\\." + benchmarks.getSimpleName() + "\\.")
                            .forks(1)
                            .warmupIterations(WARM_UP)
                            .measurementIterations(ITERATIONS)
                            .warmupTime(TimeValue.seconds(2))
                            .measurementTime(TimeValue.seconds(2))
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run()) {
                Result<?> primary = result.getPrimaryResult();
                String label = primary.getLabel();
                metrics.add(new Metric(Metric.id(label), label, primary.getScore(), primary.getScoreUnit()));
                metrics.add(new Metric(
                        Metric.id(label) + ".error",
                        label + " ± 99.9 %",
                        primary.getScoreError(),
                        primary.getScoreUnit()));
                for (Map.Entry<String, ?> secondary :
                        result.getSecondaryResults().entrySet()) {
                    Result<?> counted = (Result<?>) secondary.getValue();
                    metrics.add(new Metric(
                            Metric.id(label) + "." + Metric.id(secondary.getKey()),
                            secondary.getKey(),
                            counted.getScore(),
                            counted.getScoreUnit()));
                }
            }
        } catch (RunnerException e) {
            throw new CommandFailure("benchmark " + name + " failed: " + e.getMessage(), e);
        }
        return metrics;
    }
}
