package org.hsdpo.cli.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.ProgressBar;
import org.hsdpo.cli.demo.ExamplePatient;
import org.hsdpo.cli.demo.PatientFile;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.fhir.FhirBundleReader;
import org.hsdpo.data.state.PatientStateAssembler;
import org.hsdpo.hyperscore.plan.GlycaemicGoal;
import org.hsdpo.hyperscore.sandbox.EdgeAxis;
import org.hsdpo.hyperscore.sandbox.EdgeSweep;
import org.hsdpo.twin.TwinInputs;
import org.hsdpo.twin.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo sweep [BUNDLE] [--dose DRUG=DOSE]… [--axis AXIS=LOW:HIGH]… [--points N] [--json]}. */
@Command(
        name = "sweep",
        description = {
            "Simulates a regimen on up to a million persons who are the patient elsewhere: older, lighter, with less renal function.",
            "Prints where an assertion of the sandbox would be violated. Ctrl-C stops it."
        },
        mixinStandardHelpOptions = true)
public final class SweepCommand implements Callable<Integer> {
    private static final Pattern DOSE = Pattern.compile("([a-z-]+)=([0-9.]+) *([^0-9. ].*)?");
    private static final Pattern AXIS = Pattern.compile("([A-Za-z0-9]+)=([0-9.]+):([0-9.]+)");

    @Parameters(
            arity = "0..1",
            paramLabel = "BUNDLE",
            description = "FHIR R4 bundle of one patient (.json); without it the example patient")
    private Path bundle;

    @Option(
            names = "--dose",
            paramLabel = "DRUG=DOSE",
            description =
                    "a drug of the regimen with its dose and unit, for example 'metformin=2000 mg/d'; without any the"
                            + " recorded regimen")
    private List<String> doses = List.of();

