package org.hsdpo.hyperscore.logic;

import java.util.List;
import java.util.Objects;

/**
 * One proof obligation and what became of it.
 *
 * @param ruleId the rule or assertion
 * @param severity its severity
 * @param hard whether its violation makes the regimen inadmissible
 * @param status proven, violated or undecided
 * @param explanation in words, with the patient's facts that decide it
 * @param core facts, regimen and rules of the unsatisfiable core, minimal where violated; empty where undecided
 * @param missing data that would decide it; empty unless undecided
 * @param source citation
 * @param weight share in the pass rate, at least 0
 */
public record Proof(
        String ruleId,
        Severity severity,
        boolean hard,
        ProofStatus status,
        String explanation,
        List<String> core,
        List<String> missing,
        String source,
        double weight) {
    public Proof {
        Objects.requireNonNull(ruleId, "ruleId");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(explanation, "explanation");
        Objects.requireNonNull(source, "source");
        core = List.copyOf(core);
        missing = List.copyOf(missing);
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("the weight of " + ruleId + " is below 0: " + weight);
        }
    }

    /** This proof with another share in the pass rate. */
    public Proof weighing(double share) {
        return new Proof(ruleId, severity, hard, status, explanation, core, missing, source, share);
    }
}
