package org.hsdpo.agent.environment;

import java.util.List;
import org.hsdpo.agent.observation.PatientFeatures;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.Regimen;

/**
 * One person at one visit, as the record shows it.
 *
 * @param state the record
 * @param regimen what the person takes
 * @param features the record's features
 * @param mask admissible indexed actions
 * @param admissible admissible candidates, safety switches last
 */
public record Visit(
        PatientState state, Regimen regimen, PatientFeatures features, boolean[] mask, List<Candidate> admissible) {
    /** Whether any action may be proposed. */
    public boolean hasChoice() {
        return !admissible.isEmpty();
    }
}
