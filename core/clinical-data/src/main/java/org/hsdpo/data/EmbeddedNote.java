package org.hsdpo.data;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A clinical note found inside a record, to be read by the note parser.
 *
 * @param path where it stands in the record
 * @param text the note
 * @param time when it was written, where stated
 */
public record EmbeddedNote(String path, String text, Optional<Instant> time) {
    public EmbeddedNote {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(time, "time");
    }
}
