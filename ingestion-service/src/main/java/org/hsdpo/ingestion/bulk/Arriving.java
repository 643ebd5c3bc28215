package org.hsdpo.ingestion.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** What has arrived of a stream and is not yet taken; also what arrived before it broke. */
final class Arriving {
    private static final int PART = 4 << 20;

    private final InputStream in;
    private byte[] held = new byte[PART];
    private int length;
    private boolean ended;
    private IOException broken;

    Arriving(InputStream in) {
        this.in = in;
    }

    /** Reads until there is no more room, the stream ends or it breaks. */
    void fill() {
        try {
            while (length < held.length && !ended) {
                int read = in.read(held, length, held.length - length);
                ended = read < 0;
                length += Math.max(0, read);
            }
        } catch (IOException e) {
            broken = e;
        }
    }

    byte[] content() {
        return Arrays.copyOf(held, length);
    }

    boolean ended() {
        return ended;
    }

    boolean broke() {
        return broken != null;
    }

    void throwIfBroke() throws IOException {
        if (broken != null) {
            throw broken;
        }
    }

    /** The first bytes have been taken. */
    void drop(long bytes) {
        int taken = Math.toIntExact(bytes);
        System.arraycopy(held, taken, held, 0, length - taken);
        length -= taken;
    }

    /** Makes room for a line that is longer than there is. */
    void takeMore() {
        held = Arrays.copyOf(held, held.length * 2);
    }
}
