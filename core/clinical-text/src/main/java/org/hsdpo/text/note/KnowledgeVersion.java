package org.hsdpo.text.note;

import java.util.Objects;

/**
 * A model or knowledge file that took part.
 *
 * @param component name, for example {@code context-triggers.yaml}
 * @param version version as its maker states it
 * @param hash SHA-256 of the content, lower-case hex
 */
public record KnowledgeVersion(String component, String version, String hash) {
    public KnowledgeVersion {
        Objects.requireNonNull(component, "component");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(hash, "hash");
    }
}
