package org.hsdpo.clinical.measurement;

/**
 * What HSDPO measures or reads about a patient. What each one means (LOINC codes, canonical unit, molar mass, possible
 * and plausible ranges, how long a value stays current) is data in {@code measurements.yaml}; see
 * {@link MeasurementCatalogue}.
 */
public enum Measurement {
    HBA1C,
    FASTING_GLUCOSE,
    GLUCOSE,
    CGM_MEAN_GLUCOSE,
    CGM_COEFFICIENT_OF_VARIATION,
    CGM_TIME_IN_RANGE,
    CGM_TIME_BELOW_70,
    CGM_TIME_BELOW_54,
    CGM_TIME_ABOVE_180,
    CGM_TIME_ABOVE_250,
    CREATININE,
    EGFR,
    URINE_ALBUMIN_CREATININE_RATIO,
    ALT,
    AST,
    POTASSIUM,
    BICARBONATE,
    LDL_CHOLESTEROL,
    HDL_CHOLESTEROL,
    TOTAL_CHOLESTEROL,
    TRIGLYCERIDES,
    HAEMOGLOBIN,
    C_PEPTIDE,
    FASTING_INSULIN,
    WEIGHT,
    HEIGHT,
    BODY_MASS_INDEX,
    SYSTOLIC_PRESSURE,
    DIASTOLIC_PRESSURE,
    HEART_RATE,
    LEFT_VENTRICULAR_EJECTION_FRACTION,
    DIABETES_DURATION,
    EQ5D_MOBILITY,
    EQ5D_SELF_CARE,
    EQ5D_USUAL_ACTIVITIES,
    EQ5D_PAIN,
    EQ5D_ANXIETY,
    EQ5D_VISUAL_SCALE,
    EQ5D_INDEX,
    DIABETES_DISTRESS_PAID,
    DIABETES_DISTRESS_SCALE
}
