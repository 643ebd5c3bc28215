package org.hsdpo.twin;

/** What all drugs together do to the physiology at one moment; a scratch object reused by the inner loop. */
final class DrugAction {
    /** Factor on hepatic output over insulin sensitivity. */
    double production;
    /** Gain on secretion at any glucose. */
    double secretagogue;
    /** Gain on secretion above the incretin threshold. */
    double incretin;
    /** Renal excretion per mg/dL of fasting glucose above its threshold. */
    double renal;
    /** Factor on the prandial component. */
    double prandial;
    /** Exogenous insulin, µU/mL. */
    double exogenous;
}
