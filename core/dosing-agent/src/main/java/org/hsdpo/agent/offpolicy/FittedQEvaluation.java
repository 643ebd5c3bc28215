package org.hsdpo.agent.offpolicy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * Value of a policy's actions by fitted Q evaluation, linear in a basis of the state for each action: the target r + γ·V(next)
 * is fitted by ridge regression again and again until it stands still.
 *
 * <p>Source: Le H, Voloshin C, Yue Y. Batch policy learning under constraints. Proc ICML 2019, PMLR 97:3703-3712, algorithm 3.
 */
public final class FittedQEvaluation {
    private static final int MOST_ROUNDS = 500;
    private static final double STANDS_STILL = 1e-9;

    private final RealVector[] coefficients;
    private final UnaryOperator<double[]> basis;
    private final StochasticPolicy target;
    private final boolean converged;

    private FittedQEvaluation(
            RealVector[] coefficients, UnaryOperator<double[]> basis, StochasticPolicy target, boolean converged) {
        this.coefficients = coefficients;
        this.basis = basis;
        this.target = target;
        this.converged = converged;
    }

    /**
     * Fits.
     *
     * @param actions number of actions
     * @param target policy whose value is asked for
     * @param basis of the state, a constant included
     * @param weeklyDiscount what a week later counts for, in (0, 1]
     * @param ridge above 0, small against the number of steps of an action
     */
    public static FittedQEvaluation fit(
            List<Trajectory> log,
            int actions,
            StochasticPolicy target,
            UnaryOperator<double[]> basis,
            double weeklyDiscount,
            double ridge) {
        int width = basis.apply(log.getFirst().first().state()).length;
        RealMatrix[] normal = new RealMatrix[actions];
        for (int a = 0; a < actions; a++) {
            normal[a] = new Array2DRowRealMatrix(width, width);
            for (int i = 0; i < width; i++) {
                normal[a].setEntry(i, i, ridge);
            }
        }
        for (Trajectory trajectory : log) {
            for (LoggedStep step : trajectory.steps()) {
                double[] x = basis.apply(step.state());
                for (int i = 0; i < width; i++) {
                    for (int j = 0; j < width; j++) {
                        normal[step.action()].addToEntry(i, j, x[i] * x[j]);
                    }
                }
            }
        }
        CholeskyDecomposition[] solvers = new CholeskyDecomposition[actions];
        RealVector[] coefficients = new RealVector[actions];
        for (int a = 0; a < actions; a++) {
            solvers[a] = new CholeskyDecomposition(normal[a]);
            coefficients[a] = new ArrayRealVector(width);
        }
        FittedQEvaluation fitted = new FittedQEvaluation(coefficients, basis, target, false);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            RealVector[] next = fitted.round(log, solvers, width, weeklyDiscount);
            double change = 0;
            for (int a = 0; a < actions; a++) {
                change = Math.max(change, next[a].getLInfDistance(fitted.coefficients[a]));
            }
            fitted = new FittedQEvaluation(next, basis, target, change < STANDS_STILL);
            if (fitted.converged) {
                break;
            }
        }
        return fitted;
    }

    private RealVector[] round(
            List<Trajectory> log, CholeskyDecomposition[] solvers, int width, double weeklyDiscount) {
        RealVector[] sums = new RealVector[solvers.length];
        for (int a = 0; a < sums.length; a++) {
            sums[a] = new ArrayRealVector(width);
        }
        for (Trajectory trajectory : log) {
            for (int t = 0; t < trajectory.length(); t++) {
                LoggedStep step = trajectory.steps().get(t);
                double wanted = step.reward();
                if (t + 1 < trajectory.length()) {
                    wanted += Math.pow(weeklyDiscount, step.weeks())
                            * value(trajectory.steps().get(t + 1).state());
                }
                double[] x = basis.apply(step.state());
                for (int i = 0; i < width; i++) {
                    sums[step.action()].addToEntry(i, wanted * x[i]);
                }
            }
        }
        RealVector[] next = new RealVector[solvers.length];
        for (int a = 0; a < next.length; a++) {
            next[a] = solvers[a].getSolver().solve(sums[a]);
        }
        return next;
    }

    /** Value of an action in a state. */
    public double value(double[] state, int action) {
        return coefficients[action].dotProduct(new ArrayRealVector(basis.apply(state), false));
    }

    /** Value of the policy in a state. */
    public double value(double[] state) {
        double[] probabilities = target.probabilities(state);
        double sum = 0;
        for (int a = 0; a < probabilities.length; a++) {
            if (probabilities[a] > 0) {
                sum += probabilities[a] * value(state, a);
            }
        }
        return sum;
    }

    /** Whether the fit stood still before the rounds were used up. */
    public boolean converged() {
        return converged;
    }
}
