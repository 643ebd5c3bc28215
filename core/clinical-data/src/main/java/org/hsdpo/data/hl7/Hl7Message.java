package org.hsdpo.data.hl7;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * One message: its header and its segments in order.
 *
 * <p>Character set: the one MSH-18 declares; a message that declares none is UTF-8 where its bytes are, else ISO-8859-1,
 * and {@link #isCharacterSetAssumed()} says so.
 */
public final class Hl7Message {
    /** Segments of one message; the longest results seen have some thousand. */
    static final int MOST_SEGMENTS = 20_000;

    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9]{2}");
    private static final Pattern CARRIAGE_RETURNS = Pattern.compile("\\r\\n?");

    private final Hl7Header header;
    private final List<Segment> segments;
    private final boolean characterSetAssumed;

    private Hl7Message(Hl7Header header, List<Segment> segments, boolean characterSetAssumed) {
        this.header = header;
        this.segments = segments;
        this.characterSetAssumed = characterSetAssumed;
    }

    /**
     * Cuts a message into segments.
     *
     * @param content of one message, as {@link Hl7Document} gives it
     * @throws InvalidInputException naming the place where it is no message; {@link #header(byte[])} then tells what can
     *     be told of its header
     */
    public static Hl7Message parse(byte[] content) {
        Segment msh = mshOf(content);
        Optional<Charset> declared = declared(msh);
        boolean assumed = false;
        String text;
        try {
            text = decoded(content, declared.orElse(StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            if (declared.isPresent()) {
                throw new InvalidInputException(
                        "MSH[1]-18",
                        "TEXT_NOT_DECODABLE",
                        "the message is not in the character set it declares",
                        "text in the character set of MSH-18");
            }
            text = new String(content, StandardCharsets.ISO_8859_1);
            assumed = true;
        }
        Delimiters delimiters = Delimiters.of(firstLine(content));
        List<Segment> segments = segments(text, delimiters);
        Optional<Segment> event = segments.stream()
                .filter(segment -> segment.name().equals("EVN"))
                .findFirst();
        return new Hl7Message(Hl7Header.of(segments.getFirst(), delimiters, event), segments, assumed);
    }

    /** What can be told of the header of a message that cannot be read; for a negative acknowledgement. */
    public static Hl7Header header(byte[] content) {
        try {
            Segment msh = mshOf(content);
            return Hl7Header.of(msh, Delimiters.of(firstLine(content)), Optional.empty());
        } catch (InvalidInputException e) {
            return Hl7Header.NONE;
        }
    }

    private static Segment mshOf(byte[] content) {
        String line = firstLine(content);
        if (!line.startsWith("MSH")) {
            throw new InvalidInputException(
                    "content", "NOT_HL7", "the record is no HL7 v2 message", "segments beginning with MSH");
        }
        return new Segment("MSH", 1, line, Delimiters.of(line));
    }

    private static String firstLine(byte[] content) {
        int end = 0;
        while (end < content.length && content[end] != '\r' && content[end] != '\n') {
            end++;
        }
        return new String(content, 0, end, StandardCharsets.ISO_8859_1);
    }

    private static Optional<Charset> declared(Segment msh) {
        if (msh.text(18).isEmpty()) {
            return Optional.empty();
        }
        // Further repetitions name character sets that escape sequences switch to; those sequences are left out.
        return Optional.of(Hl7Tables.shipped()
                .characterSet(msh.text(18))
                .orElseThrow(() -> new InvalidInputException(
                        "MSH[1]-18",
                        "CHARACTER_SET_UNSUPPORTED",
                        "the message declares a character set HSDPO does not read",
                        Hl7Tables.shipped().characterSets())));
    }

    private static String decoded(byte[] content, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    }

    private static List<Segment> segments(String text, Delimiters delimiters) {
        if (text.indexOf('\0') >= 0) {
            throw new InvalidInputException("content", "NOT_HL7", "the message holds binary data", "text");
        }
        String[] lines = text.indexOf('\r') >= 0 ? CARRIAGE_RETURNS.split(text) : text.split("\n");
        if (lines.length > MOST_SEGMENTS) {
            throw new InvalidInputException(
                    "content",
                    "TOO_MANY_SEGMENTS",
                    "the message has more than " + MOST_SEGMENTS + " segments",
                    "at most " + MOST_SEGMENTS);
        }
        List<Segment> segments = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].replace("\u001C", "");
            if (line.isBlank()) {
                continue;
            }
            String name = line.substring(0, Math.min(3, line.length()));
            boolean proper =
                    NAME.matcher(name).matches() && (line.length() == 3 || line.charAt(3) == delimiters.field());
            if (!proper) {
                throw new InvalidInputException(
                        "segment[" + (i + 1) + "]",
                        "SEGMENT_INVALID",
                        "the line does not begin with the name of a segment",
                        "three letters or digits and the field separator of MSH-1");
            }
            segments.add(new Segment(name, places.merge(name, 1, Integer::sum), line, delimiters));
        }
        return List.copyOf(segments);
    }

    public Hl7Header header() {
        return header;
    }

    List<Segment> segments() {
        return segments;
    }

    /** No character set is declared and the bytes are not UTF-8: they were taken for ISO-8859-1. */
    boolean isCharacterSetAssumed() {
        return characterSetAssumed;
    }

    /**
     * Who the patient is, by every PID-3 of the message.
     *
     * @throws InvalidInputException where a PID segment cannot be taken apart
     */
    public List<PatientIdentifier> patientIdentifiers() {
        List<PatientIdentifier> identifiers = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.name().equals("PID")) {
                identifiers.addAll(PatientIdentifier.of(segment));
            }
        }
        return identifiers;
    }
}
