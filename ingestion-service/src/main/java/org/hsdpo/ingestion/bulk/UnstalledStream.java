package org.hsdpo.ingestion.bulk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A stream that is closed, so that its reader gets an error, where nothing arrives for a while. */
final class UnstalledStream extends FilterInputStream {
    private final ScheduledFuture<?> guard;
    private final long longest;
    private volatile long moved = System.nanoTime();
    private volatile boolean reading;

    UnstalledStream(InputStream in, Duration longest, ScheduledExecutorService timer) {
        super(in);
        this.longest = longest.toNanos();
        long half = Math.max(1, longest.toMillis() / 2);
        guard = timer.scheduleAtFixedRate(this::look, half, half, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (reading && System.nanoTime() - moved > longest) {
            try {
                in.close();
            } catch (IOException e) {
                // It is closed all the same.
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        moved = System.nanoTime();
        reading = true;
        try {
            return in.read(bytes, offset, length);
        } finally {
            reading = false;
        }
    }

    @Override
    public void close() throws IOException {
        guard.cancel(false);
        in.close();
    }
}
