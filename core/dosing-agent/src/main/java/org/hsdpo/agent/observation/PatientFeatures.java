package org.hsdpo.agent.observation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.renal.RenalFunction;

/**
 * The features of one patient, in clinical units, before standardisation. What the record does not hold, or holds only
 * stale, is missing: never 0 and never an average.
 *
 * <p>Phenotypes are ordered by their effect on exposure or response: 0 normal, 1 intermediate, decreased or increased
 * (CYP2C8*3), 2 poor; any other phenotype is missing. Weeks since the last change are those since the newest start or end
 * of a formulary drug, {@value #LONG_AGO} standing for that or longer.
 */
public final class PatientFeatures {
    /** Weeks since the last change beyond which the exact number no longer bears on the decision: two years. */
    public static final int LONG_AGO = 104;

    private static final int SCHEMA_VERSION = 1;
    private static final Map<String, Double> PHENOTYPE_RANK = Map.of(
            "Normal Metabolizer", 0.0,
            "Intermediate Metabolizer", 1.0,
            "Poor Metabolizer", 2.0,
            "Normal Function", 0.0,
            "Decreased Function", 1.0,
            "Increased Function", 1.0,
            "Poor Function", 2.0);
    private static final List<Feature> GENES = List.of(Feature.CYP2C9, Feature.CYP2C8, Feature.SLC22A1);

    private final double[] values;

    private PatientFeatures(double[] values) {
        this.values = values;
    }

    /**
     * Reads a record.
     *
     * @param state the record
     * @param regimen what the patient takes now
     * @param hyperScore HyperScore of the current regimen where it was evaluated
     */
    public static PatientFeatures of(PatientState state, Regimen regimen, OptionalDouble hyperScore) {
        double[] values = new double[Feature.COUNT];
        Arrays.fill(values, Double.NaN);
        Map<Measurement, Double> current = currentValues(state);
        for (Feature feature : Feature.values()) {
            int i = feature.ordinal();
            if (feature.measurement().isPresent()) {
                values[i] = current.getOrDefault(feature.measurement().get(), Double.NaN);
            } else if (feature.condition().isPresent()) {
                values[i] = number(state.has(feature.condition().get()));
            } else if (feature.drug().isPresent()) {
                Drug drug = feature.drug().get();
                values[i] = Formulary.shipped().entry(drug).ladderFraction(regimen.dose(drug));
            }
        }
        state.age().ifPresent(age -> values[Feature.AGE.ordinal()] = age);
        state.sex().ifPresent(sex -> values[Feature.FEMALE.ordinal()] = sex.value() == Sex.FEMALE ? 1 : 0);
        Map<String, String> phenotypes = state.phenotypes();
        for (Feature gene : GENES) {
            String phenotype = phenotypes.get(gene.name());
            if (phenotype != null) {
                values[gene.ordinal()] = PHENOTYPE_RANK.getOrDefault(phenotype, Double.NaN);
            }
        }
        lastChange(state)
                .ifPresent(time -> values[Feature.WEEKS_SINCE_CHANGE.ordinal()] =
                        Math.min(LONG_AGO, Duration.between(time, state.asOf()).toHours() / 168.0));
        hyperScore.ifPresent(score -> values[Feature.HYPER_SCORE.ordinal()] = score);
        derive(values, state, current);
        return new PatientFeatures(values);
    }

    private static Map<Measurement, Double> currentValues(PatientState state) {
        Map<Measurement, Double> current = new EnumMap<>(Measurement.class);
        for (var observation : state.observations()) {
            if (!state.isStale(observation)) {
                current.put(observation.measurement(), observation.value().value());
            }
        }
        return current;
    }

    private static void derive(double[] values, PatientState state, Map<Measurement, Double> current) {
        int bmi = Feature.BODY_MASS_INDEX.ordinal();
        Double weight = current.get(Measurement.WEIGHT);
        Double height = current.get(Measurement.HEIGHT);
        if (Double.isNaN(values[bmi]) && weight != null && height != null) {
            values[bmi] = weight / (height * height / 1e4);
        }
        int egfr = Feature.EGFR.ordinal();
        Double creatinine = current.get(Measurement.CREATININE);
        if (Double.isNaN(values[egfr])
                && creatinine != null
                && state.sex().isPresent()
                && state.age().isPresent()
                && state.age().getAsInt() >= 18) {
            values[egfr] = RenalFunction.ckdEpi2021(
                    creatinine, state.age().getAsInt(), state.sex().get().value());
        }
    }

    private static double number(Truth truth) {
        return switch (truth) {
            case TRUE -> 1;
            case FALSE -> 0;
            case UNKNOWN -> Double.NaN;
        };
    }

    private static Optional<Instant> lastChange(PatientState state) {
        return state.medications().stream()
                .filter(medication -> medication.drug().isPresent())
                .flatMap(PatientFeatures::changes)
                .filter(time -> !time.isAfter(state.asOf()))
                .reduce((a, b) -> a.isAfter(b) ? a : b);
    }

    private static Stream<Instant> changes(MedicationRecord medication) {
        return Stream.concat(medication.start().stream(), medication.end().stream());
    }

    /** Features already in order; NaN where missing. For a caller that holds them in another form. */
    static PatientFeatures ofValues(double[] values) {
        return new PatientFeatures(values.clone());
    }

    /** Value in clinical units, or empty where missing. */
    public OptionalDouble value(Feature feature) {
        double value = values[feature.ordinal()];
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Names the features, their order, units and transformations; a policy states the hash it was trained with. */
    public static String schemaHash() {
        String schema = Arrays.stream(Feature.values())
                .map(feature -> feature.name() + "|" + feature.kind() + "|"
                        + feature.measurement()
                                .map(measurement -> MeasurementCatalogue.shipped()
                                        .definition(measurement)
                                        .unit())
                                .orElse(""))
                .collect(Collectors.joining("\n", "observation schema " + SCHEMA_VERSION + "\n", "\n"));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(schema.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
