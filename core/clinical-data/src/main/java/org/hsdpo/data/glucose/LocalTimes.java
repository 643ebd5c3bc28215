package org.hsdpo.data.glucose;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.data.ClinicalFacts;

/**
 * The time stamps of one file. All follow one pattern; where day and month could be exchanged, the pattern is the one
 * that reads every stamp. Where both do, it is the one under which the dates follow one another day by day, and a file in
 * which neither or both do is refused: a date is never guessed.
 */
final class LocalTimes {
    private static final List<String> UNAMBIGUOUS = List.of(
            "yyyy-MM-dd'T'HH:mm[:ss][.SSS]", "yyyy-MM-dd H:mm[:ss][.SSS]", "yyyy/M/d H:mm[:ss]", "d.M.yyyy H:mm[:ss]");
    private static final List<String> DAY_FIRST =
            List.of("d-M-yyyy H:mm[:ss]", "d-M-yyyy h:mm a", "d/M/yyyy H:mm[:ss]", "d/M/yyyy h:mm a");
    private static final List<String> MONTH_FIRST =
            List.of("M-d-yyyy H:mm[:ss]", "M-d-yyyy h:mm a", "M/d/yyyy H:mm[:ss]", "M/d/yyyy h:mm a");
    private static final String ACCEPTED =
            "yyyy-MM-dd HH:mm[:ss], ISO 8601, or dd-MM-yyyy HH:mm / MM-dd-yyyy HH:mm with one day above 12";

    /** Three days in a row happen by chance only where every third date of the year is in the file. */
    private static final int DAYS_THAT_TELL = 3;

    private final DateTimeFormatter pattern;
    private final ZoneId zone;

    private LocalTimes(DateTimeFormatter pattern, ZoneId zone) {
        this.pattern = pattern;
        this.zone = zone;
    }

    /**
     * The reader for a file's time stamps.
     *
     * @param stamps all of them, not blank
     * @param zone of local times
     * @param field what to call the column in a message
     * @throws InvalidInputException where no pattern reads every stamp, or where day and month cannot be told apart
     */
    static LocalTimes of(List<String> stamps, ZoneId zone, String field) {
        if (stamps.isEmpty()) {
            throw new InvalidInputException(field, "TIMES_MISSING", "the table has no time stamps", ACCEPTED);
        }
        if (stamps.stream().allMatch(stamp -> offset(stamp).isPresent())) {
            return new LocalTimes(null, zone);
        }
        for (String pattern : UNAMBIGUOUS) {
            if (readsAll(formatter(pattern), stamps)) {
                return new LocalTimes(formatter(pattern), zone);
            }
        }
        Optional<DateTimeFormatter> dayFirst = first(DAY_FIRST, stamps);
        Optional<DateTimeFormatter> monthFirst = first(MONTH_FIRST, stamps);
        if (dayFirst.isPresent() && monthFirst.isPresent()) {
            return new LocalTimes(
                    inOneStretch(dayFirst.get(), monthFirst.get(), stamps)
                            .orElseThrow(() -> new InvalidInputException(
                                    field,
                                    "DATE_ORDER_UNKNOWN",
                                    "day and month cannot be told apart in this file's dates",
                                    ACCEPTED)),
                    zone);
        }
        return new LocalTimes(
                dayFirst.or(() -> monthFirst)
                        .orElseThrow(() -> new InvalidInputException(
                                field,
                                "TIME_INVALID",
                                "the time stamps do not all follow one known pattern",
                                ACCEPTED)),
                zone);
    }

    /** Whether the stamps are local times, so that a zone had to be assumed. */
    boolean areLocal() {
        return pattern != null;
    }

    LocalDateTime local(String stamp) {
        return pattern == null
                ? offset(stamp).orElseThrow().toLocalDateTime()
                : LocalDateTime.parse(stamp.toUpperCase(Locale.ROOT), pattern);
    }

    /** One stamp by itself; of an hour that comes twice, the first. */
    Instant instant(String stamp) {
        return pattern == null
                ? offset(stamp).orElseThrow().toInstant()
                : local(stamp).atZone(zone).toInstant();
    }

    /**
     * The stamps of one device in the order of the file.
     *
     * @param transmitterSeconds what the transmitter had counted, one for each stamp
     */
    List<Instant> instants(List<String> stamps, List<OptionalLong> transmitterSeconds, ClinicalFacts.Collector facts) {
        if (pattern == null) {
            return stamps.stream().map(this::instant).toList();
        }
        List<LocalClock.Stamp> local = new ArrayList<>(stamps.size());
        for (int i = 0; i < stamps.size(); i++) {
            local.add(new LocalClock.Stamp(local(stamps.get(i)), transmitterSeconds.get(i)));
        }
        return LocalClock.instants(local, zone, facts);
    }

    /**
     * The one of two patterns under which the dates of the file follow one another day by day. With day and month
     * exchanged, consecutive days become the same day of consecutive months: no two dates are then neighbours.
     */
    private static Optional<DateTimeFormatter> inOneStretch(
            DateTimeFormatter dayFirst, DateTimeFormatter monthFirst, List<String> stamps) {
        boolean first = daysFollow(dayFirst, stamps);
        boolean second = daysFollow(monthFirst, stamps);
        return first == second ? Optional.empty() : Optional.of(first ? dayFirst : monthFirst);
    }

    private static boolean daysFollow(DateTimeFormatter pattern, List<String> stamps) {
        List<Long> days = stamps.stream()
                .map(stamp -> LocalDateTime.parse(stamp.toUpperCase(Locale.ROOT), pattern)
                        .toLocalDate()
                        .toEpochDay())
                .distinct()
                .sorted()
                .toList();
        return days.size() >= DAYS_THAT_TELL && days.getLast() - days.getFirst() == days.size() - 1;
    }

    private static Optional<OffsetDateTime> offset(String stamp) {
        try {
            return Optional.of(OffsetDateTime.parse(stamp.replaceFirst("(?<=\\d) (?=\\d)", "T")));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<DateTimeFormatter> first(List<String> patterns, List<String> stamps) {
        return patterns.stream()
                .map(LocalTimes::formatter)
                .filter(formatter -> readsAll(formatter, stamps))
                .findFirst();
    }

    private static boolean readsAll(DateTimeFormatter formatter, List<String> stamps) {
        for (String stamp : new ArrayList<>(stamps)) {
            try {
                LocalDateTime.parse(stamp.toUpperCase(Locale.ROOT), formatter);
            } catch (DateTimeParseException e) {
                return false;
            }
        }
        return true;
    }

    private static DateTimeFormatter formatter(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern.replace("yyyy", "uuuu"))
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(java.time.format.ResolverStyle.STRICT);
    }
}
