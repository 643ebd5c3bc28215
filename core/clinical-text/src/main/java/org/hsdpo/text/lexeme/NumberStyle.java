package org.hsdpo.text.lexeme;

/** How a language writes numbers. */
public enum NumberStyle {
    /** {@code 1,000.5}. */
    DECIMAL_POINT,
    /** {@code 1.000,5}; a point before one or two digits is read as a decimal point, as many write it. */
    DECIMAL_COMMA
}
