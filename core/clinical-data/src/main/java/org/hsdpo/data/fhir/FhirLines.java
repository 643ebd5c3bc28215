package org.hsdpo.data.fhir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;

/**
 * FHIR in NDJSON as a bulk export gives it, one resource a line, read as a stream: no more than one line is held at a time,
 * and a line that cannot be read is refused by itself with its number. Thread-safe.
 */
public final class FhirLines {
    /**
     * A line that holds a resource.
     *
     * @param number of the line, from 1
     * @param type its {@code resourceType}
     * @param id its own identifier; empty where it has none
     * @param patient identifier of the patient it speaks of; empty for none, as of a Medication
     * @param content its bytes, without the end of the line
     */
    @SuppressWarnings("java:S6218")
    public record Line(long number, String type, String id, String patient, byte[] content) {}

    /** What becomes of the lines, in their order. */
    public interface Sink {
        /** A line that holds a resource; whether its facts can be used is seen when it is read. */
        void resource(Line line);

        /** A line that holds none. */
        void refused(long number, Violation why);
    }

    /** The longest line: a resource with an attached document. */
    public static final int LONGEST = 16 << 20;

    private static final int CHUNK = 64 << 10;

    private FhirLines() {}

    /**
     * Reads all lines; empty ones are passed over.
     *
     * @throws IOException of the stream
     */
    public static void read(InputStream in, Sink sink) throws IOException {
        read(in, 1, sink);
    }

    /**
     * Reads the lines of a part of a file.
     *
     * @param first number of the first line in the file, from 1
     * @return number of the line that would come next
     * @throws IOException of the stream
     */
    public static long read(InputStream in, long first, Sink sink) throws IOException {
        byte[] chunk = new byte[CHUNK];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long number = first;
        boolean tooLong = false;
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            int from = 0;
            for (int i = 0; i < length; i++) {
                if (chunk[i] == '\n') {
                    tooLong |= !append(line, chunk, from, i);
                    end(number++, line, tooLong, sink);
                    tooLong = false;
                    from = i + 1;
                }
            }
            tooLong |= !append(line, chunk, from, length);
        }
        boolean unfinished = tooLong || line.size() > 0;
        end(number, line, tooLong, sink);
        return unfinished ? number + 1 : number;
    }

    /** Keeps what a line may hold; the rest of a longer one is passed over. */
    private static boolean append(ByteArrayOutputStream line, byte[] chunk, int from, int to) {
        if (line.size() + to - from > LONGEST) {
            return false;
        }
        line.write(chunk, from, to - from);
        return true;
    }

    private static void end(long number, ByteArrayOutputStream line, boolean tooLong, Sink sink) {
        byte[] content = line.toByteArray();
        line.reset();
        if (tooLong) {
            sink.refused(number, tooLong(number));
        } else if (!isBlank(content)) {
            resource(number, content, sink);
        }
    }

    /** Why a line that is longer than any resource is refused. */
    public static Violation tooLong(long number) {
        return new Violation(
                "line " + number,
                "CONTENT_TOO_LARGE",
                "the line is longer than " + LONGEST + " bytes",
                "a resource of at most " + LONGEST + " bytes");
    }

    private static void resource(long number, byte[] content, Sink sink) {
        FhirDocument.Head head;
        try {
            head = FhirDocument.head(content);
        } catch (InvalidInputException e) {
            Violation why = e.violations().getFirst();
            sink.refused(number, new Violation("line " + number, why.code(), why.message(), why.accepted()));
            return;
        }
        String type = head.type();
        if (type.isEmpty() || type.equals("Bundle")) {
            sink.refused(
                    number,
                    new Violation(
                            "line " + number,
                            "NOT_FHIR",
                            type.isEmpty() ? "the line is not a FHIR resource" : "the line holds a bundle",
                            "one FHIR R4 resource a line"));
        } else {
            sink.resource(new Line(number, type, head.id(), head.patient(), content));
        }
    }

    private static boolean isBlank(byte[] content) {
        for (byte character : content) {
            if (character != ' ' && character != '\r' && character != '\t') {
                return false;
            }
        }
        return true;
    }
}
