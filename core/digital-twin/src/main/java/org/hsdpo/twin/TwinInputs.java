package org.hsdpo.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.CurrentTherapy;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Sourced;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.renal.RenalFunction;
import org.hsdpo.twin.TwinKnowledge.MeasurementError;

/**
 * What a twin is made from.
 *
 * @param age {@code a}, at least 18
 * @param sex empty where unknown
 * @param weight {@code kg}
 * @param height {@code cm}
 * @param egfr {@code mL/min/{1.73_m2}}, CKD-EPI 2021
 * @param hba1c {@code %} (NGSP)
 * @param fastingGlucose {@code mg/dL}
 * @param meanGlucose {@code mg/dL}, sensor
 * @param glucoseCv {@code %}, sensor
 * @param diabetesDuration {@code a}
 * @param systolicPressure {@code mm[Hg]}
 * @param ldl LDL cholesterol, {@code mg/dL}
 * @param phenotypes gene (HGNC symbol) to phenotype; a gene not listed is unknown
 * @param severeHypoglycaemiaHistory whether there was ever severe hypoglycaemia
 * @param heartFailure whether there is or was heart failure
 * @param cardiovascularDisease whether there is or was atherosclerotic cardiovascular disease
 * @param currentRegimen what has been taken, long enough that its effects are complete
 */
