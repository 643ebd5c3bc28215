package org.hsdpo.twin.pk;

import java.util.Arrays;

/**
 * Advances a compartment model exactly. With A = V·Λ·V⁻¹ every mode z of V⁻¹·amounts decays on its own; a change dA of the
 * matrix drives mode i through (V⁻¹·dA·V)_ik · ∫ e^{λi(h−s)} z_k(s) ds (Daleckii and Krein 1965; Higham 2008, <i>Functions
 * of Matrices</i>, theorem 3.11). The eigenvectors of the disposition come from its symmetric form in amounts over √volume,
 * those of depot and metabolite by substitution. Where rate constants nearly coincide, {@link MatrixExponential} is used.
 */
final class LinearPropagator implements Propagator {
    /** Relative distance of two rate constants below which eigenvectors lose more than a third of their digits. */
    private static final double LEAST_GAP = 1e-3;
    /** Exponents below this are expanded. */
    private static final double SMALL = 1e-3;

    private final CompartmentModel model;
    private final int n;
    private final int directions;
    private final int[] directionParameter;
    private final double[] values;
    private final double[] slopes;
    private final double[] a;
    private final double[] change;
    private final double[] product;
    private final double[] lambda;
    private final double[] vectors;
    private final double[] inverse;
    /** V⁻¹·dA·V by direction, not yet multiplied by the slope. */
    private final double[][] modeChange;

    private final SymmetricEigen disposition;
    private final double[] z;
    private final double[] y;
    private final double[] rho;
    private final double[] decay;
    private final double[] filling;
    private final double[] transfer;
    private final double[] drive;
    private final double[] start;
    private final double[] system;
    private final MatrixExponential exponential;
    private boolean distinct;

    LinearPropagator(CompartmentModel model, int[] directionParameter) {
        this.model = model;
        this.directionParameter = directionParameter;
        n = model.size();
        directions = directionParameter.length;
        values = new double[model.parameters().size()];
        Arrays.fill(values, Double.NaN);
        slopes = new double[directions];
        a = new double[n * n];
        change = new double[n * n];
        product = new double[n * n];
        lambda = new double[n];
        vectors = new double[n * n];
        inverse = new double[n * n];
        modeChange = new double[directions][n * n];
        disposition = new SymmetricEigen(model.peripheralCount() + 1);
        z = new double[n];
        y = new double[n];
        rho = new double[n];
        decay = new double[n];
        filling = new double[n];
        transfer = new double[n * n];
        drive = new double[n * n];
        start = new double[n];
        system = new double[n * (n + 1)];
        exponential = new MatrixExponential(n + 1, directions);
    }

    @Override
    public void parameters(double[] newValues, double[] newSlopes) {
        System.arraycopy(newSlopes, 0, slopes, 0, directions);
        if (Arrays.equals(values, newValues)) {
            return;
        }
        System.arraycopy(newValues, 0, values, 0, values.length);
        model.rates(values, a);
        decompose();
        if (!distinct) {
            return;
        }
        for (int q = 0; q < directions; q++) {
            if (directionParameter[q] < model.structureSize()) {
                model.rateDerivatives(values, directionParameter[q], change);
                multiply(inverse, change, product);
                multiply(product, vectors, modeChange[q]);
            }
        }
    }

    private void decompose() {
        int c = model.central();
        int block = model.peripheralCount() + 1;
        for (int i = 0; i < block; i++) {
            for (int j = 0; j < block; j++) {
                disposition.matrix()[i * block + j] = a[(c + i) * n + c + j]
                        * Math.sqrt(CompartmentModel.volume(values, j) / CompartmentModel.volume(values, i));
            }
        }
        disposition.decompose();
        Arrays.fill(vectors, 0);
        Arrays.fill(inverse, 0);
        for (int i = 0; i < block; i++) {
            lambda[c + i] = disposition.values()[i];
            double root = Math.sqrt(CompartmentModel.volume(values, i));
            for (int j = 0; j < block; j++) {
                vectors[(c + i) * n + c + j] = root * disposition.vectors()[i * block + j];
                inverse[(c + j) * n + c + i] = disposition.vectors()[i * block + j] / root;
            }
        }
        if (model.hasDepot()) {
            lambda[0] = a[0];
        }
        if (model.hasMetabolite()) {
            lambda[n - 1] = a[n * n - 1];
        }
        distinct = areDistinct();
        if (distinct) {
            joinDepot(c, block);
            joinMetabolite(c);
        }
    }

