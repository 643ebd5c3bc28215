package org.hsdpo.twin.map;

/**
 * Finds a minimum of the posterior's Φ from one start: quasi-Newton steps (BFGS with Powell's damping, begun with the
 * expected second derivative; Nocedal and Wright 2006, <i>Numerical Optimization</i>, 2nd ed., section 18.3) with a
 * backtracking line search, then Newton steps with a second derivative from differences of the exact gradient.
 */
final class ModeSearch {
    private static final int MOST_STEPS = 300;
    private static final int MOST_NEWTON_STEPS = 6;
    /** Expected further decrease of Φ at which Newton's method takes over, and at which it has arrived. */
    private static final double NEAR = 1e-6;

    private static final double ARRIVED = 1e-14;
    /** Longest step in any effect, in prior standard deviations. */
    private static final double REACH = 2;

    private static final double SUFFICIENT = 1e-4;
    private static final int HALVINGS = 40;
    /** Step of the differences, in prior standard deviations: the second derivative is good to about 1e-4. */
    private static final double DIFFERENCE = 1e-4;

    private final Posterior posterior;
    private final int size;
    private final double[] point;
    private final double[] trial;
    private final double[] gradient;
    private final double[] step;
    private final double[] change;
    private final double[] product;
    private final double[] curvature;
    private final double[] second;
    private final double[] sd;
    private final Cholesky cholesky;
    private double value;
    private int evaluations;
    private boolean converged;

    ModeSearch(Posterior posterior) {
        this.posterior = posterior;
        size = posterior.size();
        point = new double[size];
        trial = new double[size];
        gradient = new double[size];
        step = new double[size];
        change = new double[size];
        product = new double[size];
        curvature = new double[size * size];
        second = new double[size * size];
        sd = new double[size];
        for (int i = 0; i < size; i++) {
            sd[i] = Math.sqrt(posterior.priorVariance(i));
        }
        cholesky = new Cholesky(size);
    }

    /** Searches from a point. */
    void from(double[] start) {
        System.arraycopy(start, 0, point, 0, size);
        converged = false;
        value = evaluate(point);
        System.arraycopy(posterior.gradient(), 0, gradient, 0, size);
        if (value == Double.POSITIVE_INFINITY) {
            posterior.refuseZeroVariance(point);
            return;
        }
        descend();
        polish();
    }

    double value() {
        return value;
    }

    double[] point() {
        return point;
    }

    /** Second derivative of Φ at the minimum. */
    double[] second() {
        return second;
    }

    boolean converged() {
        return converged;
    }

    int evaluations() {
        return evaluations;
    }

    private double evaluate(double[] at) {
        evaluations++;
        return posterior.evaluate(at);
    }

    private void descend() {
        System.arraycopy(posterior.information(), 0, curvature, 0, curvature.length);
        boolean fresh = true;
        for (int count = 0; count < MOST_STEPS; count++) {
            if (!cholesky.factorise(curvature)) {
                refresh();
                cholesky.factorise(curvature);
                fresh = true;
            }
            double decrease = direction();
            if (decrease < NEAR) {
                if (fresh) {
                    return;
                }
                // The updated curvature may flatter itself: it has to agree with a fresh one, which is of this point.
                System.arraycopy(posterior.information(), 0, curvature, 0, curvature.length);
                fresh = true;
                continue;
            }
            if (!search(decrease)) {
                if (fresh) {
                    return;
                }
                refresh();
                fresh = true;
            } else {
                update();
                fresh = false;
            }
        }
    }

    private void refresh() {
        evaluate(point);
        System.arraycopy(posterior.information(), 0, curvature, 0, curvature.length);
    }

    /** Fills {@link #step}; returns the decrease a quadratic function would have. */
    private double direction() {
        cholesky.solve(gradient, step);
        double decrease = 0;
        for (int i = 0; i < size; i++) {
            decrease += gradient[i] * step[i];
            step[i] = -step[i];
        }
        return 0.5 * decrease;
    }

