package org.hsdpo.gateway.record;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.hsdpo.gateway.problem.RefusedBody;

/** A body as it came over the wire, perhaps compressed. */
public final class PackedBody {
    private PackedBody() {}

    /**
     * The body unpacked.
     *
     * @param encoding value of Content-Encoding, or null
     * @param limit largest size accepted after unpacking, in bytes
     * @throws RefusedBody where the encoding is not known, the body is damaged or unpacks to more than the limit
     */
    public static byte[] unpack(byte[] body, String encoding, long limit) {
        return switch (encoding == null ? "identity" : encoding.trim().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> gunzip(body, limit);
            default ->
                throw RefusedBody.unsupported("Content-Encoding", "this encoding is not read", "gzip or identity");
        };
    }

    private static byte[] gunzip(byte[] body, long limit) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] unpacked = in.readNBytes(Math.toIntExact(limit));
            if (in.read() >= 0) {
                throw RefusedBody.tooLarge(limit);
            }
            return unpacked;
        } catch (ZipException | EOFException e) {
            throw RefusedBody.malformed("body", "the body is not a whole gzip stream", "gzip (RFC 1952)");
        } catch (IOException e) {
            throw RefusedBody.malformed("body", "the body cannot be unpacked", "gzip (RFC 1952)");
        }
    }
}
