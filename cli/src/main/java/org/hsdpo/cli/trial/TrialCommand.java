package org.hsdpo.cli.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.Workers;
import org.hsdpo.twin.trial.Trial;
import org.hsdpo.twin.trial.Trial.Endpoint;
import org.hsdpo.twin.trial.TrialFile;
import org.hsdpo.twin.trial.TrialResult;
import org.hsdpo.twin.trial.TrialResult.EndpointResult;
import org.hsdpo.twin.trial.TrialResult.Interval;
import org.hsdpo.twin.trial.TrialSimulation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo trial FILE… [--json]}. */
@Command(
        name = "trial",
        description = {
            "Simulates published trials on the digital twin and compares what comes out with what was published.",
            "Ends with status 0 where every endpoint lies within its tolerance and with 3 where one does not."
        },
        mixinStandardHelpOptions = true)
public final class TrialCommand implements Callable<Integer> {
    private static final int OUTSIDE = 3;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "trial file (.yaml), see docs/trials.md")
    private List<Path> files;

    @Option(names = "--json", description = "print the figures as JSON")
    private boolean json;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "standard",
            description = "structure of the twin: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE})")
    private ModelVariant model;

    @Option(names = "--plot", paramLabel = "FILE", description = "write a forest plot of the changes of HbA1c (.png)")
    private Path plot;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        // All files are read first: a fault in the last one should not cost the time of the others.
        List<Trial> trials = files.stream().map(TrialCommand::read).toList();
        List<TrialResult> results = results(trials);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? document(results).toPrettyString() + System.lineSeparator() : table(results));
        out.flush();
        if (plot != null) {
            draw(new ForestPlot(results));
        }
        return results.stream().allMatch(TrialResult::isWithin) ? 0 : OUTSIDE;
    }

    private List<TrialResult> results(List<Trial> trials) {
        List<TrialResult> results = new ArrayList<>();
        int cores = Runtime.getRuntime().availableProcessors();
        try (ExecutorService pool = Executors.newFixedThreadPool(cores)) {
            for (int i = 0; i < trials.size(); i++) {
                results.add(TrialSimulation.run(trials.get(i), model, Workers.of(pool, cores)));
            }
        } catch (InvalidInputException e) {
            throw new CommandFailure(files.get(results.size()) + ": " + refusal(e), e);
        }
        return results;
    }

    private void draw(ForestPlot forest) {
        if (forest.isEmpty()) {
            throw new CommandFailure("there is nothing to plot: no endpoint is a change of HbA1c");
        }
        try {
            forest.write(plot);
        } catch (IOException e) {
            throw new CommandFailure(plot + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static Trial read(Path file) {
        try {
            return TrialFile.read(file);
        } catch (InvalidInputException e) {
            throw new CommandFailure(refusal(e), e);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(file + " does not exist", e);
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String refusal(InvalidInputException refused) {
        return refused.violations().stream()
                .map(violation -> violation.field() + " " + violation.message() + "; accepted: " + violation.accepted())
                .collect(Collectors.joining("; "));
    }

    private static ArrayNode document(List<TrialResult> results) {
        ArrayNode document = new ObjectMapper().createArrayNode();
        for (TrialResult result : results) {
            ObjectNode trial = document.addObject()
                    .put("trial", result.trial())
                    .put("source", result.source())
                    .put("weeks", result.weeks())
                    .put("n", result.size())
                    .put("model", result.variant().name().toLowerCase(Locale.ROOT))
                    .put("within", result.isWithin());
            ArrayNode endpoints = trial.putArray("endpoints");
            for (EndpointResult compared : result.endpoints()) {
                Endpoint endpoint = compared.endpoint();
                ObjectNode entry = endpoints
                        .addObject()
                        .put("measure", measure(endpoint))
                        .put("unit", unit(endpoint))
                        .put("arm", endpoint.arm());
                endpoint.versus().ifPresent(versus -> entry.put("versus", versus));
                if (endpoint.isRange()) {
                    entry.putArray("published").add(endpoint.publishedFrom()).add(endpoint.publishedTo());
                } else {
                    entry.put("published", endpoint.published());
                }
                entry.put("tolerance", endpoint.tolerance()).put("simulated", compared.simulated());
                put(entry, "interval95", compared.ofTrial());
                put(entry, "mean-interval95", compared.ofMean());
                entry.put("within", compared.isWithin());
            }
        }
        return document;
    }

    private static void put(ObjectNode entry, String name, Interval interval) {
        entry.putArray(name).add(interval.low()).add(interval.high());
    }

    private static String table(List<TrialResult> results) {
        StringBuilder table = new StringBuilder();
        for (TrialResult result : results) {
            table.append("%s · %s · %d weeks, %d twins an arm%n"
                    .formatted(result.trial(), result.source(), result.weeks(), result.size()));
            table.append("  %-52s %14s %10s   %-20s %s%n"
                    .formatted("endpoint", "published", "simulated", "95 % interval", "within tolerance"));
            for (EndpointResult compared : result.endpoints()) {
                Endpoint endpoint = compared.endpoint();
                table.append(String.format(
                        Locale.ROOT,
                        "  %-52s %14s %10.2f   %-20s %s%n",
                        measure(endpoint) + ", " + unit(endpoint) + ": " + endpoint.arm()
                                + endpoint.versus()
                                        .map(versus -> " − " + versus)
                                        .orElse(""),
                        published(endpoint),
                        compared.simulated(),
                        String.format(Locale.ROOT, "%.2f to %.2f", compared.low(), compared.high()),
                        compared.isWithin()
                                ? "yes"
                                : String.format(
                                        Locale.ROOT,
                                        "NO: %+.2f, at most %.2f",
                                        compared.error(),
                                        endpoint.tolerance())));
            }
            table.append(System.lineSeparator());
        }
        return table.toString();
    }

    private static String measure(Endpoint endpoint) {
        return endpoint.measure().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String published(Endpoint endpoint) {
        return endpoint.isRange()
                ? String.format(Locale.ROOT, "%.2f to %.2f", endpoint.publishedFrom(), endpoint.publishedTo())
                : String.format(Locale.ROOT, "%.2f", endpoint.published());
    }

    private static String unit(Endpoint endpoint) {
        return switch (endpoint.measure()) {
            case HBA1C_CHANGE -> "%";
            case WEIGHT_CHANGE -> "kg";
            case FPG_CHANGE, FPG_END -> "mg/dL";
            case INSULIN_DOSE -> "[iU]/d";
            case INSULIN_DOSE_PER_KG -> "[iU]/(kg.d)";
            case RESPONDER_BELOW_7, ANY_HYPOGLYCAEMIA -> "1";
            case HYPOGLYCAEMIA_RATE -> "/a";
        };
    }
}
