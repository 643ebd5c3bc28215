package org.hsdpo.agent.policy;

/** A policy that must not be served, with the reason. */
public final class PolicyRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PolicyRefusedException(String reason) {
        super(reason);
    }
}
