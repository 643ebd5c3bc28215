package org.hsdpo.agent.learning;

/**
 * Size of a Q-network.
 *
 * @param inputs length of an observation vector
 * @param hidden units of each of the two shared layers
 * @param headHidden units of each head's own layer
 * @param heads number of bootstrapped heads; their spread is the epistemic uncertainty
 * @param actions number of actions
 */
public record NetworkShape(int inputs, int hidden, int headHidden, int heads, int actions) {
    public NetworkShape {
        if (inputs < 1 || hidden < 1 || headHidden < 1 || heads < 1 || actions < 1) {
            throw new IllegalArgumentException("a network needs at least one unit of each kind");
        }
    }
}
