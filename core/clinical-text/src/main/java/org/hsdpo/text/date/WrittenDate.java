package org.hsdpo.text.date;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * A date written in a note.
 *
 * @param from first lexeme
 * @param to one past the last lexeme
 * @param date the day, where day, month and four-digit year are written and their order is known
 */
public record WrittenDate(int from, int to, Optional<LocalDate> date) {
    public WrittenDate {
        Objects.requireNonNull(date, "date");
    }
}
