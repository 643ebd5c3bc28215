package org.hsdpo.twin.trial;

import java.util.List;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.trial.Trial.Endpoint;

/**
 * A trial's endpoints as published and as simulated.
 *
 * @param trial name
 * @param source citation
 * @param weeks duration
 * @param size number of twins an arm
 * @param variant of the twin
 * @param endpoints in the order of the file
 */
public record TrialResult(
        String trial, String source, int weeks, int size, ModelVariant variant, List<EndpointResult> endpoints) {
    public TrialResult {
        endpoints = List.copyOf(endpoints);
    }

    /** Whether every endpoint lies within its tolerance. */
    public boolean isWithin() {
        return endpoints.stream().allMatch(EndpointResult::isWithin);
    }

    /**
     * An interval of 95 % by the normal approximation.
     *
     * @param low lower end
     * @param high upper end
     */
    public record Interval(double low, double high) {
        private static final double NORMAL_975 = 1.959963984540054;

        /** Cut at the least and the greatest value that the measure can have. */
        static Interval around(double estimate, double variance, double least, double most) {
            double half = NORMAL_975 * Math.sqrt(variance);
            return new Interval(Math.max(least, estimate - half), Math.min(most, estimate + half));
        }
    }

    /**
     * One endpoint.
     *
     * @param simulated mean over the twins that count, in the unit of the measure
     * @param ofTrial where the result of a trial with the arms' numbers of patients would lie 95 times of a hundred if its
     *     patients were these twins: other people in each arm, each measured with error, and the luck of events
     * @param ofMean 95 % interval of the simulated mean: what another draw of as many twins, the same in each arm, would
     *     change
     */
    public record EndpointResult(Endpoint endpoint, double simulated, Interval ofTrial, Interval ofMean) {
        /** Lower end of {@link #ofTrial}. */
        public double low() {
            return ofTrial.low();
        }

        /** Upper end of {@link #ofTrial}. */
        public double high() {
            return ofTrial.high();
        }

        /** Simulated minus published; from the nearer end of a range, 0 inside it. */
        public double error() {
            return simulated - Math.clamp(simulated, endpoint.publishedFrom(), endpoint.publishedTo());
        }

        /** Whether the difference is at most the stated tolerance. */
        public boolean isWithin() {
            return Math.abs(error()) <= endpoint.tolerance();
        }
    }
}
