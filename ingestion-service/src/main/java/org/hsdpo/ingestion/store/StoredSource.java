package org.hsdpo.ingestion.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hsdpo.clinical.patient.Lineage;
import org.hsdpo.clinical.patient.Provenance;

/**
 * The column {@code source_id}: the source's identifier, and behind {@code " ~ "}, where the sender has a name for the entry,
 * what the entry is known by: {@code 3f2a…#OBX[3] ~ STATED 2026-10-12T06:00:00Z 9b1c…,r:77ab…}; a dash stands for no time.
 *
 * @param text as stored
 */
record StoredSource(String text) {
    private static final String BEHIND = " ~ ";
    private static final String NO_TIME = "-";

    static StoredSource of(Provenance provenance) {
        return new StoredSource(provenance.sourceId()
                + provenance
                        .lineage()
                        .map(entry -> BEHIND + entry.standing() + " "
                                + entry.statedAt().map(Instant::toString).orElse(NO_TIME) + " "
                                + String.join(",", entry.sortedKeys()))
                        .orElse(""));
    }

    String sourceId() {
        int end = text.indexOf(BEHIND);
        return end < 0 ? text : text.substring(0, end);
    }

    Optional<Lineage> lineage() {
        int end = text.indexOf(BEHIND);
        if (end < 0) {
            return Optional.empty();
        }
        String[] parts = text.substring(end + BEHIND.length()).split(" ", -1);
        Set<String> keys =
                Arrays.stream(parts[2].split(",")).filter(key -> !key.isEmpty()).collect(Collectors.toSet());
        return Optional.of(new Lineage(
                keys,
                Lineage.Standing.valueOf(parts[0]),
                parts[1].equals(NO_TIME) ? Optional.empty() : Optional.of(Instant.parse(parts[1]))));
    }
}
