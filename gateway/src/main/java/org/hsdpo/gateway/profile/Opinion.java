package org.hsdpo.gateway.profile;

import org.hsdpo.contracts.agent.v1.DecideResponse;

/** What the dosing agent says, or why it says nothing. */
sealed interface Opinion {
    /** Its values for the actions. */
    record Given(DecideResponse values) implements Opinion {}

    /** @param reason why there are none, in words */
    record Missing(String reason) implements Opinion {}
}
