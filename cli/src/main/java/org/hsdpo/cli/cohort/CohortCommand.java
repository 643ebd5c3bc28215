package org.hsdpo.cli.cohort;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.UnrecordedDose;
import org.hsdpo.data.nhanes.NhanesCohort;
import org.hsdpo.data.nhanes.NhanesParticipant;
import org.hsdpo.data.nhanes.NhanesTables;
import org.hsdpo.hyperscore.sandbox.Distribution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo cohort FOLDER [--json]}. */
@Command(
        name = "cohort",
        description = "Selects the adults with type 2 diabetes of NHANES and prints how many are left after each step.",
        mixinStandardHelpOptions = true)
public final class CohortCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FOLDER",
            description = "folder of the survey's tables: DEMO_I.XPT or DEMO_I.csv, also packed as .xz or .gz")
    private Path folder;

    @Option(
            names = "--models",
            description =
                    "also say how well HbA1c and eGFR are predicted from covariates and drugs, on participants left out")
    private boolean models;

    @Option(names = "--json", description = "print the figures as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** A measurement among the members; quartiles in its canonical unit. */
    private record Spread(MeasurementDefinition measurement, int members, double low, double median, double high) {}

    @Override
    public Integer call() {
        NhanesCohort cohort = read();
        PrintWriter out = spec.commandLine().getOut();
        List<SurveyModels.Quality> qualities = models
                ? SurveyModels.TARGETS.stream()
                        .flatMap(target -> SurveyModels.crossValidated(cohort.members(), target).stream())
                        .toList()
                : List.of();
        out.print(
                json
                        ? document(cohort, qualities).toPrettyString() + System.lineSeparator()
                        : table(cohort) + table(qualities));
        out.flush();
        return 0;
    }

    private NhanesCohort read() {
        try {
            return NhanesCohort.typeTwo(NhanesTables.in(folder));
        } catch (InvalidInputException e) {
            throw new CommandFailure(
                    e.violations().stream()
                            .map(violation -> violation.field() + ": " + violation.message() + "; accepted: "
                                    + violation.accepted())
                            .collect(Collectors.joining("; ")),
                    e);
        } catch (UncheckedIOException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private static String table(List<SurveyModels.Quality> qualities) {
        StringBuilder table = new StringBuilder();
        for (SurveyModels.Quality quality : qualities) {
            table.append(String.format(
                    Locale.ROOT,
                    "%n%s from covariates and drugs, %d members, %d folds: R2 %.2f, mean absolute error %.2f %s, %.1f %% of the"
                            + " value (predicting the mean: %.1f %%)%n",
                    MeasurementCatalogue.shipped().definition(quality.target()).label(),
                    quality.participants(),
                    SurveyModels.FOLDS,
                    quality.explained(),
                    quality.meanError(),
                    MeasurementCatalogue.shipped().definition(quality.target()).unit(),
                    100 * quality.relativeError(),
                    100 * quality.relativeErrorOfMean()));
        }
        return table.toString();
    }

    private static ObjectNode document(NhanesCohort cohort, List<SurveyModels.Quality> qualities) {
        ObjectNode document = new ObjectMapper()
                .createObjectNode()
                .put("members", cohort.members().size());
        ArrayNode steps = document.putArray("steps");
        cohort.steps().forEach(step -> steps.addObject()
                .put("cycle", step.cycle())
                .put("criterion", step.criterion())
                .put("remaining", step.remaining()));
        ArrayNode measurements = document.putArray("measurements");
        for (Measurement measurement : Measurement.values()) {
            spread(cohort, measurement).ifPresent(spread -> measurements
                    .addObject()
                    .put("measurement", measurement.name())
                    .put("unit", spread.measurement().unit())
                    .put("members", spread.members())
                    .put("lowerQuartile", spread.low())
                    .put("median", spread.median())
                    .put("upperQuartile", spread.high()));
        }
        ObjectNode drugs = document.putObject("drugs");
        drugs(cohort).forEach((drug, takers) -> drugs.put(drug, takers.intValue()));
        ArrayNode predictions = document.putArray("models");
        qualities.forEach(quality -> predictions
                .addObject()
                .put("target", quality.target().name())
                .put("participants", quality.participants())
                .put("r2", quality.explained())
                .put("meanAbsoluteError", quality.meanError())
                .put("meanAbsoluteRelativeError", quality.relativeError())
                .put("meanAbsoluteRelativeErrorOfMean", quality.relativeErrorOfMean()));
        return document;
    }

    private static String table(NhanesCohort cohort) {
        StringBuilder table = new StringBuilder();
        table.append("%-8s %-48s %10s%n".formatted("cycle", "criterion", "remaining"));
        cohort.steps()
                .forEach(step ->
                        table.append("%-8s %-48s %10d%n".formatted(step.cycle(), step.criterion(), step.remaining())));
        table.append("%n%-36s %8s %10s %10s %10s%n"
                .formatted("of " + cohort.members().size() + " members", "measured", "quartile", "median", "quartile"));
        for (Measurement measurement : Measurement.values()) {
            spread(cohort, measurement)
                    .ifPresent(spread -> table.append(String.format(
                            Locale.ROOT,
                            "%-36s %8d %10.2f %10.2f %10.2f%n",
                            spread.measurement().label() + ", "
                                    + spread.measurement().unit(),
                            spread.members(),
                            spread.low(),
                            spread.median(),
                            spread.high())));
        }
        table.append("%ntaken by: %s%n"
                .formatted(drugs(cohort).entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "))));
        return table.toString();
    }

    /** Members by glucose-lowering drug. */
    private static Map<String, Long> drugs(NhanesCohort cohort) {
        return cohort.members().stream()
                .map(NhanesParticipant::state)
                .map(PatientState::currentTherapy)
                .flatMap(therapy -> Stream.concat(
                        therapy.unrecorded().stream().map(UnrecordedDose::label),
                        therapy.otherGlucoseLowering().stream()))
                .collect(Collectors.groupingBy(drug -> drug, TreeMap::new, Collectors.counting()));
    }

    private static Optional<Spread> spread(NhanesCohort cohort, Measurement measurement) {
        double[] values = cohort.members().stream()
                .flatMap(member -> member.state().latest(measurement).stream())
                .mapToDouble(observation -> observation.value().value())
                .toArray();
        if (values.length == 0) {
            return Optional.empty();
        }
        MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(measurement);
        Distribution all = Distribution.of(values, definition.unit());
        return Optional.of(new Spread(definition, values.length, all.p25(), all.p50(), all.p75()));
    }
}
