package org.hsdpo.agent.preference;

import java.util.Objects;

/**
 * One regimen preferred to another.
 *
 * @param reviewer pseudonym of the clinician
 * @param chosen what the preferred one leads to
 * @param declined what the other leads to
 */
public record Comparison(String reviewer, Consequence chosen, Consequence declined) {
    public Comparison {
        Objects.requireNonNull(reviewer, "reviewer");
        Objects.requireNonNull(chosen, "chosen");
        Objects.requireNonNull(declined, "declined");
    }
}