    /** Moves along the step until Φ falls enough; {@link #change} becomes the change of the gradient. */
    private boolean search(double decrease) {
        double longest = 0;
        for (int i = 0; i < size; i++) {
            longest = Math.max(longest, Math.abs(step[i]) / sd[i]);
        }
        double length = Math.min(1, REACH / longest);
        double fall = 2 * decrease;
        for (int halving = 0; halving < HALVINGS; halving++) {
            for (int i = 0; i < size; i++) {
                trial[i] = point[i] + length * step[i];
            }
            double reached = evaluate(trial);
            if (reached <= value - SUFFICIENT * length * fall) {
                accept(reached, length);
                return true;
            }
            // Minimum of the parabola through value, slope and the value reached, kept within a tenth and a half.
            double parabola = length * length * fall / (2 * (reached - value + length * fall));
            length = Double.isFinite(parabola) ? Math.clamp(parabola, 0.1 * length, 0.5 * length) : 0.1 * length;
        }
        return false;
    }

    private void accept(double reached, double length) {
        value = reached;
        System.arraycopy(trial, 0, point, 0, size);
        for (int i = 0; i < size; i++) {
            step[i] *= length;
            change[i] = posterior.gradient()[i] - gradient[i];
            gradient[i] = posterior.gradient()[i];
        }
    }

    private void update() {
        double alongCurvature = 0;
        double alongChange = 0;
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int j = 0; j < size; j++) {
                sum += curvature[i * size + j] * step[j];
            }
            product[i] = sum;
            alongCurvature += step[i] * sum;
            alongChange += step[i] * change[i];
        }
        if (!(alongCurvature > 0)) {
            return;
        }
        double share = alongChange >= 0.2 * alongCurvature ? 1 : 0.8 * alongCurvature / (alongCurvature - alongChange);
        double along = 0;
        for (int i = 0; i < size; i++) {
            change[i] = share * change[i] + (1 - share) * product[i];
            along += step[i] * change[i];
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                curvature[i * size + j] += change[i] * change[j] / along - product[i] * product[j] / alongCurvature;
            }
        }
    }

    private void polish() {
        for (int count = 0; count < MOST_NEWTON_STEPS; count++) {
            differentiate();
            if (!cholesky.factorise(second)) {
                return;
            }
            double decrease = direction();
            if (decrease < ARRIVED * Math.max(1, Math.abs(value))) {
                converged = true;
                return;
            }
            double former = value;
            for (int i = 0; i < size; i++) {
                trial[i] = point[i] + step[i];
            }
            double reached = evaluate(trial);
            double noise = 1e-12 * Math.max(1, Math.abs(former));
            if (reached <= former + noise && gradientShrinks()) {
                accept(reached, 1);
                if (direction() < ARRIVED * Math.max(1, Math.abs(value))) {
                    converged = true;
                    return;
                }
            } else if (decrease < NEAR * 1e-2) {
                // Below the noise of the prediction nothing can be gained.
                converged = true;
                return;
            } else if (!search(decrease)) {
                return;
            }
        }
    }

    private boolean gradientShrinks() {
        double former = 0;
        double latter = 0;
        for (int i = 0; i < size; i++) {
            former += Math.pow(gradient[i] * sd[i], 2);
            latter += Math.pow(posterior.gradient()[i] * sd[i], 2);
        }
        return latter <= former;
    }

    private void differentiate() {
        System.arraycopy(point, 0, trial, 0, size);
        for (int i = 0; i < size; i++) {
            double h = DIFFERENCE * sd[i];
            trial[i] = point[i] + h;
            evaluate(trial);
            for (int j = 0; j < size; j++) {
                second[i * size + j] = (posterior.gradient()[j] - gradient[j]) / h;
            }
            trial[i] = point[i];
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (second[i * size + j] + second[j * size + i]);
                second[i * size + j] = mean;
                second[j * size + i] = mean;
            }
        }
    }
}
