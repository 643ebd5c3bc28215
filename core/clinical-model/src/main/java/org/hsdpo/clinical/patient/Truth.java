package org.hsdpo.clinical.patient;

/** Three-valued truth: what is not known is neither true nor false. */
public enum Truth {
    TRUE,
    FALSE,
    UNKNOWN
}
