package org.hsdpo.agent.observation;

import java.util.Optional;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;

/**
 * One number of an observation. The order is the order of the vector: adding, removing or moving a feature changes the
 * schema hash, and a policy trained on another schema is refused.
 */
public enum Feature {
    AGE(Kind.LINEAR),
    FEMALE(Kind.LINEAR),
    BODY_MASS_INDEX(Measurement.BODY_MASS_INDEX, Kind.LOGARITHMIC),
    WEIGHT(Measurement.WEIGHT, Kind.LOGARITHMIC),
    HEART_RATE(Measurement.HEART_RATE, Kind.LINEAR),
    SYSTOLIC_PRESSURE(Measurement.SYSTOLIC_PRESSURE, Kind.LINEAR),
    DIASTOLIC_PRESSURE(Measurement.DIASTOLIC_PRESSURE, Kind.LINEAR),
    LDL_CHOLESTEROL(Measurement.LDL_CHOLESTEROL, Kind.LINEAR),
    HDL_CHOLESTEROL(Measurement.HDL_CHOLESTEROL, Kind.LINEAR),
    TRIGLYCERIDES(Measurement.TRIGLYCERIDES, Kind.LOGARITHMIC),
    HBA1C(Measurement.HBA1C, Kind.LINEAR),
    FASTING_GLUCOSE(Measurement.FASTING_GLUCOSE, Kind.LOGARITHMIC),
    CGM_MEAN_GLUCOSE(Measurement.CGM_MEAN_GLUCOSE, Kind.LOGARITHMIC),
    CGM_COEFFICIENT_OF_VARIATION(Measurement.CGM_COEFFICIENT_OF_VARIATION, Kind.LINEAR),
    CGM_TIME_IN_RANGE(Measurement.CGM_TIME_IN_RANGE, Kind.LINEAR),
    CGM_TIME_BELOW_70(Measurement.CGM_TIME_BELOW_70, Kind.LINEAR),
    CGM_TIME_BELOW_54(Measurement.CGM_TIME_BELOW_54, Kind.LINEAR),
    CGM_TIME_ABOVE_180(Measurement.CGM_TIME_ABOVE_180, Kind.LINEAR),
    CGM_TIME_ABOVE_250(Measurement.CGM_TIME_ABOVE_250, Kind.LINEAR),
    EGFR(Measurement.EGFR, Kind.LINEAR),
    ALT(Measurement.ALT, Kind.LOGARITHMIC),
    DIABETES_DURATION(Measurement.DIABETES_DURATION, Kind.LINEAR),
    SEVERE_HYPOGLYCAEMIA(ConditionConcept.SEVERE_HYPOGLYCAEMIA),
    HYPOGLYCAEMIA_UNAWARENESS(ConditionConcept.HYPOGLYCAEMIA_UNAWARENESS),
    HEART_FAILURE(ConditionConcept.HEART_FAILURE),
    CARDIOVASCULAR_DISEASE(ConditionConcept.ATHEROSCLEROTIC_CARDIOVASCULAR_DISEASE),
    HYPERTENSION(ConditionConcept.HYPERTENSION),
    FRAILTY(ConditionConcept.FRAILTY),
    OSTEOPOROSIS(ConditionConcept.OSTEOPOROSIS),
    PANCREATITIS(ConditionConcept.PANCREATITIS),
    BLADDER_CANCER(ConditionConcept.BLADDER_CANCER),
    KETOACIDOSIS(ConditionConcept.KETOACIDOSIS),
    GENITAL_INFECTION(ConditionConcept.GENITAL_MYCOTIC_INFECTION),
    GASTROPARESIS(ConditionConcept.GASTROPARESIS),
    RETINOPATHY(ConditionConcept.DIABETIC_RETINOPATHY),
    CYP2C9(Kind.LINEAR),
    CYP2C8(Kind.LINEAR),
    SLC22A1(Kind.LINEAR),
    METFORMIN_POSITION(Drug.METFORMIN),
    GLIMEPIRIDE_POSITION(Drug.GLIMEPIRIDE),
    SITAGLIPTIN_POSITION(Drug.SITAGLIPTIN),
    EMPAGLIFLOZIN_POSITION(Drug.EMPAGLIFLOZIN),
    PIOGLITAZONE_POSITION(Drug.PIOGLITAZONE),
    LIRAGLUTIDE_POSITION(Drug.LIRAGLUTIDE),
    SEMAGLUTIDE_POSITION(Drug.SEMAGLUTIDE),
    INSULIN_GLARGINE_POSITION(Drug.INSULIN_GLARGINE),
    WEEKS_SINCE_CHANGE(Kind.LINEAR),
    HYPER_SCORE(Kind.LINEAR);

    /** Number of features; the encoded vector is twice as long. */
    public static final int COUNT = values().length;

    /** How a value enters the standardisation. */
    public enum Kind {
        LINEAR,
        LOGARITHMIC
    }

    private final Kind kind;
    private final Optional<Measurement> measurement;
    private final Optional<ConditionConcept> condition;
    private final Optional<Drug> drug;

    Feature(Kind kind) {
        this(kind, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Feature(Measurement measurement, Kind kind) {
        this(kind, Optional.of(measurement), Optional.empty(), Optional.empty());
    }

    Feature(ConditionConcept condition) {
        this(Kind.LINEAR, Optional.empty(), Optional.of(condition), Optional.empty());
    }

    Feature(Drug drug) {
        this(Kind.LINEAR, Optional.empty(), Optional.empty(), Optional.of(drug));
    }

    Feature(Kind kind, Optional<Measurement> measurement, Optional<ConditionConcept> condition, Optional<Drug> drug) {
        this.kind = kind;
        this.measurement = measurement;
        this.condition = condition;
        this.drug = drug;
    }

    public Kind kind() {
        return kind;
    }

    /** The measurement whose current value it is. */
    Optional<Measurement> measurement() {
        return measurement;
    }

    /** The condition whose presence it is: 1 present, 0 absent. */
    Optional<ConditionConcept> condition() {
        return condition;
    }

    /** The drug whose position on the dose ladder it is: 0 not taken, 1 top. */
    Optional<Drug> drug() {
        return drug;
    }

    /** Whether training must have seen the whole range: outside it the policy extrapolates. */
    public boolean isContinuous() {
        return measurement.isPresent() || this == AGE;
    }
}
