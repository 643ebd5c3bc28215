package org.hsdpo.ingestion.store;

import java.util.Objects;
import org.hsdpo.contracts.parser.v1.ParseNoteResponse;

/**
 * A note that the parser has read.
 *
 * @param text as it was given; the parser's spans count its UTF-16 code units
 * @param said what the parser found
 */
public record ReadNote(String text, ParseNoteResponse said) {
    public ReadNote {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(said, "said");
    }
}
