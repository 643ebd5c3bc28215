package org.hsdpo.data.glucose;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * Bytes that grow out of fewer: more of them than any export has, or more than a hundredfold of what they were packed in,
 * are refused before they are read further.
 */
final class InflatedBytes extends FilterInputStream {
    /** More than is read; carries the refusal through parsers that wrap what a stream throws. */
    static final class TooMany extends IOException {
        private static final long serialVersionUID = 1;

        TooMany(String message) {
            super(message);
        }

        InvalidInputException refusal() {
            return new InvalidInputException(
                    "content",
                    "CONTENT_TOO_LARGE",
                    getMessage(),
                    "at most " + MOST + " bytes, and at most " + MOST_GROWTH + " times what they are packed in");
        }
    }

    /** Bytes of XML; a decade of a watch is about one GiB. */
    private static final long MOST = 2L << 30;
    /** Exports pack to a tenth to a fortieth; office formats are held to the same limit by their library. */
    private static final long MOST_GROWTH = 100;

    private static final long SMALL = 1 << 20;

    private final long packed;
    private long read;

    /**
     * @param packed bytes they come from
     */
    InflatedBytes(InputStream in, long packed) {
        super(in);
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        counted(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int number = super.read(bytes, offset, length);
        counted(Math.max(0, number));
        return number;
    }

    private void counted(long number) throws TooMany {
        read += number;
        if (read > MOST) {
            throw new TooMany("the file is longer than any export");
        }
        if (read > SMALL && read / MOST_GROWTH > packed) {
            throw new TooMany("the file inflates to more than " + MOST_GROWTH + " times its size");
        }
    }
}
