package org.hsdpo.twin.pk;

import java.util.Arrays;
import org.hsdpo.clinical.error.InvalidInputException;

/** Integrates differential equations together with their forward sensitivity equations. */
final class DifferentialPropagator implements Propagator, OdeSystem {
    private static final int MOST_PERIODS = 20_000;
    /** Change from period to period, extrapolated to the end, at which amounts are steady, in local errors. */
    private static final double STEADY = 10;
    /** Change from period to period that is the integrator's own noise, in local errors. */
    private static final double NOISE = 0.1;

    private final int structure;
    private final DifferentialModel.Equations equations;
    private final int n;
    private final int directions;
    private final int[] directionParameter;
    private final double[] values;
    private final double[] slopes;
    private final double[] byAmount;
    private final double[] byParameter;
    private final double[] state;
    private final double[] before;
    private final double localError;
    private final DormandPrince853 integrator;
    private double[] inputs;
    private double[] inputSlopes;

    DifferentialPropagator(DifferentialModel model, int[] directionParameter, Tolerance tolerance, double largestDose) {
        this.structure = model.structureSize();
        this.equations = model.equations();
        this.directionParameter = directionParameter;
        n = model.compartments().size();
        directions = directionParameter.length;
        values = new double[model.parameters().size()];
        slopes = new double[directions];
        byAmount = new double[n * n];
        byParameter = new double[n * structure];
        state = new double[n * (directions + 1)];
        before = new double[state.length];
        double[] absolute = new double[state.length];
        Arrays.fill(absolute, tolerance.absolute() * largestDose);
        localError = tolerance.relative();
        integrator = new DormandPrince853(tolerance.relative(), absolute);
    }

    @Override
    public void parameters(double[] newValues, double[] newSlopes) {
        System.arraycopy(newValues, 0, values, 0, values.length);
        System.arraycopy(newSlopes, 0, slopes, 0, directions);
    }

    void restart() {
        integrator.restart();
    }

    @Override
    public void advance(
            double time,
            double duration,
            double[] amountsInOut,
            double[] sensitivities,
            double[] newInputs,
            double[] newInputSlopes) {
        inputs = newInputs;
        inputSlopes = newInputSlopes;
        System.arraycopy(amountsInOut, 0, state, 0, n);
        System.arraycopy(sensitivities, 0, state, n, n * directions);
        if (!integrator.integrate(this, time, duration, state)) {
            Arrays.fill(state, Double.NaN);
        }
        System.arraycopy(state, 0, amountsInOut, 0, n);
        System.arraycopy(state, n, sensitivities, 0, n * directions);
    }

    @Override
    public void derivatives(double time, double[] y, double[] dy) {
        equations.derivatives(time, y, values, dy);
        for (int i = 0; i < n; i++) {
            dy[i] += inputs[i];
        }
        if (directions == 0) {
            return;
        }
        equations.jacobians(time, y, values, byAmount, byParameter);
        for (int q = 0; q < directions; q++) {
            int offset = n * (q + 1);
            int parameter = directionParameter[q];
            boolean structural = parameter < structure;
            for (int i = 0; i < n; i++) {
                double sum = inputSlopes[q * n + i];
                if (structural) {
                    sum += slopes[q] * byParameter[parameter * n + i];
                }
                for (int k = 0; k < n; k++) {
                    sum += byAmount[i * n + k] * y[offset + k];
                }
                dy[offset + i] = sum;
            }
        }
    }

    @Override
    public void derivatives(double time, double[] at, double[] newInputs, double[] out) {
        equations.derivatives(time, at, values, out);
        for (int i = 0; i < n; i++) {
            out[i] += newInputs[i];
        }
    }

    @Override
    public void periodic(Period period, double[] steady, double[] sensitivities) {
        Arrays.fill(steady, 0);
        Arrays.fill(sensitivities, 0);
        iterate(steady, sensitivities, count -> period.pass(steady, sensitivities));
    }

    @Override
    public void constant(
            double time, double[] steady, double[] sensitivities, double[] newInputs, double[] newInputSlopes) {
        Arrays.fill(steady, 0);
        Arrays.fill(sensitivities, 0);
        // The model's own time scale is unknown: windows grow until nothing changes over one of them.
        iterate(
                steady,
                sensitivities,
                count -> advance(
                        time, Math.scalb(1.0, Math.min(count, 60)), steady, sensitivities, newInputs, newInputSlopes));
    }

    private interface Round {
        void pass(int count);
    }

    private void iterate(double[] steady, double[] sensitivities, Round round) {
        double former = Double.POSITIVE_INFINITY;
        for (int count = 0; count < MOST_PERIODS; count++) {
            System.arraycopy(steady, 0, before, 0, n);
            System.arraycopy(sensitivities, 0, before, n, n * directions);
            round.pass(count);
            double change = 0;
            double size = 0;
            for (int i = 0; i < n; i++) {
                change = Math.max(change, Math.abs(steady[i] - before[i]));
                size = Math.max(size, Math.abs(steady[i]));
            }
            if (!Double.isFinite(change) || size == 0) {
                return;
            }
            double slopeChange = 0;
            double slopeSize = 0;
            for (int i = 0; i < n * directions; i++) {
                slopeChange = Math.max(slopeChange, Math.abs(sensitivities[i] - before[n + i]));
                slopeSize = Math.max(slopeSize, Math.abs(sensitivities[i]));
            }
            double relative = Math.max(change / size, slopeSize == 0 ? 0 : slopeChange / slopeSize);
            double ratio = Math.min(relative / former, 0.999999);
            boolean settled = relative * ratio / (1 - ratio) < STEADY * localError && count > 2;
            if (settled || relative < NOISE * localError) {
                return;
            }
            former = relative;
        }
        throw new InvalidInputException(
                "SS",
                "STEADY_STATE_MISSING",
                "the doses do not reach a steady state",
                "doses that elimination can keep up with");
    }
}
