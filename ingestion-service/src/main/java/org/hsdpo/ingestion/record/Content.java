package org.hsdpo.ingestion.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.hsdpo.clinical.error.InvalidInputException;

/** The bytes of a record: inflated where they are gzip, within limits, with their hash. */
final class Content {
    private static final int CHUNK = 64 << 10;

    private Content() {}

    /**
     * The bytes to read.
     *
     * @param sent as the caller sent them
     * @param limit most bytes as sent
     * @param inflatedLimit most bytes after decompression
     * @throws InvalidInputException where there are none, too many, or the compression is damaged
     */
    static byte[] of(byte[] sent, int limit, int inflatedLimit) {
        if (sent.length == 0) {
            throw new InvalidInputException("content", "INPUT_EMPTY", "the record is empty", "at least one byte");
        }
        if (sent.length > limit) {
            throw tooLarge("the record has " + sent.length + " bytes", limit);
        }
        boolean gzip = sent.length > 2 && (sent[0] & 0xFF) == 0x1F && (sent[1] & 0xFF) == 0x8B;
        return gzip ? inflated(sent, inflatedLimit) : sent;
    }

    private static byte[] inflated(byte[] sent, int limit) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(limit, sent.length * 4));
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (out.size() + read > limit) {
                    throw tooLarge("the record inflates to more than " + limit + " bytes", limit);
                }
                out.write(chunk, 0, read);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new InvalidInputException(
                    "content", "GZIP_INVALID", "the record is compressed with gzip and damaged", "a whole gzip stream");
        }
    }

    private static InvalidInputException tooLarge(String what, int limit) {
        return new InvalidInputException("content", "CONTENT_TOO_LARGE", what, "at most " + limit + " bytes");
    }

    /** SHA-256, lower-case hex. */
    static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
