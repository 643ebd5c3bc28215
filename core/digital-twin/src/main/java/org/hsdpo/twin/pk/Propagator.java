package org.hsdpo.twin.pk;

/**
 * Moves amounts and their sensitivities forward in time under constant parameters and constant inputs. Sensitivities stand
 * at direction · compartments + compartment.
 */
interface Propagator {
    /** Sets the parameters for what follows, and the derivative of each direction's parameter. */
    void parameters(double[] values, double[] slopes);

    /**
     * Advances in place.
     *
     * @param inputs amount a time by compartment
     * @param inputSlopes derivative of the inputs by direction and compartment
     */
    void advance(
            double time,
            double duration,
            double[] amounts,
            double[] sensitivities,
            double[] inputs,
            double[] inputSlopes);

    /** Writes dA/dt at these amounts. */
    void derivatives(double time, double[] amounts, double[] inputs, double[] derivatives);

    /**
     * Replaces amounts and sensitivities by those that return after every period.
     *
     * @throws org.hsdpo.clinical.error.InvalidInputException where there are none
     */
    void periodic(Period period, double[] amounts, double[] sensitivities);

    /** Replaces amounts and sensitivities by those that constant inputs keep up. */
    void constant(double time, double[] amounts, double[] sensitivities, double[] inputs, double[] inputSlopes);

    /** One dosing interval. */
    interface Period {
        double length();

        /** Moves amounts and sensitivities from just before a dose to just before the next, in place. */
        void pass(double[] amounts, double[] sensitivities);
    }
}
