package org.hsdpo.hyperscore.sandbox;

/** A formula that cannot be compiled, exceeds its limits, or yields what is not a plausible finite number. */
public final class FormulaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FormulaException(String message) {
        super(message);
    }

    public FormulaException(String message, Throwable cause) {
        super(message, cause);
    }
}
