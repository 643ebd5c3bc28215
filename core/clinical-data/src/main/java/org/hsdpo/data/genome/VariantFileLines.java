package org.hsdpo.data.genome;

import htsjdk.samtools.util.BlockCompressedInputStream;
import htsjdk.samtools.util.BlockCompressedStreamConstants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * The lines of a variant file, one after another in bounded memory: plain, gzip or bgzip, as its first bytes say.
 *
 * <p>Most lines of a genome are passed over, so a line is first looked at as bytes and becomes text only on request.
 */
final class VariantFileLines {
    /** A line of one sample has hundreds of bytes, a cohort's tens of thousands. */
    private static final int LONGEST_LINE = 4 << 20;

    private static final int CHUNK = 64 << 10;

    private final InputStream in;
    private final boolean compressed;
    private final long mostBytes;
    private final byte[] chunk = new byte[CHUNK];
    private int chunkAt;
    private int chunkEnd;
    private long bytes;
    private byte[] line = new byte[1 << 10];
    private int length;
    private long number;

    /** @param mostBytes after decompression; a longer file is refused where it passes the limit */
    VariantFileLines(byte[] content, long mostBytes) {
        this.mostBytes = mostBytes;
        this.compressed = content.length > 2 && (content[0] & 0xFF) == 0x1F && (content[1] & 0xFF) == 0x8B;
        try {
            InputStream raw = new ByteArrayInputStream(content);
            in = compressed ? inflated(raw, content) : raw;
        } catch (IOException | RuntimeException e) {
            throw damaged();
        }
    }

    private static InputStream inflated(InputStream raw, byte[] content) throws IOException {
        if (!BlockCompressedInputStream.isValidFile(raw)) {
            return new GZIPInputStream(raw, CHUNK);
        }
        // A bgzip file ends with an empty block; without it the file may have been cut off between two blocks.
        byte[] end = BlockCompressedStreamConstants.EMPTY_GZIP_BLOCK;
        int from = content.length - end.length;
        if (from < 0 || !Arrays.equals(content, from, content.length, end, 0, end.length)) {
            throw damaged();
        }
        return new BlockCompressedInputStream(raw, false);
    }

    /** Goes to the next line; false at the end of the file. */
    boolean next() {
        length = 0;
        number++;
        while (true) {
            if (chunkAt == chunkEnd && !fill()) {
                return length > 0;
            }
            int from = chunkAt;
            while (chunkAt < chunkEnd && chunk[chunkAt] != '\n') {
                chunkAt++;
            }
            append(from, chunkAt);
            if (chunkAt < chunkEnd) {
                chunkAt++;
                if (length > 0 && line[length - 1] == '\r') {
                    length--;
                }
                return true;
            }
        }
    }

    private boolean fill() {
        try {
            chunkEnd = Math.max(0, in.read(chunk));
        } catch (IOException | RuntimeException e) {
            throw damaged();
        }
        chunkAt = 0;
        bytes += chunkEnd;
        if (bytes > mostBytes) {
            throw new InvalidInputException(
                    "content",
                    "CONTENT_TOO_LARGE",
                    "the variant file " + (compressed ? "inflates to" : "has") + " more than " + mostBytes + " bytes",
                    "at most " + mostBytes + " bytes, for example the regions of pharmacogenes only");
        }
        return chunkEnd > 0;
    }

    private void append(int from, int to) {
        int needed = length + to - from;
        if (needed > LONGEST_LINE) {
            throw new InvalidInputException(
                    place(), "LINE_TOO_LONG", "the line is too long", "lines of at most " + LONGEST_LINE + " bytes");
        }
        if (needed > line.length) {
            line = Arrays.copyOf(line, Math.min(LONGEST_LINE, Math.max(needed, line.length * 2)));
        }
        System.arraycopy(chunk, from, line, length, to - from);
        length = needed;
    }

    private static InvalidInputException damaged() {
        return new InvalidInputException(
                "content",
                "GZIP_INVALID",
                "the variant file is compressed and damaged or cut off",
                "a whole gzip stream");
    }

    /** The line as text. */
    String text() {
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    /** The bytes of the line; only up to {@link #length}, and only until {@link #next}. */
    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    /** For messages: {@code line 17}. */
    String place() {
        return "line " + number;
    }
}
