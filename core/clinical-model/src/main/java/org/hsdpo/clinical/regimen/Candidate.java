package org.hsdpo.clinical.regimen;

import java.util.Objects;

/**
 * A regimen one action away from the current one.
 *
 * @param action the change
 * @param regimen what the patient would take after it
 */
public record Candidate(DosingAction action, Regimen regimen) {
    public Candidate {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(regimen, "regimen");
    }
}
