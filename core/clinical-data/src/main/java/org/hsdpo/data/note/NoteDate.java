package org.hsdpo.data.note;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The date a note states of itself in its first lines, such as {@code Date: 2026-10-12} or
 * {@code Date of visit: 12 October 2026}. Dates in figures with the year last are not read: their order is not certain.
 */
public final class NoteDate {
    private static final int HEADER_LINES = 15;
    private static final Pattern LINE = Pattern.compile(
            "^\\s*(?:(?:visit|encounter|note|clinic|service) date|date(?: of (?:visit|service|encounter|note))?|dated?)\\s*[:\\-]?\\s+"
                    + "(\\d{4}-\\d{2}-\\d{2}|\\d{1,2} [A-Za-z]+ \\d{4}|[A-Za-z]+ \\d{1,2},? \\d{4})\\b.*",
            Pattern.CASE_INSENSITIVE);
    private static final List<DateTimeFormatter> FORMS = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE,
            form("d MMMM uuuu"),
            form("d MMM uuuu"),
            form("MMMM d[,] uuuu"),
            form("MMM d[,] uuuu"));

    private NoteDate() {}

    private static DateTimeFormatter form(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
    }

    /** Start of the day in UTC, or empty where the note does not state its date. */
    public static Optional<Instant> of(String note) {
        return note.lines()
                .limit(HEADER_LINES)
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .flatMap(matcher -> date(matcher.group(1)))
                .map(date -> date.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static Optional<LocalDate> date(String text) {
        for (DateTimeFormatter form : FORMS) {
            try {
                return Optional.of(LocalDate.parse(text, form));
            } catch (DateTimeException e) {
                // Not of this form; the next may fit.
            }
        }
        return Optional.empty();
    }
}
