package org.hsdpo.twin.pk;

/** The right side of dy/dt = f(t, y). */
@FunctionalInterface
public interface OdeSystem {
    /** Writes the derivative of every component; allocates nothing. */
    void derivatives(double time, double[] state, double[] derivatives);
}
