package org.hsdpo.rlagent.decision;

import java.util.Optional;
import java.util.function.Function;
import org.hsdpo.agent.DosingAgent;

/** A policy and the decisions that are being made by it: replaced, it is closed when the last of them is made. */
final class ServedPolicy {
    private final DosingAgent agent;
    private int deciding;
    private boolean replaced;

    ServedPolicy(DosingAgent agent) {
        this.agent = agent;
    }

    DosingAgent agent() {
        return agent;
    }

    /** Empty where the policy was replaced meanwhile: its successor is to be asked. */
    <T> Optional<T> decide(Function<DosingAgent, T> decision) {
        synchronized (this) {
            if (replaced) {
                return Optional.empty();
            }
            deciding++;
        }
        try {
            return Optional.of(decision.apply(agent));
        } finally {
            leave();
        }
    }

    private synchronized void leave() {
        deciding--;
        closeIfDone();
    }

    synchronized void replace() {
        replaced = true;
        closeIfDone();
    }

    private void closeIfDone() {
        if (replaced && deciding == 0) {
            agent.close();
        }
    }
}
