package org.hsdpo.twin.pk;

import java.util.Objects;

/**
 * One record of a person's dosing and observation history.
 *
 * @param line line of the file it was read from, from 1; 0 for a record that was made in memory
 * @param time time since the start, in the data's unit, not before the record above
 * @param kind what happens
 * @param amount amount of a dose (AMT); 0 for any other record and for a constant infusion at steady state
 * @param compartment compartment that is dosed or observed (CMT), from 1
 * @param rate rate of an infusion (RATE); 0 is a bolus, {@link #RATE_MODELLED} and {@link #DURATION_MODELLED} take the
 *     rate or the duration from the model's parameters
 * @param steadyState 0; 1: the dose has been given every {@code interval} for ever, replacing what was there; 2: the same,
 *     added to what was there
 * @param interval time between doses (II)
 * @param additional number of further doses, one every {@code interval} (ADDL)
 * @param value what was observed (DV), NaN where nothing was
 * @param lowerLimit lower limit of quantification where the observation lies below it, else NaN
 */
public record Event(
        int line,
        double time,
        EventKind kind,
        double amount,
        int compartment,
        double rate,
        int steadyState,
        double interval,
        int additional,
        double value,
        double lowerLimit) {
    /** RATE −1: the rate of the infusion is a parameter of the model, R1, R2 … */
    public static final double RATE_MODELLED = -1;
    /** RATE −2: the duration of the infusion is a parameter of the model, D1, D2 … */
    public static final double DURATION_MODELLED = -2;

    public Event {
        Objects.requireNonNull(kind, "kind");
    }

    /** A dose at once. */
    public static Event bolus(double time, double amount, int compartment) {
        return dose(time, amount, compartment, 0, 0, 0, 0);
    }

    /** A dose at a constant rate. */
    public static Event infusion(double time, double amount, int compartment, double rate) {
        return dose(time, amount, compartment, rate, 0, 0, 0);
    }

    /** Any dose. */
    public static Event dose(
            double time,
            double amount,
            int compartment,
            double rate,
            int steadyState,
            double interval,
            int additional) {
        return new Event(
                0,
                time,
                EventKind.DOSE,
                amount,
                compartment,
                rate,
                steadyState,
                interval,
                additional,
                Double.NaN,
                Double.NaN);
    }

    /** A look at a compartment without a measured value. */
    public static Event look(double time, int compartment) {
        return observation(time, compartment, Double.NaN);
    }

    /** A measured concentration or amount. */
    public static Event observation(double time, int compartment, double value) {
        return new Event(0, time, EventKind.OBSERVATION, 0, compartment, 0, 0, 0, 0, value, Double.NaN);
    }

    /** A measurement of which only is known that it lies below the limit of quantification. */
    public static Event belowLimit(double time, int compartment, double lowerLimit) {
        return new Event(0, time, EventKind.OBSERVATION, 0, compartment, 0, 0, 0, 0, Double.NaN, lowerLimit);
    }

    /** Whether the record tells something about the person's parameters. */
    public boolean isMeasured() {
        return kind == EventKind.OBSERVATION && (!Double.isNaN(value) || isBelowLimit());
    }

    /** Whether the measurement is below its limit of quantification. */
    public boolean isBelowLimit() {
        return !Double.isNaN(lowerLimit);
    }
}
