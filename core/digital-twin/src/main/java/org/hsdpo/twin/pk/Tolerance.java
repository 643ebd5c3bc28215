package org.hsdpo.twin.pk;

/**
 * Local error a step of the general integrator may make; linear models need none.
 *
 * @param relative in proportion to an amount
 * @param absolute in the unit of the amounts
 */
public record Tolerance(double relative, double absolute) {
    /** Agrees with closed forms to about eight digits. */
    public static final Tolerance TIGHT = new Tolerance(1e-10, 1e-10);
    /** For estimation, where the data's own error is far larger. */
    public static final Tolerance STANDARD = new Tolerance(1e-8, 1e-8);
}
