package org.hsdpo.hyperscore;

import java.util.List;
import java.util.Objects;

/**
 * What one engine says of a candidate.
 *
 * @param score in [0, 1]
 * @param standardDeviation of the score, at least 0
 * @param explanation one or two sentences for the clinician
 * @param evidence lines of evidence
 */
public record EngineScore(double score, double standardDeviation, String explanation, List<String> evidence) {
    public EngineScore {
        Objects.requireNonNull(explanation, "explanation");
        evidence = List.copyOf(evidence);
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("the score is not in [0, 1]: " + score);
        }
        if (!(standardDeviation >= 0) || !Double.isFinite(standardDeviation)) {
            throw new IllegalArgumentException("not a standard deviation: " + standardDeviation);
        }
    }
}
