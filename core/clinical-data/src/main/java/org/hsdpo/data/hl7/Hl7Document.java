package org.hsdpo.data.hl7;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * Bytes that hold one message or a batch (FHS, BHS, messages, BTS, FTS). They are cut before they are decoded: every
 * character set that is read is a superset of ASCII, and each message of a batch may declare its own.
 *
 * <p>Segments end with a carriage return, as the standard says. A line feed after it belongs to it; in a document without
 * any carriage return line feeds end segments.
 */
public final class Hl7Document {
    /** Messages in one batch. */
    static final int MOST_MESSAGES = 10_000;

    private Hl7Document() {}

    /**
     * The messages, in order.
     *
     * @throws InvalidInputException where there is none, or a batch trailer counts other than what came
     */
    public static List<byte[]> messages(byte[] content) {
        int at = start(content);
        byte end = (byte) (indexOf(content, (byte) '\r', at) >= 0 ? '\r' : '\n');
        List<byte[]> messages = new ArrayList<>();
        int opened = -1;
        int inBatch = 0;
        int line = 0;
        while (at < content.length) {
            int next = indexOf(content, end, at);
            int stop = next < 0 ? content.length : next;
            int begin = at;
            while (begin < stop && (content[begin] == '\n' || content[begin] == '\r')) {
                begin++;
            }
            String name = new String(content, begin, Math.min(3, stop - begin), StandardCharsets.ISO_8859_1);
            line++;
            switch (name) {
                case "MSH" -> {
                    close(content, opened, begin, messages);
                    opened = begin;
                    inBatch++;
                }
                case "FHS", "BHS", "BTS", "FTS" -> {
                    close(content, opened, begin, messages);
                    opened = -1;
                    if (name.equals("BTS")) {
                        counted(
                                new String(content, begin, Math.min(64, stop - begin), StandardCharsets.ISO_8859_1),
                                inBatch);
                    }
                    inBatch = name.equals("BHS") || name.equals("BTS") ? 0 : inBatch;
                }
                default -> {
                    if (opened < 0 && !isBlank(content, begin, stop)) {
                        throw notHl7("line " + line + " stands outside of a message");
                    }
                }
            }
            at = next < 0 ? content.length : next + 1;
        }
        close(content, opened, content.length, messages);
        if (messages.isEmpty()) {
            throw notHl7("it holds no message");
        }
        return messages;
    }

    /** Behind a byte order mark, white space and the start of an MLLP block. */
    private static int start(byte[] content) {
        boolean mark = content.length > 2
                && content[0] == (byte) 0xEF
                && content[1] == (byte) 0xBB
                && content[2] == (byte) 0xBF;
        int at = mark ? 3 : 0;
        while (at < content.length
                && (content[at] == 0x0B || content[at] == ' ' || content[at] == '\r' || content[at] == '\n')) {
            at++;
        }
        return at;
    }

    private static void close(byte[] content, int opened, int stop, List<byte[]> messages) {
        if (opened < 0) {
            return;
        }
        if (messages.size() == MOST_MESSAGES) {
            throw new InvalidInputException(
                    "content", "TOO_MANY_MESSAGES", "the batch is too long", "at most " + MOST_MESSAGES + " messages");
        }
        messages.add(Arrays.copyOfRange(content, opened, stop));
    }

    private static void counted(String trailer, int received) {
        String[] fields = trailer.split("\\|", 3);
        if (fields.length > 1 && fields[1].matches("\\d{1,9}") && Integer.parseInt(fields[1]) != received) {
            throw new InvalidInputException(
                    "BTS[1]-1",
                    "BATCH_INCOMPLETE",
                    "the batch trailer counts " + fields[1] + " messages and " + received + " came",
                    "the whole batch");
        }
    }

    private static boolean isBlank(byte[] content, int from, int to) {
        for (int i = from; i < to; i++) {
            if (content[i] != ' ' && content[i] != 0x1C && content[i] != '\n' && content[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(byte[] content, byte wanted, int from) {
        for (int i = from; i < content.length; i++) {
            if (content[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static InvalidInputException notHl7(String why) {
        return new InvalidInputException(
                "content",
                "NOT_HL7",
                "the record is no HL7 v2 message: " + why,
                "segments beginning with MSH, FHS or BHS");
    }
}
