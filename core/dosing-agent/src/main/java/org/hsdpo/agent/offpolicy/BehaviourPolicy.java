package org.hsdpo.agent.offpolicy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What physicians do, estimated from what they did in the states nearest to one, the step itself left out: nearest
 * neighbours are calibrated, which importance weights need more than anything else.
 *
 * <p>Source: Raghu A, Gottesman O, Liu Y, et al. Behaviour policy estimation in off-policy policy evaluation: calibration
 * matters. arXiv:1807.01066 (2018). One imagined step of each action keeps a probability from being 0.
 */
public final class BehaviourPolicy {
    private BehaviourPolicy() {}

    private record Seen(int trajectory, double[] state, int action) {}

    /**
     * The same log with estimated probabilities; those that the log states are kept.
     *
     * @param actions number of actions
     * @param neighbours of other trajectories to look at; 1 and more
     */
    public static List<Trajectory> estimated(List<Trajectory> log, int actions, int neighbours) {
        if (neighbours < 1 || log.size() < 2) {
            throw new IllegalArgumentException("at least one neighbour and two trajectories are needed");
        }
        double[] scale = scale(log);
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            for (LoggedStep step : log.get(i).steps()) {
                seen.add(new Seen(i, scaled(step.state(), scale), step.action()));
            }
        }
        List<Trajectory> estimated = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            int trajectory = i;
            estimated.add(new Trajectory(log.get(i).steps().stream()
                    .map(step -> step.probability().isPresent()
                            ? step
                            : step.with(probability(
                                    seen, trajectory, scaled(step.state(), scale), step.action(), actions, neighbours)))
                    .toList()));
        }
        return estimated;
    }

    private static double probability(
            List<Seen> seen, int trajectory, double[] state, int action, int actions, int neighbours) {
        double[] distances = new double[seen.size()];
        for (int i = 0; i < distances.length; i++) {
            // What the same patient got says too much of what he got.
            distances[i] = seen.get(i).trajectory() == trajectory
                    ? Double.POSITIVE_INFINITY
                    : distance(state, seen.get(i).state());
        }
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        int others = (int) Arrays.stream(distances).filter(Double::isFinite).count();
        double reach = sorted[Math.min(neighbours, others) - 1];
        int near = 0;
        int same = 0;
        for (int i = 0; i < distances.length; i++) {
            if (distances[i] <= reach) {
                near++;
                same += seen.get(i).action() == action ? 1 : 0;
            }
        }
        return (same + 1.0) / (near + actions);
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return sum;
    }

    private static double[] scaled(double[] state, double[] scale) {
        double[] scaled = new double[state.length];
        for (int i = 0; i < state.length; i++) {
            scaled[i] = scale[i] == 0 ? 0 : state[i] / scale[i];
        }
        return scaled;
    }

    private static double[] scale(List<Trajectory> log) {
        int width = log.getFirst().first().state().length;
        double[] sum = new double[width];
        double[] squares = new double[width];
        int n = 0;
        for (Trajectory trajectory : log) {
            for (LoggedStep step : trajectory.steps()) {
                n++;
                for (int i = 0; i < width; i++) {
                    sum[i] += step.state()[i];
                    squares[i] += step.state()[i] * step.state()[i];
                }
            }
        }
        double[] scale = new double[width];
        for (int i = 0; i < width; i++) {
            scale[i] = Math.sqrt(Math.max(0, squares[i] / n - sum[i] * sum[i] / n / n));
        }
        return scale;
    }
}
