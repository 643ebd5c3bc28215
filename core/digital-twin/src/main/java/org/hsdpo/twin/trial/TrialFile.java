package org.hsdpo.twin.trial;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.quantity.Ucum;
import org.hsdpo.twin.trial.Trial.Arm;
import org.hsdpo.twin.trial.Trial.Endpoint;
import org.hsdpo.twin.trial.Trial.Estimand;
import org.hsdpo.twin.trial.Trial.Event;
import org.hsdpo.twin.trial.Trial.Measure;
import org.hsdpo.twin.trial.Trial.Population;
import org.hsdpo.twin.trial.Trial.Prescription;

/** Reads trial files; the format is described in docs/trials.md. */
public final class TrialFile {
    private static final int DEFAULT_SIZE = 1000;
    private static final int LARGEST = 1_000_000;
    private static final int LONGEST_WEEKS = 20 * 52;

    /** Where nothing is said of HbA1c: adults with diagnosed diabetes, NHANES 2011-2016, own unweighted tabulation. */
    /** What the twin can represent, %. */
    private static final double LEAST_HBA1C = 5;

    private static final double MOST_HBA1C = 16;
    private static final Distribution HBA1C = new Distribution(7.3, 1.6, 5, 14);

    private static final Map<String, Measure> MEASURES = Map.of(
            "hba1c-change", Measure.HBA1C_CHANGE,
            "weight-change", Measure.WEIGHT_CHANGE,
            "fpg-change", Measure.FPG_CHANGE,
            "fpg-end", Measure.FPG_END,
            "insulin-dose", Measure.INSULIN_DOSE,
            "insulin-dose-per-kg", Measure.INSULIN_DOSE_PER_KG,
            "responder-below-7", Measure.RESPONDER_BELOW_7,
            "hypoglycaemia-rate", Measure.HYPOGLYCAEMIA_RATE,
            "any-hypoglycaemia", Measure.ANY_HYPOGLYCAEMIA);

    private final YamlObject root;

    private TrialFile(YamlObject root) {
        this.root = root;
    }

