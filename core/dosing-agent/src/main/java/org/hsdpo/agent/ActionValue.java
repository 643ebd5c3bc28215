package org.hsdpo.agent;

import java.util.List;
import java.util.OptionalDouble;
import org.hsdpo.clinical.regimen.Candidate;

/**
 * What the agent thinks of one change.
 *
 * @param candidate the change and the regimen after it
 * @param admissible whether the rules let it be proposed
 * @param q expected discounted reward, mean over the heads; empty where inadmissible
 * @param uncertainty standard deviation over the heads; empty where inadmissible
 * @param maskedBy rules that bar it; empty where admissible
 */
public record ActionValue(
        Candidate candidate, boolean admissible, OptionalDouble q, OptionalDouble uncertainty, List<String> maskedBy) {
    public ActionValue {
        maskedBy = List.copyOf(maskedBy);
        if (admissible != q.isPresent() || admissible != uncertainty.isPresent()) {
            throw new IllegalArgumentException("an action has a value exactly where it is admissible");
        }
    }
}
