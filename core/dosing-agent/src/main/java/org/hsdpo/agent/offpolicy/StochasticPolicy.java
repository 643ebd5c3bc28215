package org.hsdpo.agent.offpolicy;

/** A policy as the probabilities of its actions in a state; they add up to 1. */
@FunctionalInterface
public interface StochasticPolicy {
    double[] probabilities(double[] state);
}