    /**
     * Reads one trial.
     *
     * @throws InvalidInputException naming file, line and field of everything that is wrong
     * @throws IOException where the file cannot be read
     */
    public static Trial read(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(file.toString(), text);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new InvalidInputException(file.toString(), "TEXT_NOT_UTF8", "the file is not UTF-8 text", "UTF-8");
        }
    }

    /** {@link #read(Path)} from a text; {@code name} stands for the file in messages. */
    public static Trial read(String name, Reader text) {
        return new TrialFile(YamlObject.read(name, text)).trial();
    }

    private Trial trial() {
        root.only(
                "trial",
                "source",
                "weeks",
                "population",
                "prior-therapy",
                "washout-weeks",
                "background",
                "adherence",
                "dropout",
                "estimand",
                "participation-weight",
                "arms",
                "endpoints");
        List<Prescription> prior = prescriptions(root, "prior-therapy", false);
        if (root.has("washout-weeks") && prior.isEmpty()) {
            throw root.refused(
                    "washout-weeks", "VALUE_INVALID", "washes out no prior therapy", "a prior-therapy beside it");
        }
        if (root.has("washout-weeks") && root.object("population").has("fpg")) {
            throw root.refused(
                    "washout-weeks",
                    "VALUE_INVALID",
                    "stands beside a fasting glucose of the population, whose moment would not be certain",
                    "population.hba1c alone, which is that after the washout");
        }
        List<Prescription> background = prescriptions(root, "background", false);
        List<Arm> arms = arms(background);
        double dropout = root.optionalNumber("dropout", 0, 1).orElse(0);
        if (dropout == 1) {
            throw root.refused("dropout", "VALUE_INVALID", "leaves nobody", "a share below 1");
        }
        return new Trial(
                root.text("trial"),
                root.text("source"),
                root.integer("weeks", 1, LONGEST_WEEKS),
                population(),
                prior,
                root.has("washout-weeks") ? root.integer("washout-weeks", 1, 52) : 0,
                background,
                root.optionalNumber("adherence", 0, 1).orElse(1),
                dropout,
                root.has("estimand")
                        ? root.choice(
                                "estimand",
                                Map.of(
                                        "on-treatment", Estimand.ON_TREATMENT,
                                        "treatment-policy", Estimand.TREATMENT_POLICY))
                        : Estimand.ON_TREATMENT,
                root.optionalNumber("participation-weight", -10, 10).orElse(0),
                arms,
                endpoints(arms));
    }

    private Population population() {
        YamlObject population = root.object("population")
                .only("n", "seed", "hba1c", "fpg", "age", "bmi", "weight", "egfr", "duration", "female", "truncation");
        Map<String, double[]> truncation = new TreeMap<>();
        if (population.has("truncation")) {
            YamlObject cuts =
                    population.object("truncation").only("hba1c", "fpg", "age", "bmi", "weight", "egfr", "duration");
            for (String key : cuts.keys()) {
                truncation.put(key, cuts.range(key));
            }
        }
        if (population.has("bmi") && population.has("weight")) {
            throw population.refused("bmi", "VALUE_INVALID", "stands beside weight", "one of bmi and weight");
        }
        // The outer ends are what the twin can represent.
        return new Population(
                population.has("n") ? population.integer("n", 2, LARGEST) : DEFAULT_SIZE,
                population.has("seed") ? population.integer("seed", 0, Integer.MAX_VALUE) : 1,
                distribution(population, truncation, "hba1c", LEAST_HBA1C, MOST_HBA1C)
                        .orElseGet(() -> truncated(population, truncation)),
                distribution(population, truncation, "fpg", 70, 500),
                distribution(population, truncation, "age", 18, 100),
                distribution(population, truncation, "bmi", 16, 70),
                distribution(population, truncation, "weight", 35, 300),
                distribution(population, truncation, "egfr", 8, 140),
                distribution(population, truncation, "duration", 0.1, 60),
                population.optionalNumber("female", 0, 1));
    }

    private static Distribution truncated(YamlObject population, Map<String, double[]> truncation) {
        double[] cut = truncation.getOrDefault("hba1c", new double[] {HBA1C.low(), HBA1C.high()});
        if (cut[0] < LEAST_HBA1C || cut[1] > MOST_HBA1C || !(HBA1C.mean() > cut[0] && HBA1C.mean() < cut[1])) {
            throw population.refused(
                    "truncation",
                    "VALUE_INVALID",
                    "cuts hba1c, which is not stated, away from its usual mean of " + HBA1C.mean(),
                    "hba1c with mean and sd, or a range around " + HBA1C.mean() + " within " + LEAST_HBA1C + " to "
                            + MOST_HBA1C);
        }
        return new Distribution(HBA1C.mean(), HBA1C.sd(), cut[0], cut[1]);
    }

    private Optional<Distribution> distribution(
            YamlObject population, Map<String, double[]> truncation, String key, double low, double high) {
        if (!population.has(key)) {
            if (truncation.containsKey(key) && !key.equals("hba1c")) {
                throw population.refused(
                        "truncation",
                        "VALUE_INVALID",
                        "cuts " + key + ", which is not stated",
                        key + " with mean and sd");
            }
            return Optional.empty();
        }
        YamlObject stated = population.object(key).only("mean", "sd");
        double[] cut = truncation.getOrDefault(key, new double[] {low, high});
        if (cut[0] < low || cut[1] > high) {
            throw population.refused(
                    "truncation",
                    "RANGE_INVALID",
                    "cuts " + key + " beyond what the twin can represent",
                    "a range within " + low + " to " + high);
        }
        double mean = stated.number("mean", cut[0], cut[1]);
        if (!(mean > cut[0] && mean < cut[1])) {
            throw stated.refused("mean", "VALUE_INVALID", "lies at the end of the truncation", "a mean inside it");
        }
        double sd = stated.number("sd", 1e-6, high - low);
        return Optional.of(new Distribution(mean, sd, cut[0], cut[1]));
    }

    private List<Arm> arms(List<Prescription> background) {
        List<Arm> arms = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlObject arm : root.objects("arms")) {
            arm.only("name", "patients", "regimen");
            if (!names.add(arm.text("name"))) {
                throw arm.refused("name", "NAME_DUPLICATE", "names another arm already", "a name of its own");
            }
            if (!arm.has("regimen")) {
                throw arm.refused("regimen", "KEY_MISSING", "is missing", "a list of drugs, [] for placebo");
            }
            List<Prescription> regimen = prescriptions(arm, "regimen", true);
            for (Prescription kept : background) {
                if (regimen.stream().anyMatch(own -> own.drug() == kept.drug())) {
                    throw arm.refused(
                            "regimen",
                            "DRUG_DUPLICATE",
                            "holds " + kept.drug().id() + ", which every arm keeps from the background",
                            "a drug of the background in no arm, or in the arms alone");
                }
            }
            OptionalInt patients =
                    arm.has("patients") ? OptionalInt.of(arm.integer("patients", 2, LARGEST)) : OptionalInt.empty();
            arms.add(new Arm(arm.text("name"), regimen, patients));
        }
        if (arms.isEmpty()) {
            throw root.refused("arms", "KEY_MISSING", "has no arm", "at least one arm");
        }
        return arms;
    }

    private static List<Prescription> prescriptions(YamlObject owner, String key, boolean titrated) {
        List<Prescription> prescriptions = new ArrayList<>();
        Set<Drug> drugs = new HashSet<>();
        for (YamlObject entry : owner.objects(key)) {
            Prescription prescription = prescription(entry, titrated);
            if (!drugs.add(prescription.drug())) {
                throw entry.refused("drug", "DRUG_DUPLICATE", "is prescribed twice", "each drug once");
            }
            prescriptions.add(prescription);
        }
        return prescriptions;
    }

    private static Prescription prescription(YamlObject entry, boolean titrated) {
        if (titrated) {
            entry.only("drug", "dose", "unit", "weeks-per-step", "titrate");
        } else {
            entry.only("drug", "dose", "unit");
        }
        Map<String, Drug> byId = new TreeMap<>();
        for (Drug drug : Drug.values()) {
            byId.put(drug.id(), drug);
        }
        Drug drug = entry.choice("drug", byId);
        if (!entry.has("titrate")) {
            int weeksPerStep = entry.has("weeks-per-step") ? entry.integer("weeks-per-step", 1, 52) : 0;
            return new Prescription(drug, dose(entry, "dose", drug), weeksPerStep, OptionalDouble.empty());
        }
        if (drug != Drug.INSULIN_GLARGINE) {
            throw entry.refused("titrate", "VALUE_INVALID", "titrates " + drug.id(), "insulin-glargine");
        }
        for (String other : List.of("dose", "unit", "weeks-per-step")) {
            if (entry.has(other)) {
                throw entry.refused(other, "KEY_UNKNOWN", "stands beside titrate", "one of dose and titrate");
            }
        }
        YamlObject titration = entry.object("titrate").only("start", "unit", "fpg-target", "fpg-unit");
        return new Prescription(
                drug,
                dose(titration, "start", drug),
                0,
                OptionalDouble.of(glucose(titration, "fpg-target", "fpg-unit")));
    }

    private static double dose(YamlObject entry, String key, Drug drug) {
        double value = entry.number(key, 1e-6, 1e6);
        String formularyUnit = Formulary.shipped().entry(drug).unit();
        String unit = entry.text("unit").replaceAll("(?<![A-Za-z\\[])(IU|U)/", "[iU]/");
        if (!Ucum.isComparable(unit, formularyUnit)) {
            throw entry.refused(
                    "unit",
                    "UNIT_INCOMPATIBLE",
                    "is '" + entry.text("unit") + "'",
                    "a unit that converts to " + formularyUnit);
        }
        return Ucum.convert(Quantity.of(value, unit), formularyUnit).value();
    }

    private static double glucose(YamlObject entry, String key, String unitKey) {
        double value = entry.number(key, 1e-6, 1e4);
        String unit = entry.text(unitKey);
        entry.choice(unitKey, Map.of("mg/dL", "mg/dL", "mmol/L", "mmol/L"));
        double milligrams = Ucum.convert(
                        Quantity.of(value, unit),
                        "mg/dL",
                        MeasurementCatalogue.shipped()
                                .definition(Measurement.FASTING_GLUCOSE)
                                .molarMass())
                .value();
        if (milligrams < 40 || milligrams > 400) {
            throw entry.refused(key, "VALUE_IMPOSSIBLE", "is " + value + " " + unit, "a glucose of 40 to 400 mg/dL");
        }
        return milligrams;
    }

    private List<Endpoint> endpoints(List<Arm> arms) {
        Map<String, Arm> byName = new TreeMap<>();
        arms.forEach(arm -> byName.put(arm.name(), arm));
        List<Endpoint> endpoints = new ArrayList<>();
        for (YamlObject endpoint : root.objects("endpoints")) {
            endpoint.only("measure", "arm", "versus", "event", "level", "published", "tolerance");
            Measure measure = endpoint.choice("measure", MEASURES);
            Arm arm = endpoint.choice("arm", byName);
            Optional<String> versus = endpoint.has("versus")
                    ? Optional.of(endpoint.choice("versus", byName).name())
                    : Optional.empty();
            boolean share = measure == Measure.RESPONDER_BELOW_7 || measure == Measure.ANY_HYPOGLYCAEMIA;
            double[] published = endpoint.numberOrRange("published", share ? -1 : -1e4, share ? 1 : 1e4);
            endpoints.add(new Endpoint(
                    measure,
                    arm.name(),
                    versus,
                    event(endpoint, measure),
                    published[0],
                    published[1],
                    endpoint.number("tolerance", 0, share ? 1 : 1e4)));
        }
        if (endpoints.isEmpty()) {
            throw root.refused("endpoints", "KEY_MISSING", "has no endpoint", "at least one endpoint");
        }
        return endpoints;
    }

    private static Event event(YamlObject endpoint, Measure measure) {
        if (measure != Measure.HYPOGLYCAEMIA_RATE && measure != Measure.ANY_HYPOGLYCAEMIA) {
            for (String key : List.of("event", "level")) {
                if (endpoint.has(key)) {
                    throw endpoint.refused(
                            key,
                            "KEY_UNKNOWN",
                            "has no meaning for " + endpoint.text("measure"),
                            "a measure of hypoglycaemia");
                }
            }
            return Event.any();
        }
        if (endpoint.has("event") && endpoint.has("level")) {
            throw endpoint.refused("level", "KEY_UNKNOWN", "stands beside event", "one of event and level");
        }
        if (endpoint.has("level")) {
            return new Event(OptionalDouble.empty(), endpoint.integer("level", 1, 3));
        }
        if (!endpoint.has("event")) {
            return Event.any();
        }
        if (endpoint.object("event").has("level")) {
            return new Event(
                    OptionalDouble.empty(),
                    endpoint.object("event").only("level").integer("level", 1, 3));
        }
        YamlObject event = endpoint.object("event").only("below", "unit", "symptomatic");
        if (event.has("symptomatic") && !event.flag("symptomatic")) {
            throw event.refused(
                    "symptomatic",
                    "EVENT_NOT_SIMULATED",
                    "asks for episodes that nobody noticed",
                    "true: the twin counts episodes that are felt or measured by the patient");
        }
        return new Event(OptionalDouble.of(glucose(event, "below", "unit")), 0);
    }
}
