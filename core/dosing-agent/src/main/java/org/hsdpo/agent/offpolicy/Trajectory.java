package org.hsdpo.agent.offpolicy;

import java.util.List;

/** The steps of one patient in the order of time; at least one. */
public record Trajectory(List<LoggedStep> steps) {
    public Trajectory {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a trajectory has at least one step");
        }
    }

    LoggedStep first() {
        return steps.getFirst();
    }

    int length() {
        return steps.size();
    }
}
