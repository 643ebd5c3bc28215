package org.hsdpo.text.note;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * A date written in a note.
 *
 * @param span where it stands
 * @param date the day, where it is complete and has one reading
 */
public record DateMention(Span span, Optional<LocalDate> date) {
    public DateMention {
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(date, "date");
    }
}
