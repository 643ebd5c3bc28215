package org.hsdpo.gateway.edge;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.hsdpo.gateway.problem.RefusedBody;
import org.hsdpo.service.error.ServiceException;

/**
 * Bytes that arrive piece by piece, up to a limit, kept in segments that are never copied. What it takes of the budget is
 * the size of its segments, so that many tiny pieces cost no more than one large one.
 */
public final class BoundedBytes extends OutputStream {
    private static final int SEGMENT = 64 << 10;
    private static final int FIRST_SEGMENT = 4 << 10;

    private final BodyBudget.Share share;
    private final long limit;
    private final List<byte[]> segments = new ArrayList<>();
    private int usedOfLast;
    private long size;

    /** @param limit most bytes accepted */
    public BoundedBytes(BodyBudget.Share share, long limit) {
        this.share = share;
        this.limit = limit;
    }

    /**
     * Adds a piece.
     *
     * @throws RefusedBody beyond the limit
     * @throws ServiceException RESOURCE_EXHAUSTED where the budget is used up
     */
    @Override
    public void write(byte[] piece, int offset, int length) {
        if (size + length > limit) {
            throw RefusedBody.tooLarge(limit);
        }
        int from = offset;
        int left = length;
        while (left > 0) {
            byte[] last = room();
            int now = Math.min(left, last.length - usedOfLast);
            System.arraycopy(piece, from, last, usedOfLast, now);
            usedOfLast += now;
            from += now;
            left -= now;
        }
        size += length;
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    private byte[] room() {
        if (segments.isEmpty() || usedOfLast == segments.getLast().length) {
            int length = segments.isEmpty() ? FIRST_SEGMENT : SEGMENT;
            share.take(length);
            segments.add(new byte[length]);
            usedOfLast = 0;
        }
        return segments.getLast();
    }

    /** Bytes so far. */
    public long size() {
        return size;
    }

    /** What has arrived; nothing may be written after it. */
    public ByteString content() {
        List<ByteString> pieces = new ArrayList<>(segments.size());
        for (int i = 0; i < segments.size(); i++) {
            pieces.add(UnsafeByteOperations.unsafeWrap(segments.get(i), 0, lengthOf(i)));
        }
        return ByteString.copyFrom(pieces);
    }

    /** The same as one buffer. */
    ByteBuf buffer() {
        ByteBuf[] pieces = new ByteBuf[segments.size()];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = Unpooled.wrappedBuffer(segments.get(i), 0, lengthOf(i));
        }
        return Unpooled.wrappedBuffer(pieces.length, pieces);
    }

    private int lengthOf(int segment) {
        return segment == segments.size() - 1 ? usedOfLast : segments.get(segment).length;
    }
}