    private boolean areDistinct() {
        double largest = 0;
        for (double value : lambda) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < n; i++) {
            if (!(lambda[i] < 0)) {
                return false;
            }
            for (int j = 0; j < i; j++) {
                double size = Math.max(Math.abs(lambda[i]), Math.abs(lambda[j]));
                if (!(Math.abs(lambda[i] - lambda[j]) > LEAST_GAP * size)) {
                    return false;
                }
            }
        }
        return largest < Double.POSITIVE_INFINITY;
    }

    /** Depot and disposition modes: depot = (1, u), with u what the depot leaves in each mode while it empties. */
    private void joinDepot(int c, int block) {
        if (!model.hasDepot()) {
            return;
        }
        vectors[0] = 1;
        inverse[0] = 1;
        for (int j = 0; j < block; j++) {
            double inflow = inverse[(c + j) * n + c] * a[c * n];
            double share = inflow / (lambda[0] - lambda[c + j]);
            inverse[(c + j) * n] = -share;
            for (int i = 0; i < block; i++) {
                vectors[(c + i) * n] += share * vectors[(c + i) * n + c + j];
            }
        }
    }

    private void joinMetabolite(int c) {
        if (!model.hasMetabolite()) {
            return;
        }
        int m = n - 1;
        vectors[m * n + m] = 1;
        inverse[m * n + m] = 1;
        double formation = a[m * n + c];
        for (int mode = 0; mode < m; mode++) {
            vectors[m * n + mode] = formation * vectors[c * n + mode] / (lambda[mode] - lambda[m]);
        }
        for (int j = 0; j < m; j++) {
            double sum = 0;
            for (int mode = 0; mode < m; mode++) {
                sum -= vectors[m * n + mode] * inverse[mode * n + j];
            }
            inverse[m * n + j] = sum;
        }
    }

    @Override
    public void advance(
            double time,
            double duration,
            double[] amounts,
            double[] sensitivities,
            double[] inputs,
            double[] inputSlopes) {
        if (duration == 0) {
            return;
        }
        if (distinct) {
            advanceModes(duration, amounts, sensitivities, inputs, inputSlopes);
        } else {
            advanceMatrix(duration, amounts, sensitivities, inputs, inputSlopes);
        }
    }

    private void advanceModes(
            double h, double[] amounts, double[] sensitivities, double[] inputs, double[] inputSlopes) {
        boolean driven = false;
        for (int i = 0; i < n; i++) {
            driven |= inputs[i] != 0;
            double exponent = lambda[i] * h;
            double lost = Math.expm1(exponent);
            decay[i] = lost + 1;
            filling[i] = lost / lambda[i];
        }
        apply(inverse, amounts, 0, z);
        if (driven) {
            apply(inverse, inputs, 0, rho);
        }
        if (directions > 0) {
            prepareTransfer(h, driven);
        }
        for (int q = 0; q < directions; q++) {
            int offset = q * n;
            apply(inverse, sensitivities, offset, y);
            for (int i = 0; i < n; i++) {
                y[i] *= decay[i];
            }
            if (slopes[q] != 0 && directionParameter[q] < model.structureSize()) {
                double[] e = modeChange[q];
                for (int i = 0; i < n; i++) {
                    double sum = 0;
                    for (int k = 0; k < n; k++) {
                        sum += e[i * n + k] * drive[i * n + k];
                    }
                    y[i] += slopes[q] * sum;
                }
            }
            if (driven) {
                apply(inverse, inputSlopes, offset, start);
                for (int i = 0; i < n; i++) {
                    y[i] += filling[i] * start[i];
                }
            }
            applyBack(y, sensitivities, offset);
        }
        for (int i = 0; i < n; i++) {
            z[i] = decay[i] * z[i] + (driven ? filling[i] * rho[i] : 0);
        }
        applyBack(z, amounts, 0);
    }

    /** ∫₀ʰ e^{λi(h−s)} z_k(s) ds at i·n + k. */
    private void prepareTransfer(double h, boolean driven) {
        for (int i = 0; i < n; i++) {
            transfer[i * n + i] = h * decay[i];
            for (int k = 0; k < i; k++) {
                double gap = (lambda[k] - lambda[i]) * h;
                double integral;
                if (Math.abs(gap) < SMALL) {
                    integral = h * decay[i] * (1 + gap / 2 * (1 + gap / 3 * (1 + gap / 4)));
                } else {
                    integral = h * (decay[k] - decay[i]) / gap;
                }
                transfer[i * n + k] = integral;
                transfer[k * n + i] = integral;
            }
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                drive[i * n + k] = transfer[i * n + k] * z[k];
                if (driven) {
                    drive[i * n + k] += rho[k] * (transfer[i * n + k] - filling[i]) / lambda[k];
                }
            }
        }
    }

    private void advanceMatrix(
            double h, double[] amounts, double[] sensitivities, double[] inputs, double[] inputSlopes) {
        exponentiate(h, inputs, inputSlopes);
        double[] moved = exponential.result();
        int wide = n + 1;
        System.arraycopy(amounts, 0, start, 0, n);
        for (int q = 0; q < directions; q++) {
            double[] derivative = exponential.derivative(q);
            System.arraycopy(sensitivities, q * n, y, 0, n);
            for (int i = 0; i < n; i++) {
                double sum = derivative[i * wide + n];
                for (int k = 0; k < n; k++) {
                    sum += moved[i * wide + k] * y[k] + derivative[i * wide + k] * start[k];
                }
                sensitivities[q * n + i] = sum;
            }
        }
        for (int i = 0; i < n; i++) {
            double sum = moved[i * wide + n];
            for (int k = 0; k < n; k++) {
                sum += moved[i * wide + k] * start[k];
            }
            amounts[i] = sum;
        }
    }

    /** exp of h·(A, inputs; 0, 0), whose last column is what the inputs leave. */
    private void exponentiate(double h, double[] inputs, double[] inputSlopes) {
        int wide = n + 1;
        double[] matrix = exponential.matrix();
        Arrays.fill(matrix, 0);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                matrix[i * wide + k] = h * a[i * n + k];
            }
            matrix[i * wide + n] = h * inputs[i];
        }
        for (int q = 0; q < directions; q++) {
            double[] direction = exponential.direction(q);
            Arrays.fill(direction, 0);
            boolean structural = slopes[q] != 0 && directionParameter[q] < model.structureSize();
            if (structural) {
                model.rateDerivatives(values, directionParameter[q], change);
            }
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < n && structural; k++) {
                    direction[i * wide + k] = h * slopes[q] * change[i * n + k];
                }
                direction[i * wide + n] = h * inputSlopes[q * n + i];
            }
        }
        exponential.compute();
    }

    @Override
    public void derivatives(double time, double[] amounts, double[] inputs, double[] derivatives) {
        for (int i = 0; i < n; i++) {
            double sum = inputs[i];
            for (int k = 0; k < n; k++) {
                sum += a[i * n + k] * amounts[k];
            }
            derivatives[i] = sum;
        }
    }

    @Override
    public void periodic(Period period, double[] amounts, double[] sensitivities) {
        Arrays.fill(amounts, 0);
        Arrays.fill(sensitivities, 0);
        period.pass(amounts, sensitivities);
        solveLoss(period.length(), amounts, 0);
        if (directions == 0) {
            return;
        }
        double[] steady = Arrays.copyOf(amounts, n);
        Arrays.fill(sensitivities, 0);
        period.pass(amounts, sensitivities);
        System.arraycopy(steady, 0, amounts, 0, n);
        for (int q = 0; q < directions; q++) {
            solveLoss(period.length(), sensitivities, q * n);
        }
    }

    /** Solves (1 − e^{A·h})·x = b in place. */
    private void solveLoss(double h, double[] b, int offset) {
        if (distinct) {
            apply(inverse, b, offset, z);
            for (int i = 0; i < n; i++) {
                z[i] = -z[i] / Math.expm1(lambda[i] * h);
            }
            applyBack(z, b, offset);
            return;
        }
        double[] none = new double[Math.max(1, directions) * n];
        exponentiate(h, new double[n], none);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                system[i * (n + 1) + k] = (i == k ? 1 : 0) - exponential.result()[i * (n + 1) + k];
            }
            system[i * (n + 1) + n] = b[offset + i];
        }
        solve(b, offset);
    }

    @Override
    public void constant(double time, double[] amounts, double[] sensitivities, double[] inputs, double[] inputSlopes) {
        solveRates(inputs, 0, amounts, 0);
        for (int q = 0; q < directions; q++) {
            for (int i = 0; i < n; i++) {
                start[i] = inputSlopes[q * n + i];
            }
            if (slopes[q] != 0 && directionParameter[q] < model.structureSize()) {
                model.rateDerivatives(values, directionParameter[q], change);
                for (int i = 0; i < n; i++) {
                    for (int k = 0; k < n; k++) {
                        start[i] += slopes[q] * change[i * n + k] * amounts[k];
                    }
                }
            }
            solveRates(start, 0, sensitivities, q * n);
        }
    }

    /** Solves A·x = −b. */
    private void solveRates(double[] b, int from, double[] x, int to) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(a, i * n, system, i * (n + 1), n);
            system[i * (n + 1) + n] = -b[from + i];
        }
        solve(x, to);
    }

    /** Gaussian elimination with row exchange. */
    private void solve(double[] x, int offset) {
        int wide = n + 1;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                if (Math.abs(system[row * wide + column]) > Math.abs(system[pivot * wide + column])) {
                    pivot = row;
                }
            }
            for (int k = 0; k < wide; k++) {
                double swap = system[column * wide + k];
                system[column * wide + k] = system[pivot * wide + k];
                system[pivot * wide + k] = swap;
            }
            for (int row = column + 1; row < n; row++) {
                double factor = system[row * wide + column] / system[column * wide + column];
                for (int k = column; k < wide; k++) {
                    system[row * wide + k] -= factor * system[column * wide + k];
                }
            }
        }
        for (int row = n - 1; row >= 0; row--) {
            double sum = system[row * wide + n];
            for (int k = row + 1; k < n; k++) {
                sum -= system[row * wide + k] * x[offset + k];
            }
            x[offset + row] = sum / system[row * wide + row];
        }
    }

    private void apply(double[] matrix, double[] vector, int offset, double[] target) {
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = 0; k < n; k++) {
                sum += matrix[i * n + k] * vector[offset + k];
            }
            target[i] = sum;
        }
    }

    private void applyBack(double[] modes, double[] target, int offset) {
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = 0; k < n; k++) {
                sum += vectors[i * n + k] * modes[k];
            }
            target[offset + i] = sum;
        }
    }

    private void multiply(double[] left, double[] right, double[] target) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += left[i * n + k] * right[k * n + j];
                }
                target[i * n + j] = sum;
            }
        }
    }
}
