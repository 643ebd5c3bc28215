package org.hsdpo.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.hsdpo.cli.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo bench [name] [--json]}. */
@Command(
        name = "bench",
        description = "Runs benchmarks on this machine: all of them, or the one named.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    private static final List<Benchmark> ALL = List.of(
            new MeshBenchmark(),
            new BulkBenchmark(),
            new TwinBenchmark(),
            new JmhBenchmark("rules", "all rules on one candidate, and the mask of all actions", RuleBenchmarks.class),
            new EvaluationBenchmark(),
            new JmhBenchmark("agent", "one decision of the dosing agent", AgentBenchmarks.class),
            new JmhBenchmark("parser", "one clinical note to facts", ParserBenchmarks.class),
            new JmhBenchmark(
                    "ingestion",
                    "FHIR bundles, HL7 v2 messages, sensor exports and variant files to facts",
                    IngestionBenchmarks.class));

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "mesh, bulk, twin, rules, evaluation, agent, parser or ingestion")
    private String name;

    @Option(
            names = "--json",
            description = "print the figures as JSON, each with an id that stays the same between runs")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Benchmark> chosen = ALL.stream()
                .filter(benchmark -> name == null || benchmark.name().equals(name))
                .toList();
        if (chosen.isEmpty()) {
            throw new CommandFailure("there is no benchmark " + name + ": accepted are "
                    + ALL.stream().map(Benchmark::name).collect(Collectors.joining(", ")));
        }
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        ArrayNode document = new ObjectMapper().createArrayNode();
        for (Benchmark benchmark : chosen) {
            List<Metric> metrics = benchmark.run(line -> {
                err.println("… " + benchmark.name() + ": " + line);
                err.flush();
            });
            refuseAmbiguous(metrics);
            ObjectNode entry = document.addObject().put("benchmark", benchmark.name());
            ArrayNode figures = entry.putArray("metrics");
            for (Metric metric : metrics) {
                figures.addObject()
                        .put("id", benchmark.name() + "." + metric.id())
                        .put("name", metric.name())
                        .put("value", metric.value())
                        .put("unit", metric.unit());
                if (!json) {
                    out.printf(
                            "%-12s %-56s %14.4g %s%n", benchmark.name(), metric.name(), metric.value(), metric.unit());
                }
            }
            out.flush();
        }
        if (json) {
            out.println(document.toPrettyString());
            out.flush();
        }
        return 0;
    }

    private static void refuseAmbiguous(List<Metric> metrics) {
        Set<String> ids = new HashSet<>();
        for (Metric metric : metrics) {
            if (!ids.add(metric.id())) {
                throw new IllegalStateException("two figures have the id " + metric.id());
            }
        }
    }
}