public record TwinInputs(
        Covariate age,
        Optional<Sex> sex,
        Covariate weight,
        Covariate height,
        Covariate egfr,
        Covariate hba1c,
        Covariate fastingGlucose,
        Covariate meanGlucose,
        Covariate glucoseCv,
        Covariate diabetesDuration,
        Covariate systolicPressure,
        Covariate ldl,
        Map<String, String> phenotypes,
        Truth severeHypoglycaemiaHistory,
        Truth heartFailure,
        Truth cardiovascularDisease,
        Regimen currentRegimen) {

    public TwinInputs {
        Objects.requireNonNull(age, "age");
        Objects.requireNonNull(sex, "sex");
        Objects.requireNonNull(weight, "weight");
        Objects.requireNonNull(height, "height");
        Objects.requireNonNull(egfr, "egfr");
        Objects.requireNonNull(hba1c, "hba1c");
        Objects.requireNonNull(fastingGlucose, "fastingGlucose");
        Objects.requireNonNull(meanGlucose, "meanGlucose");
        Objects.requireNonNull(glucoseCv, "glucoseCv");
        Objects.requireNonNull(diabetesDuration, "diabetesDuration");
        Objects.requireNonNull(systolicPressure, "systolicPressure");
        Objects.requireNonNull(ldl, "ldl");
        phenotypes = Map.copyOf(phenotypes);
        Objects.requireNonNull(severeHypoglycaemiaHistory, "severeHypoglycaemiaHistory");
        Objects.requireNonNull(heartFailure, "heartFailure");
        Objects.requireNonNull(cardiovascularDisease, "cardiovascularDisease");
        Objects.requireNonNull(currentRegimen, "currentRegimen");
    }

    /**
     * The inputs a patient state holds: current (not stale) values only, each with the measurement error of
     * {@code twin.yaml}. eGFR is computed from a current creatinine where only that is known, height from body mass
     * index and weight.
     *
     * @throws InvalidInputException where a formulary drug is taken in a dose nobody stated
     */
    public static TwinInputs from(PatientState state) {
        CurrentTherapy therapy = state.currentTherapy();
        if (!therapy.doseUnknown().isEmpty()) {
            throw new InvalidInputException(new TreeSet<>(therapy.doseUnknown())
                    .stream()
                            .map(drug -> new Violation(
                                    "medications." + drug.id(),
                                    "DOSE_UNKNOWN",
                                    "the patient takes " + drug.id() + " in a dose that is not stated",
                                    "the dose in the unit of the formulary"))
                            .toList());
        }
        TwinKnowledge.MeasurementErrors errors = TwinKnowledge.shipped().measurement();
        OptionalInt age = state.age();
        return new TwinInputs(
                age.isPresent()
                        ? Covariate.known(age.getAsInt() + 0.5, errors.age().sd(age.getAsInt()))
                        : Covariate.unknown(),
                state.sex().map(Sourced::value),
                covariate(state.currentValue(Measurement.WEIGHT), errors.weight()),
                covariate(height(state), errors.height()),
                covariate(egfr(state), errors.egfr()),
                covariate(state.currentValue(Measurement.HBA1C), errors.hba1c()),
                covariate(state.currentValue(Measurement.FASTING_GLUCOSE), errors.fastingGlucose()),
                covariate(state.currentValue(Measurement.CGM_MEAN_GLUCOSE), errors.meanGlucose()),
                covariate(state.currentValue(Measurement.CGM_COEFFICIENT_OF_VARIATION), errors.glucoseCv()),
                covariate(state.currentValue(Measurement.DIABETES_DURATION), errors.diabetesDuration()),
                covariate(state.currentValue(Measurement.SYSTOLIC_PRESSURE), errors.systolicPressure()),
                covariate(state.currentValue(Measurement.LDL_CHOLESTEROL), errors.ldl()),
                state.phenotypes(),
                state.hasOrHad(ConditionConcept.SEVERE_HYPOGLYCAEMIA),
                state.hasOrHad(ConditionConcept.HEART_FAILURE),
                state.hasOrHad(ConditionConcept.ATHEROSCLEROTIC_CARDIOVASCULAR_DISEASE),
                therapy.regimen());
    }

    /**
     * The components that are unknown and therefore sampled from the reference population, by component name; a gene
     * whose drug responds to it as {@code phenotypes.CYP2C9}.
     */
    public List<String> sampledCovariates() {
        List<String> sampled = new ArrayList<>();
        add(sampled, "age", age.isKnown());
        add(sampled, "sex", sex.isPresent());
        add(sampled, "weight", weight.isKnown());
        add(sampled, "height", height.isKnown());
        add(sampled, "egfr", egfr.isKnown());
        add(sampled, "hba1c", hba1c.isKnown());
        add(sampled, "fastingGlucose", fastingGlucose.isKnown());
        add(sampled, "meanGlucose", meanGlucose.isKnown());
        add(sampled, "glucoseCv", glucoseCv.isKnown());
        add(sampled, "diabetesDuration", diabetesDuration.isKnown());
        add(sampled, "systolicPressure", systolicPressure.isKnown());
        add(sampled, "ldl", ldl.isKnown());
        for (TwinKnowledge.Gene gene : TwinKnowledge.shipped().genes()) {
            add(
                    sampled,
                    "phenotypes." + gene.gene(),
                    gene.factorOf(phenotypes.get(gene.gene())).isPresent());
        }
        add(sampled, "severeHypoglycaemiaHistory", severeHypoglycaemiaHistory != Truth.UNKNOWN);
        add(sampled, "heartFailure", heartFailure != Truth.UNKNOWN);
        add(sampled, "cardiovascularDisease", cardiovascularDisease != Truth.UNKNOWN);
        return List.copyOf(sampled);
    }

    boolean onInsulin() {
        return currentRegimen.takes(Drug.INSULIN_GLARGINE);
    }

    private static void add(List<String> sampled, String name, boolean known) {
        if (!known) {
            sampled.add(name);
        }
    }

    private static Covariate covariate(OptionalDouble value, MeasurementError error) {
        return value.isPresent()
                ? Covariate.known(value.getAsDouble(), error.sd(value.getAsDouble()))
                : Covariate.unknown();
    }

    private static OptionalDouble egfr(PatientState state) {
        OptionalDouble reported = state.currentValue(Measurement.EGFR);
        OptionalDouble creatinine = state.currentValue(Measurement.CREATININE);
        if (reported.isPresent()
                || creatinine.isEmpty()
                || state.age().isEmpty()
                || state.age().getAsInt() < 18
                || state.sex().isEmpty()) {
            return reported;
        }
        return OptionalDouble.of(RenalFunction.ckdEpi2021(
                creatinine.getAsDouble(),
                state.age().getAsInt(),
                state.sex().get().value()));
    }

    private static OptionalDouble height(PatientState state) {
        OptionalDouble measured = state.currentValue(Measurement.HEIGHT);
        OptionalDouble weight = state.currentValue(Measurement.WEIGHT);
        OptionalDouble bodyMassIndex = state.currentValue(Measurement.BODY_MASS_INDEX);
        if (measured.isPresent() || weight.isEmpty() || bodyMassIndex.isEmpty()) {
            return measured;
        }
        return OptionalDouble.of(100 * Math.sqrt(weight.getAsDouble() / bodyMassIndex.getAsDouble()));
    }

    /** Share of women in the reference population. */
    public static double referenceFemaleShare() {
        return TwinKnowledge.shipped().referencePopulation().femaleShare();
    }

    /** Height in the reference population at a standard normal number, {@code cm}. */
    public static double referenceHeight(Sex sex, double normal) {
        TwinKnowledge.ReferencePopulation reference = TwinKnowledge.shipped().referencePopulation();
        return (sex == Sex.FEMALE ? reference.heightFemale() : reference.heightMale()).at(normal);
    }

    /**
     * Standard deviation of one measurement around the person's usual value, from {@code twin.yaml}.
     *
     * @param value in the canonical unit of the measurement
     * @throws IllegalArgumentException where the twin has no value that belongs to the measurement
     */
    public static double measurementError(Measurement measurement, double value) {
        TwinKnowledge.MeasurementErrors errors = TwinKnowledge.shipped().measurement();
        MeasurementError error =
                switch (measurement) {
                    case HBA1C -> errors.hba1c();
                    case FASTING_GLUCOSE -> errors.fastingGlucose();
                    case CGM_MEAN_GLUCOSE -> errors.meanGlucose();
                    case CGM_COEFFICIENT_OF_VARIATION -> errors.glucoseCv();
                    case WEIGHT -> errors.weight();
                    case EGFR -> errors.egfr();
                    case SYSTOLIC_PRESSURE -> errors.systolicPressure();
                    case LDL_CHOLESTEROL -> errors.ldl();
                    default -> throw new IllegalArgumentException("the twin does not follow " + measurement);
                };
        return error.sd(value);
    }
}
