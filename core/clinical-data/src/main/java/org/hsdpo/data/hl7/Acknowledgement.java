package org.hsdpo.data.hl7;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.Violation;

/**
 * Answers to a message (HL7 v2.8.2 section 2.9): in original mode one acknowledgement; in enhanced mode, where MSH-15 or
 * MSH-16 is valued, those that these fields ask for, the commit acknowledgement first. Every reason to refuse is an ERR
 * segment with its place, an error code of table 0357, ours, and what is accepted; nothing of the message but its MSH is
 * repeated. Answers are to be sent in UTF-8, which their MSH-18 says.
 */
public final class Acknowledgement {
    /** What became of the message. */
    public enum Outcome {
        /** Stored, and committed. */
        STORED,
        /** Refused for its content: sending it again changes nothing. */
        REFUSED,
        /** Rejected for its header, or not taken now: see the error code. */
        REJECTED
    }

    /** Violation of what cannot be taken at present, to be sent again later: error code 207. */
    public static final String NOT_NOW = "NOT_NOW";

    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("NOT_HL7", "100^Segment sequence error"),
            Map.entry("SEGMENT_INVALID", "100^Segment sequence error"),
            Map.entry("SEPARATORS_INVALID", "101^Required field missing"),
            Map.entry("CONTROL_ID_MISSING", "101^Required field missing"),
            Map.entry("PATIENT_ID_MISSING", "101^Required field missing"),
            Map.entry("UNIT_MISSING", "101^Required field missing"),
            Map.entry("UNIT_UNKNOWN", "103^Table value not found"),
            Map.entry("UNIT_INCOMPATIBLE", "103^Table value not found"),
            Map.entry("CHARACTER_SET_UNSUPPORTED", "103^Table value not found"),
            Map.entry("SENDER_UNKNOWN", "103^Table value not found"),
            Map.entry("MESSAGE_TYPE_UNSUPPORTED", "200^Unsupported message type"),
            Map.entry("EVENT_UNSUPPORTED", "201^Unsupported event code"),
            Map.entry("PROCESSING_ID_UNSUPPORTED", "202^Unsupported processing id"),
            Map.entry("VERSION_UNSUPPORTED", "203^Unsupported version id"),
            Map.entry(NOT_NOW, "207^Application internal error"));

    private static final Set<String> REJECTING = Set.of(
            "NOT_HL7",
            "SEPARATORS_INVALID",
            "CONTROL_ID_MISSING",
            "SENDER_UNKNOWN",
            "MESSAGE_TYPE_UNSUPPORTED",
            "EVENT_UNSUPPORTED",
            "PROCESSING_ID_UNSUPPORTED",
            "VERSION_UNSUPPORTED",
            NOT_NOW);

    private static final Set<String> WITH_LOCATION_DATA_TYPE_ELD = Set.of("2.3", "2.3.1", "2.4");

    /** Version of the answer to a message of a version that is not read. */
    private static final String FALLBACK_VERSION = "2.5.1";

    private static final int MOST_ERRORS = 20;
    private static final Pattern PLACE =
            Pattern.compile("(?:message\\[\\d+]\\.)?([A-Z][A-Z0-9]{2})(?:\\[(\\d+)])?(?:-(\\d+))?.*");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx");

    private final Hl7Header header;
    private final Outcome outcome;
    private final List<Violation> violations;
    private final TextEscapes escapes = new TextEscapes();

    private Acknowledgement(Hl7Header header, Outcome outcome, List<Violation> violations) {
        this.header = header;
        this.outcome = outcome;
        this.violations = violations;
    }

    /** Of a message that is stored, or was before. */
    public static Acknowledgement stored(Hl7Header header) {
        return new Acknowledgement(header, Outcome.STORED, List.of());
    }

    /** Of a message that is not stored: rejected where any reason lies in its header, else refused. */
    public static Acknowledgement notStored(Hl7Header header, List<Violation> violations) {
        boolean rejected = violations.stream().anyMatch(violation -> REJECTING.contains(violation.code()));
        return new Acknowledgement(header, rejected ? Outcome.REJECTED : Outcome.REFUSED, List.copyOf(violations));
    }

    public Outcome outcome() {
        return outcome;
    }

    /** {@code AA}, {@code AE} or {@code AR}. */
    public String code() {
        return code('A');
    }

    private String code(char kind) {
        return kind
                + switch (outcome) {
                    case STORED -> "A";
                    case REFUSED -> "E";
                    case REJECTED -> "R";
                };
    }

    /**
     * The answers to send, in order; none where the sender asks for none.
     *
     * @param time of the answer
     * @param controlId MSH-10 of the first answer; a second one gets it with a 2 behind it; at most 19 characters
     */
    public List<String> messages(Instant time, String controlId) {
        if (!header.isEnhancedMode()) {
            return List.of(message(code('A'), time, controlId));
        }
        List<String> messages = new ArrayList<>();
        if (isAsked(header.acceptAcknowledgement())) {
            messages.add(message(code('C'), time, controlId));
        }
        // Where the accept acknowledgement says that the message was not taken, no application acknowledgement follows.
        boolean told = !messages.isEmpty() && outcome != Outcome.STORED;
        if (!told && isAsked(header.applicationAcknowledgement())) {
            messages.add(message(code('A'), time, messages.isEmpty() ? controlId : controlId + "2"));
        }
        return messages;
    }

    private boolean isAsked(String condition) {
        return switch (condition) {
            case "AL" -> true;
            case "ER" -> outcome != Outcome.STORED;
            case "SU" -> outcome == Outcome.STORED;
            default -> false;
        };
    }

    private String message(String code, Instant time, String controlId) {
        Delimiters marks = header.delimiters();
        String version =
                Hl7Tables.shipped().versions().contains(header.version()) ? header.version() : FALLBACK_VERSION;
        boolean early = WITH_LOCATION_DATA_TYPE_ELD.contains(version);
        StringBuilder answer = new StringBuilder("MSH")
                .append(marks.field())
                .append(marks.component())
                .append(marks.repetition())
                .append(marks.escape())
                .append(marks.subcomponent());
        String type = "ACK" + (header.event().isEmpty() ? "" : marks.component() + text(header.event()))
                + (early || header.event().isEmpty() ? "" : marks.component() + "ACK");
        fields(
                answer,
                text(header.receivingApplication()),
                text(header.receivingFacility()),
                text(header.sendingApplication()),
                text(header.sendingFacility()),
                TIME.format(time.atOffset(ZoneOffset.UTC)),
                "",
                type,
                controlId,
                text(header.processingId().isEmpty() ? "P" : header.processingId()),
                version,
                "",
                "",
                "",
                "",
                "",
                "UNICODE UTF-8");
        answer.append("\rMSA");
        if (early && !violations.isEmpty()) {
            fields(
                    answer,
                    code,
                    text(header.controlId()),
                    text(violations.getFirst().message()));
        } else {
            fields(answer, code, text(header.controlId()));
        }
        answer.append('\r');
        violations.stream().limit(MOST_ERRORS).forEach(violation -> {
            answer.append("ERR");
            if (early) {
                fields(answer, early(violation));
            } else {
                error(answer, violation);
            }
            answer.append('\r');
        });
        return answer.toString();
    }

    /** ERR of version 2.5 and later: location (ERL), error code, severity, our code, what is wrong and what is accepted. */
    private void error(StringBuilder answer, Violation violation) {
        String component = String.valueOf(header.delimiters().component());
        fields(
                answer,
                "",
                String.join(component, place(violation)),
                errorCode(violation, component),
                "E",
                text(violation.code()) + component + component + "HSDPO",
                "",
                "",
                text(violation.message() + "; accepted: " + violation.accepted()));
    }

    /** ERR-1 before version 2.5: segment, sequence, field and code (ELD). */
    private String early(Violation violation) {
        String component = String.valueOf(header.delimiters().component());
        List<String> place = new ArrayList<>(place(violation));
        while (place.size() < 3) {
            place.add("");
        }
        return String.join(component, place)
                + component
                + errorCode(violation, String.valueOf(header.delimiters().subcomponent()));
    }

    private static String errorCode(Violation violation, String separator) {
        String code = CODES.getOrDefault(violation.code(), "102^Data type error");
        return code.replace("^", separator) + separator + "HL70357";
    }

    private static List<String> place(Violation violation) {
        Matcher place = PLACE.matcher(violation.field());
        if (!place.matches()) {
            return List.of();
        }
        List<String> parts = new ArrayList<>(List.of(place.group(1), place.group(2) == null ? "1" : place.group(2)));
        if (place.group(3) != null) {
            parts.add(place.group(3));
        }
        return parts;
    }

    private String text(String text) {
        return escapes.escape(text, header.delimiters().forHapi());
    }

    private void fields(StringBuilder answer, String... fields) {
        for (String field : fields) {
            answer.append(header.delimiters().field()).append(field);
        }
    }
}
