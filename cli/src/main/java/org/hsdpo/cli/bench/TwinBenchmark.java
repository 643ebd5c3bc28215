package org.hsdpo.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Everything that is measured of the digital twin, in one run. */
final class TwinBenchmark implements Benchmark {
    private final Benchmark forecast =
            new JmhBenchmark("twin", "forecast of one regimen, on one thread", TwinBenchmarks.class);

    @Override
    public String name() {
        return "twin";
    }

    @Override
    public String description() {
        return "the digital twin: forecasts, the slow model against general solvers, individual estimates";
    }

    @Override
    public List<Metric> run(Consumer<String> progress) {
        List<Metric> metrics = new ArrayList<>(forecast.run(progress));
        metrics.addAll(new SlowModelSpeed(progress).measure());
        metrics.addAll(new DaySpeed(progress).measure(SlowModelSpeed.cohort(256)));
        metrics.addAll(new EstimationSpeed(progress).measure());
        return metrics;
    }
}
