package org.hsdpo.twin;

/**
 * Adverse events other than hypoglycaemia. Each counts episodes of grade 2 or more: they limit daily life, need
 * treatment or worse.
 */
public enum AdverseEvent {
    GASTROINTESTINAL_INTOLERANCE,
    GENITAL_INFECTION,
    OEDEMA,
    HEART_FAILURE,
    LACTIC_ACIDOSIS,
    KETOACIDOSIS,
    FRACTURE,
    PANCREATITIS_OR_GALLSTONE;

    /** Number of kinds; arrays indexed by kind have this length. */
    public static final int COUNT = values().length;
}
