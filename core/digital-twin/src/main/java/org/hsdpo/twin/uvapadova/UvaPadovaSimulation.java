package org.hsdpo.twin.uvapadova;

import java.util.Arrays;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.pk.DormandPrince853;

/**
 * One virtual patient, minute by minute. A meal is announced whole and eaten at 5 g a minute, as in the simulator's
 * published use; insulin is infused under the skin at a constant rate during a minute. Deterministic; not for several
 * threads.
 */
public final class UvaPadovaSimulation {
    /** Carbohydrate eaten in a minute, g. */
    private static final double EATING_RATE = 5;

    private static final double MILLIGRAMS_PER_GRAM = 1000;
    private static final double RELATIVE_TOLERANCE = 1e-9;
    private static final double ABSOLUTE_TOLERANCE = 1e-9;

    private final VirtualPatient patient;
    private final UvaPadovaModel model;
    private final DormandPrince853 integrator;
    private final double[] state;
    private long minute;
    private double announced;
    private double lastEaten;
    private double stomachAtMeal;
    private double eatenOfMeal;

    /** A patient at the initial state of the parameter file. */
    public UvaPadovaSimulation(VirtualPatient patient) {
        if (patient.initialState().size() != UvaPadovaModel.STATES) {
            throw new InvalidInputException(
                    "initialState",
                    "STATE_COUNT",
                    "there are " + patient.initialState().size() + " initial states",
                    UvaPadovaModel.STATES + " states");
        }
        this.patient = patient;
        model = new UvaPadovaModel(patient);
        state = patient.initialState().stream().mapToDouble(Double::doubleValue).toArray();
        double[] absolute = new double[UvaPadovaModel.STATES];
        Arrays.fill(absolute, ABSOLUTE_TOLERANCE);
        integrator = new DormandPrince853(RELATIVE_TOLERANCE, absolute);
    }

    /**
     * Lets a minute pass.
     *
     * @param carbohydrate of a meal that begins now, g; 0 or more
     * @param insulin infused during the minute, U/min; 0 or more
     * @throws InvalidInputException where an input is impossible, or so much insulin is given that no glucose is left: the
     *     model has no counter-regulation
     */
    public void pass(double carbohydrate, double insulin) {
        refuseNegative("carbohydrate", carbohydrate, "g, 0 or more");
        refuseNegative("insulin", insulin, "U/min, 0 or more");
        announced += carbohydrate;
        double eaten = Math.min(EATING_RATE, announced);
        announced -= eaten;
        if (eaten > 0 && lastEaten == 0) {
            stomachAtMeal = state[UvaPadovaModel.STOMACH_SOLID] + state[UvaPadovaModel.STOMACH_LIQUID];
            eatenOfMeal = 0;
        }
        eatenOfMeal += eaten;
        lastEaten = eaten;
        model.inputs(
                eaten * MILLIGRAMS_PER_GRAM,
                insulin * VirtualPatient.PICOMOLES_PER_UNIT / patient.bodyWeight(),
                stomachAtMeal + eatenOfMeal * MILLIGRAMS_PER_GRAM);
        boolean arrived = integrator.integrate(model, minute, 1, state);
        minute++;
        if (!arrived || !(state[UvaPadovaModel.PLASMA_GLUCOSE] > 0)) {
            throw new InvalidInputException(
                    "insulin",
                    "GLUCOSE_EXHAUSTED",
                    "no glucose is left in minute " + minute,
                    "insulin that the patient's glucose can bear");
        }
    }

    /** Minutes since the start. */
    public long minute() {
        return minute;
    }

    /** Subcutaneous glucose, mg/dL: what a sensor without error would show. */
    public double subcutaneousGlucose() {
        return state[UvaPadovaModel.SUBCUTANEOUS_GLUCOSE] / patient.glucoseVolume();
    }

    /** Glucose in plasma, mg/dL. */
    public double plasmaGlucose() {
        return state[UvaPadovaModel.PLASMA_GLUCOSE] / patient.glucoseVolume();
    }

    /** Insulin in plasma, pmol/L. */
    public double plasmaInsulin() {
        return state[UvaPadovaModel.PLASMA_INSULIN] / patient.insulinVolume();
    }

    /**
     * One state in the model's own unit: stomach, gut mg; glucose mg/kg; insulin pmol/kg, insulin action pmol/L.
     *
     * @param index from 0 to 12, in the order of the parameter file's initial state
     */
    public double state(int index) {
        return state[index];
    }

    private static void refuseNegative(String field, double value, String accepted) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new InvalidInputException(field, "VALUE_IMPOSSIBLE", "the input cannot be " + value, accepted);
        }
    }
}
