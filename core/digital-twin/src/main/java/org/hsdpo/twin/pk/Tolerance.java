package org.hsdpo.twin.pk;

/**
 * Local error a step of the general integrator may make; linear models need none.
 *
 * @param relative in proportion to an amount
 * @param absolute in proportion to the largest dose of the person
 */
public record Tolerance(double relative, double absolute) {
    /** Agrees with closed forms to about ten digits. */
    public static final Tolerance TIGHT = new Tolerance(1e-11, 1e-13);
    /** For estimation, where the data's own error is far larger. */
    public static final Tolerance STANDARD = new Tolerance(1e-8, 1e-10);
}
