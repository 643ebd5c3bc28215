package org.hsdpo.clinical.patient;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which of the sender's entries a fact was read from, so that what the sender says of the same entry later can correct, end
 * or withdraw it.
 *
 * @param keys digests of the sender's own numbers of the entry, each with who assigned it; empty where the sender numbers
 *     none. Entries that share a key are one entry
 * @param standing what the sender says of its own statement
 * @param statedAt when the sender said it; empty where it does not say
 */
public record Lineage(Set<String> keys, Standing standing, Optional<Instant> statedAt) {

    /** What a sender says of its own statement. */
    public enum Standing {
        /** To be confirmed or replaced by its sender. */
        PRELIMINARY,
        /** As it is. */
        STATED,
        /** Takes the place of what the sender said of the entry before. */
        REVISED
    }

    /** Begins the keys that name the one resource of a server, while other numbers may be shared by several entries. */
    public static final String RESOURCE = "r:";

    public Lineage {
        keys = Set.copyOf(keys);
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(statedAt, "statedAt");
    }

    /** Whether both speak of one entry of a sender. */
    public boolean isSameEntryAs(Lineage other) {
        return keys.stream().anyMatch(other.keys::contains);
    }

    /** Whether both speak of one resource of one server. */
    public boolean isSameResourceAs(Lineage other) {
        return keys.stream().anyMatch(key -> key.startsWith(RESOURCE) && other.keys.contains(key));
    }

    /** The same without the numbers that other entries may share. */
    public Lineage ofTheResource() {
        return new Lineage(
                keys.stream().filter(key -> key.startsWith(RESOURCE)).collect(Collectors.toSet()), standing, statedAt);
    }

    /** The keys in an order of their own. */
    public Set<String> sortedKeys() {
        return new TreeSet<>(keys);
    }
}
