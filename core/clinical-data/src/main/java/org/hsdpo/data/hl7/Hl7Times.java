package org.hsdpo.data.hl7;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;

/**
 * HL7 times ({@code YYYY[MM[DD[HH[MM[SS[.SSSS]]]]]][+/-ZZZZ]}) as FHIR times. A date without a time of day stays one. A
 * time of day without an offset is in the offset of MSH-7 (HL7 v2.8.2 section 2.14.9.7: it is the default of the
 * message), else in the configured zone, else taken as UTC, which {@link #isUtcAssumed()} tells.
 */
final class Hl7Times {
    private static final Pattern TIME =
            Pattern.compile("(\\d{4})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})"
                    + "(?:\\.(\\d{1,4}))?)?)?)?)?)?([+-]\\d{4})?(?:\\^[A-Z])?");
    private static final DateTimeFormatter FHIR = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    private final Optional<ZoneOffset> ofMessage;
    private final Optional<ZoneId> configured;
    private final Matcher sent;
    private boolean utcAssumed;
    private int unreadable;

    /**
     * Times of one message.
     *
     * @param msh its header
     * @param configured zone of local times, where the operator knows it
     */
    Hl7Times(Segment msh, Optional<ZoneId> configured) {
        sent = TIME.matcher(msh.text(7));
        ofMessage = sent.matches() ? offset(sent.group(8)) : Optional.empty();
        this.configured = configured;
    }

    /** A local time stood somewhere in the message and nothing says where: it was taken as UTC. */
    boolean isUtcAssumed() {
        return utcAssumed;
    }

    /** Texts where a time should stand that are none. */
    int unreadable() {
        return unreadable;
    }

    /** When the message was made (MSH-7), where it says so to the hour at least: for the order of messages alone. */
    Optional<InstantType> sent() {
        if (!sent.matches() || sent.group(4) == null) {
            return Optional.empty();
        }
        try {
            ZoneId zone =
                    ofMessage.<ZoneId>map(offset -> offset).or(() -> configured).orElse(ZoneOffset.UTC);
            return Optional.of(new InstantType(FHIR.format(local(sent).atZone(zone))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The time; empty where there is none or what stands there is none. */
    Optional<DateTimeType> of(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            unreadable++;
            return Optional.empty();
        }
        try {
            return Optional.of(new DateTimeType(time.group(4) == null ? date(time) : moment(time)));
        } catch (DateTimeException e) {
            unreadable++;
            return Optional.empty();
        }
    }

    /** The date of birth as FHIR writes it, whatever time of day follows; empty where none is stated. */
    Optional<String> date(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher time = TIME.matcher(text);
        try {
            if (time.matches()) {
                return Optional.of(date(time));
            }
        } catch (DateTimeException e) {
            // Counted below, as any other text that is no date.
        }
        unreadable++;
        return Optional.empty();
    }

    private static String date(Matcher time) {
        if (time.group(2) == null) {
            return time.group(1);
        }
        if (time.group(3) == null) {
            LocalDate.of(Integer.parseInt(time.group(1)), Integer.parseInt(time.group(2)), 1);
            return time.group(1) + "-" + time.group(2);
        }
        return LocalDate.of(number(time, 1), number(time, 2), number(time, 3)).toString();
    }

    private String moment(Matcher time) {
        LocalDateTime local = local(time);
        ZoneId zone = offset(time.group(8))
                .or(() -> ofMessage)
                .<ZoneId>map(offset -> offset)
                .or(() -> configured)
                .orElse(null);
        if (zone == null) {
            utcAssumed = true;
            zone = ZoneOffset.UTC;
        }
        return FHIR.format(local.atZone(zone));
    }

    private static LocalDateTime local(Matcher time) {
        int nanos = time.group(7) == null ? 0 : Integer.parseInt((time.group(7) + "000").substring(0, 4)) * 100_000;
        return LocalDateTime.of(
                number(time, 1),
                number(time, 2),
                number(time, 3),
                number(time, 4),
                number(time, 5),
                number(time, 6),
                nanos);
    }

    private static int number(Matcher time, int group) {
        return time.group(group) == null ? 0 : Integer.parseInt(time.group(group));
    }

    private static Optional<ZoneOffset> offset(String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneOffset.of(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
