package org.hsdpo.hyperscore.logic;

/** What became of a proof obligation. */
public enum ProofStatus {
    PROVEN,
    VIOLATED,
    UNDECIDED
}
