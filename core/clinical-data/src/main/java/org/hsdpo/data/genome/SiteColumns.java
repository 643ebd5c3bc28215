package org.hsdpo.data.genome;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * What the first columns of a line say of where it is, read from its bytes.
 *
 * @param chromosome as written
 * @param start first base, 1-based
 * @param end last base the line speaks of
 * @param rsNumber where the identifier is one
 */
record SiteColumns(String chromosome, int start, int end, Optional<String> rsNumber) {
    private static final byte[] END = ";END=".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = ";SVLEN=".getBytes(StandardCharsets.US_ASCII);

    /** Columns of a line by their order in the format. */
    private static final int ID = 2;

    private static final int REF = 3;
    private static final int INFO = 7;

    /** @throws InvalidInputException where the line has not as many columns as the head names, or no position */
    static SiteColumns of(VariantFileLines lines, int columns) {
        byte[] bytes = lines.bytes();
        int[] starts = new int[INFO + 2];
        int tabs = 0;
        for (int i = 0; i < lines.length(); i++) {
            if (bytes[i] == '\t') {
                tabs++;
                if (tabs < starts.length) {
                    starts[tabs] = i + 1;
                }
            }
        }
        if (tabs + 1 != columns || tabs < INFO) {
            throw new InvalidInputException(
                    lines.place(),
                    "VCF_INVALID",
                    "the line has " + (tabs + 1) + " columns; the file may be cut off",
                    columns + " columns separated by tabs");
        }
        if (tabs == INFO) {
            starts[INFO + 1] = lines.length() + 1;
        }
        int start = number(bytes, starts[1], starts[2] - 1, lines);
        int written = start + starts[REF + 1] - 1 - starts[REF] - 1;
        int end = Math.max(written, stated(bytes, starts[INFO], starts[INFO + 1] - 1, start, lines));
        return new SiteColumns(text(bytes, 0, starts[1] - 1), start, end, rs(bytes, starts[ID], starts[REF] - 1));
    }

    private static Optional<String> rs(byte[] bytes, int from, int to) {
        boolean named = to - from > 2 && bytes[from] == 'r' && bytes[from + 1] == 's';
        return named ? Optional.of(text(bytes, from, to).split(";", 2)[0]) : Optional.empty();
    }

    /** The end that the line states: of a stretch of reference, or of a structural variant. */
    private static int stated(byte[] bytes, int from, int to, int start, VariantFileLines lines) {
        int end = after(bytes, from, to, END);
        if (end > 0) {
            return number(bytes, end, valueEnd(bytes, end, to), lines);
        }
        int length = after(bytes, from, to, LENGTH);
        if (length > 0) {
            int digits = bytes[length] == '-' ? length + 1 : length;
            return start + number(bytes, digits, valueEnd(bytes, digits, to), lines);
        }
        return start;
    }

    /** Where the value of a key begins; 0 where the key is not there. */
    private static int after(byte[] bytes, int from, int to, byte[] key) {
        for (int i = from - 1; i + key.length <= to; i++) {
            boolean begins = i == from - 1 || bytes[i] == ';';
            if (begins && matches(bytes, i + 1, key)) {
                return i + key.length;
            }
        }
        return 0;
    }

    private static boolean matches(byte[] bytes, int at, byte[] key) {
        for (int i = 1; i < key.length; i++) {
            if (bytes[at + i - 1] != key[i]) {
                return false;
            }
        }
        return true;
    }

    private static int valueEnd(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != ';' && bytes[end] != ',') {
            end++;
        }
        return end;
    }

    private static int number(byte[] bytes, int from, int to, VariantFileLines lines) {
        long value = to > from && to - from <= 10 ? 0 : -1;
        for (int i = from; i < to && value >= 0; i++) {
            value = bytes[i] >= '0' && bytes[i] <= '9' ? value * 10 + bytes[i] - '0' : -1;
        }
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new InvalidInputException(
                    lines.place(), "VCF_INVALID", "a position is not a whole number", "positions from 1 on");
        }
        return (int) value;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
