package org.hsdpo.ingestion.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
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
        requireSize(sent, limit);
        return isGzip(sent) ? inflated(sent, inflatedLimit) : sent;
    }

    /** @throws InvalidInputException where there are no bytes or too many as sent */
    static void requireSize(byte[] sent, int limit) {
        if (sent.length == 0) {
            throw new InvalidInputException("content", "INPUT_EMPTY", "the record is empty", "at least one byte");
        }
        if (sent.length > limit) {
            throw tooLarge("the record has " + sent.length + " bytes", limit);
        }
    }

    private static boolean isGzip(byte[] sent) {
        return sent.length > 2 && (sent[0] & 0xFF) == 0x1F && (sent[1] & 0xFF) == 0x8B;
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
            throw damaged();
        }
    }

    private static InvalidInputException damaged() {
        return new InvalidInputException(
                "content", "GZIP_INVALID", "the record is compressed with gzip and damaged", "a whole gzip stream");
    }

    private static InvalidInputException tooLarge(String what, long limit) {
        return new InvalidInputException("content", "CONTENT_TOO_LARGE", what, "at most " + limit + " bytes");
    }

    /**
     * SHA-256 of what a variant file is after decompression, in bounded memory, and of the sample that is read of it: another
     * person of one file is another record.
     *
     * @throws InvalidInputException where it inflates to more than the limit, or the compression is damaged
     */
    static String hash(byte[] sent, long inflatedLimit, Optional<String> sample) {
        MessageDigest digest = sha256();
        try (InputStream in = isGzip(sent)
                ? new GZIPInputStream(new ByteArrayInputStream(sent), CHUNK)
                : new ByteArrayInputStream(sent)) {
            byte[] chunk = new byte[CHUNK];
            long bytes = 0;
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                bytes += read;
                if (bytes > inflatedLimit) {
                    throw tooLarge("the record inflates to more than " + inflatedLimit + " bytes", inflatedLimit);
                }
                digest.update(chunk, 0, read);
            }
        } catch (IOException e) {
            throw damaged();
        }
        sample.ifPresent(name -> digest.update(("\0" + name).getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SHA-256, lower-case hex. */
    static String hash(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }
}
