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
     * One endpoint.
     *
     * @param simulated mean over the twins that count, in the unit of the measure
     * @param low lower end of the 95 % interval of that mean
     * @param high upper end
     */
    public record EndpointResult(Endpoint endpoint, double simulated, double low, double high) {
        /** Simulated minus published. */
        public double error() {
            return simulated - endpoint.published();
        }

        /** Whether the difference is at most the stated tolerance. */
        public boolean isWithin() {
            return Math.abs(error()) <= endpoint.tolerance();
        }
    }
}
