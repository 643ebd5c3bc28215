package org.hsdpo.hyperscore;

/** The results reported for a candidate: the five engines and the meta loop. */
public enum Engine {
    LOGIC,
    SANDBOX,
    NOVELTY,
    IMPACT,
    REPRODUCIBILITY,
    META
}
