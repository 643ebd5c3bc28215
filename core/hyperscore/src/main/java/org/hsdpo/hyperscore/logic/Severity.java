package org.hsdpo.hyperscore.logic;

/** How grave the breach of a rule is. */
public enum Severity {
    CONTRAINDICATION,
    DOSE_LIMIT,
    CAUTION,
    OBLIGATION,
    /** An assertion that the simulation sandbox verifies. */
    ASSERTION
}
