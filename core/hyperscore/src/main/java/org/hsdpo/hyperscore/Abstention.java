package org.hsdpo.hyperscore;

import java.util.Objects;

/**
 * A reason not to recommend.
 *
 * @param code stable machine-readable reason in upper snake case
 * @param reason one sentence for the clinician
 * @param remedy what would remove it; empty where nothing would
 */
public record Abstention(String code, String reason, String remedy) {
    public Abstention {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(remedy, "remedy");
    }
}
