package org.hsdpo.agent;

import java.util.List;
import java.util.Optional;
import org.hsdpo.hyperscore.Abstention;

/**
 * The agent's answer for one patient.
 *
 * @param actions every action that has a meaning for the current regimen, masked ones included; empty where a
 *     current dose is neither known nor assumed
 * @param preferred the admissible action with the highest value; empty where nothing is admissible
 * @param supportDistance 0 … 1 inside the training population, above 1 outside
 * @param abstentions reasons not to follow the preference
 */
public record Decision(
        List<ActionValue> actions,
        Optional<ActionValue> preferred,
        double supportDistance,
        List<Abstention> abstentions) {
    public Decision {
        actions = List.copyOf(actions);
        abstentions = List.copyOf(abstentions);
    }
}