    @Option(
            names = "--axis",
            paramLabel = "AXIS=LOW:HIGH",
            description =
                    "what to sweep: AGE, WEIGHT, EGFR, HBA1C, DURATION; without any all of them over their whole range")
    private List<String> axes = List.of();

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "100000",
            description = "persons (default ${DEFAULT-VALUE})")
    private int points;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the persons (default ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--json", description = "print the figures as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        EdgeSweep.Result result;
        Regimen regimen;
        try {
            PatientState state = state();
            TwinInputs inputs = TwinInputs.from(state);
            regimen = doses.isEmpty() ? inputs.currentRegimen() : regimen();
            result = sweep(new EdgeSweep(
                    inputs,
                    DoseCourse.of(inputs.currentRegimen(), regimen, Formulary.shipped()),
                    GlycaemicGoal.of(state).hba1c(),
                    ranges(),
                    points,
                    seed));
        } catch (InvalidInputException e) {
            throw new CommandFailure(
                    e.violations().stream()
                            .map(violation -> violation.field() + ": " + violation.message() + "; accepted: "
                                    + violation.accepted())
                            .collect(Collectors.joining("; ")),
                    e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? document(regimen, result).toPrettyString() + System.lineSeparator() : table(regimen, result));
        out.flush();
        return 0;
    }

    private EdgeSweep.Result sweep(EdgeSweep sweep) {
        PrintWriter err = spec.commandLine().getErr();
        ProgressBar bar = new ProgressBar(err);
        int threads = Runtime.getRuntime().availableProcessors();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            EdgeSweep.Result result = sweep.run(
                    Workers.of(pool, threads),
                    done -> bar.progress("sweep", (double) done * EdgeSweep.PERSONS / points),
                    () -> false);
            err.println();
            err.flush();
            return result;
        }
    }

    private PatientState state() {
        byte[] content = bundle == null
                ? ExamplePatient.content("application/json")
                : PatientFile.of(bundle).content();
        ClinicalFacts facts = new FhirBundleReader().read(content, new Receipt("sweep", Instant.now()));
        Instant newest = facts.newestFact().orElseThrow(() -> new CommandFailure("the bundle holds no dated fact"));
        return new PatientStateAssembler().assemble("sweep", newest, List.of(facts));
    }

    private Regimen regimen() {
        Map<Drug, Double> taken = new EnumMap<>(Drug.class);
        for (String text : doses) {
            Matcher dose = DOSE.matcher(text);
            if (!dose.matches()) {
                throw new CommandFailure(
                        "--dose " + text + ": accepted is DRUG=DOSE, for example 'metformin=2000 mg/d'");
            }
            Drug drug = Drug.byId(dose.group(1))
                    .orElseThrow(() -> new CommandFailure("--dose " + text + ": " + dose.group(1)
                            + " is not in the formulary; accepted are "
                            + Arrays.stream(Drug.values()).map(Drug::id).collect(Collectors.joining(", "))));
            String unit = Formulary.shipped().entry(drug).unit();
            if (!unit.equals(dose.group(3))) {
                throw new CommandFailure("--dose " + text + ": the dose of " + drug.id() + " is accepted in " + unit);
            }
            taken.put(drug, number("--dose", text, dose.group(2)));
        }
        return Regimen.of(taken);
    }

    private Map<EdgeAxis, EdgeAxis.Range> ranges() {
        Map<EdgeAxis, EdgeAxis.Range> ranges = new EnumMap<>(EdgeAxis.class);
        for (String text : axes) {
            Matcher axis = AXIS.matcher(text);
            if (!axis.matches()) {
                throw new CommandFailure("--axis " + text + ": accepted is AXIS=LOW:HIGH, for example EGFR=10:45");
            }
            EdgeAxis named = Arrays.stream(EdgeAxis.values())
                    .filter(each -> each.name().equalsIgnoreCase(axis.group(1)))
                    .findFirst()
                    .orElseThrow(() ->
                            new CommandFailure("--axis " + text + ": accepted are " + List.of(EdgeAxis.values())));
            double low = number("--axis", text, axis.group(2));
            double high = number("--axis", text, axis.group(3));
            if (low >= high) {
                throw new CommandFailure("--axis " + text + ": the low end has to lie below the high end");
            }
            ranges.put(named, new EdgeAxis.Range(named.range().unit(), low, high));
        }
        if (ranges.isEmpty()) {
            for (EdgeAxis axis : EdgeAxis.values()) {
                ranges.put(axis, axis.range());
            }
        }
        return ranges;
    }

    private static double number(String option, String text, String digits) {
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw new CommandFailure(option + " " + text + ": " + digits + " is not a number", e);
        }
    }

    private ObjectNode document(Regimen regimen, EdgeSweep.Result result) {
        ObjectNode document = new ObjectMapper()
                .createObjectNode()
                .put("regimen", regimen.toString())
                .put("places", result.places())
                .put("persons", (long) result.places() * EdgeSweep.PERSONS)
                .put("seed", seed);
        ArrayNode edges = document.putArray("edges");
        for (EdgeSweep.Edge edge : result.edges()) {
            ObjectNode byPart = edges.addObject()
                    .put("assertion", edge.assertion())
                    .put("words", edge.words())
                    .put("violated", edge.share())
                    .putObject("violatedByTenth");
            edge.byPart().forEach((axis, shares) -> {
                ArrayNode tenths = byPart.putArray(axis.name());
                for (double share : shares) {
                    if (Double.isNaN(share)) {
                        tenths.addNull();
                    } else {
                        tenths.add(share);
                    }
                }
            });
        }
        ArrayNode worst = document.putArray("worst");
        for (EdgeSweep.Place place : result.worst()) {
            ObjectNode node =
                    worst.addObject().put("hba1c", place.hba1c()).put("hypoglycaemiaLevel2Or3", place.level2or3());
            place.values().forEach((axis, value) -> node.put(axis.name(), value));
        }
        return document;
    }

    private static String table(Regimen regimen, EdgeSweep.Result result) {
        StringBuilder table = new StringBuilder();
        table.append("%s: %d places, %d persons%n%n"
                .formatted(regimen, result.places(), (long) result.places() * EdgeSweep.PERSONS));
        if (result.edges().isEmpty()) {
            table.append("no assertion is violated anywhere%n".formatted());
        }
        for (EdgeSweep.Edge edge : result.edges()) {
            table.append(String.format(
                    Locale.ROOT,
                    "%5.1f %% of the places: %s (%s)%n",
                    100 * edge.share(),
                    edge.words(),
                    edge.assertion()));
            edge.byPart()
                    .forEach((axis, shares) -> table.append("        %-9s %s%n".formatted(axis, inPercent(shares))));
        }
        table.append("%nhypoglycaemia of level 2 or 3 most probable at%n".formatted());
        for (EdgeSweep.Place place : result.worst()) {
            List<String> values = new ArrayList<>();
            place.values()
                    .forEach((axis, value) -> values.add(String.format(
                            Locale.ROOT, "%s %.1f %s", axis, value, axis.range().unit())));
            table.append(String.format(
                    Locale.ROOT,
                    "  %3.0f %%, HbA1c %4.1f %%: %s%n",
                    100 * place.level2or3(),
                    place.hba1c(),
                    String.join(", ", values)));
        }
        return table.toString();
    }

    /** Tenths of an axis from low to high. */
    private static String inPercent(double[] shares) {
        return Arrays.stream(shares)
                .mapToObj(share -> Double.isNaN(share) ? "  -" : String.format(Locale.ROOT, "%3.0f", 100 * share))
                .collect(Collectors.joining(" "));
    }
}
