package org.hsdpo.twin;

/** Structural variants of the twin; a forecast that holds under both does not hang on one choice of structure. */
public enum ModelVariant {
    /**
     * HbA1c follows mean glucose by first-order turnover (Tahara and Shima 1995, Diabetes Care 18:440); drug response is
     * hyperbolic in exposure (Emax).
     */
    STANDARD,
    /**
     * HbA1c is the glycation gathered by red cells that age through transit compartments (structure: Hamrén et al. 2008,
     * Clin Pharmacol Ther 84:228); drug response saturates exponentially in exposure; fasting glucose carries more, the
     * prandial component less, of mean glucose.
     */
    ALTERNATIVE
}
