package org.hsdpo.gateway.record;

import com.google.protobuf.ByteString;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.hsdpo.gateway.edge.BoundedBytes;
import org.hsdpo.gateway.problem.RefusedBody;
import org.hsdpo.service.error.ServiceException;

/** A body as it came over the wire, perhaps compressed. */
public final class PackedBody {
    private PackedBody() {}

    /**
     * The body unpacked.
     *
     * @param encoding value of Content-Encoding, or null
     * @param unpacked where the bytes go where the body is compressed; it knows the largest size accepted
     * @throws RefusedBody where the encoding is not known, the body is damaged or unpacks to more than the limit
     * @throws ServiceException RESOURCE_EXHAUSTED where there is no memory for it beside the other bodies
     */
    public static ByteString unpack(ByteString body, String encoding, Supplier<BoundedBytes> unpacked) {
        return switch (encoding == null ? "identity" : encoding.trim().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> gunzip(body, unpacked.get());
            default ->
                throw RefusedBody.unsupported("Content-Encoding", "this encoding is not read", "gzip or identity");
        };
    }

    private static ByteString gunzip(ByteString body, BoundedBytes unpacked) {
        try (GZIPInputStream in = new GZIPInputStream(body.newInput())) {
            in.transferTo(unpacked);
            return unpacked.content();
        } catch (ZipException | EOFException e) {
            throw RefusedBody.malformed("body", "the body is not a whole gzip stream", "gzip (RFC 1952)");
        } catch (IOException e) {
            throw RefusedBody.malformed("body", "the body cannot be unpacked", "gzip (RFC 1952)");
        }
    }
}
