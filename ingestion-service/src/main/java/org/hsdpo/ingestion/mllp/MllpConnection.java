package org.hsdpo.ingestion.mllp;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.hsdpo.ingestion.config.MllpConfig;

/**
 * One connection of a sender. Its messages are stored one after the other, in the order of their arrival, and answered in
 * that order; while enough of them wait, nothing more is read. All of it happens on the connection's event loop, but for the
 * reading of messages, which {@link TakingMessages} hands to the pool.
 */
final class MllpConnection {
    /** Messages read ahead of the one that is being stored. */
    private static final int MOST_WAITING = 16;

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final NetSocket socket;
    private final MllpConfig config;
    private final MllpConfig.Listener listener;
    private final TakingMessages taking;
    private final MllpBlocks blocks;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean busy;
    private boolean paused;
    private boolean closing;
    private long timer = NO_TIMER;

    MllpConnection(
            Vertx vertx, NetSocket socket, MllpConfig config, MllpConfig.Listener listener, TakingMessages taking) {
        this.vertx = vertx;
        this.socket = socket;
        this.config = config;
        this.listener = listener;
        this.taking = taking;
        blocks = new MllpBlocks(config.longestMessage());
    }

    void open() {
        socket.handler(this::received);
        socket.exceptionHandler(ignored -> socket.close());
    }

    void closed() {
        closing = true;
        waiting.clear();
        stopTimer();
    }

    private void received(Buffer bytes) {
        if (closing) {
            return;
        }
        try {
            for (byte[] block : blocks.complete(bytes)) {
                waiting.add(block);
                waitingBytes += block.length;
            }
        } catch (MllpBlocks.TooLong e) {
            closing = true;
            stopTimer();
            answer(taking.tooLong(e.beginning(), config.longestMessage()));
            socket.close();
            return;
        }
        next();
        mind();
    }

    /** Reads on only where not too much waits, and watches a message that has begun: a sender that went away is let go. */
    private void mind() {
        boolean enough = waiting.size() >= MOST_WAITING || waitingBytes > config.longestMessage();
        if (enough && !paused) {
            paused = true;
            socket.pause();
        } else if (!enough && paused) {
            paused = false;
            socket.resume();
        }
        if (!blocks.isOpen() || paused) {
            stopTimer();
        } else if (timer == NO_TIMER) {
            timer = vertx.setTimer(config.messageTimeout().toMillis(), ignored -> socket.close());
        }
    }

    private void stopTimer() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private void next() {
        if (busy || closing || waiting.isEmpty()) {
            return;
        }
        busy = true;
        byte[] block = waiting.remove();
        waitingBytes -= block.length;
        Context loop = vertx.getOrCreateContext();
        // Hibernate Reactive keeps its session in the context: one of its own for each message.
        Context own = VertxContext.createNewDuplicatedContext(loop);
        VertxContextSafetyToggle.setContextSafe(own, true);
        own.runOnContext(ignored -> taking.take(listener, block)
                .subscribe()
                .with(
                        answers -> loop.runOnContext(back -> done(answers)),
                        failure -> loop.runOnContext(back -> socket.close())));
    }

    private void done(List<String> answers) {
        busy = false;
        if (closing) {
            return;
        }
        answer(answers);
        next();
        mind();
    }

    private void answer(List<String> answers) {
        answers.forEach(answer -> socket.write(MllpBlocks.wrap(Buffer.buffer(answer))));
    }
}
