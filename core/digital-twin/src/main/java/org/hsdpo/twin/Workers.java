package org.hsdpo.twin;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who divides the twins of a cohort among themselves: the calling thread alone, or with threads of a pool that the caller
 * owns. No pool is ever taken that was not given, so a service keeps its threads for what it gave them for. Twins do not
 * look at each other, hence results are the same to the bit whoever does the work.
 *
 * <p>The calling thread always works itself and waits only for work that another thread has begun. It therefore cannot
 * wait for ever, also where it belongs to the pool itself or all threads of the pool are busy; then it does everything.
 */
public final class Workers {
    /** Twin-weeks that are worth a hand-over: a third of a millisecond's work against some ten microseconds. */
    private static final int LEAST_TWIN_WEEKS = 4096;

    private static final Workers CALLING_THREAD = new Workers(Runnable::run, 1);

    private final Executor pool;
    private final int threads;

    private Workers(Executor pool, int threads) {
        this.pool = pool;
        this.threads = threads;
    }

    /** Work on the twins from {@code from} (inclusive) to {@code to} (exclusive). */
    @FunctionalInterface
    public interface Share {
        /** Touches nothing that belongs to other twins. */
        void work(int from, int to);
    }

    /** The calling thread alone. */
    public static Workers callingThread() {
        return CALLING_THREAD;
    }

    /**
     * The calling thread and threads of a pool.
     *
     * @param pool whose threads help; it is neither closed nor filled with more than {@code threads} − 1 tasks at a time
     * @param threads that work at the same time at most, the calling one counted; at least 1
     */
    public static Workers of(Executor pool, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("work needs at least one thread: " + threads);
        }
        return new Workers(Objects.requireNonNull(pool, "pool"), threads);
    }

    /**
     * Does work for all twins. Shares begin at multiples of a tile; where shares fail, the failure of the first one in
     * the order of twins is thrown, whichever failed first by the clock.
     *
     * @param weeks a twin is simulated for, which decides how many twins are worth a hand-over
     */
    public void share(int twins, int weeks, Share share) {
        int tiles = (twins + TwinBatch.TILE - 1) / TwinBatch.TILE;
        int leastTiles = Math.ceilDiv(Math.ceilDiv(LEAST_TWIN_WEEKS, Math.max(1, weeks)), TwinBatch.TILE);
        int helpers = Math.min(threads, tiles / leastTiles) - 1;
        if (helpers <= 0) {
            share.work(0, twins);
            return;
        }
        Division division = new Division(twins, leastTiles * TwinBatch.TILE, share);
        try {
            for (int helper = 0; helper < helpers; helper++) {
                pool.execute(division);
            }
        } catch (RejectedExecutionException full) {
            // A pool that takes no more has no thread to spare: the others do the work.
        }
        division.run();
        division.await();
    }

    /** Shares that are taken in their order by whoever is free. */
    private static final class Division implements Runnable {
        private final int twins;
        private final int width;
        private final int shares;
        private final Share share;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch done;
        private int failedAt = Integer.MAX_VALUE;
        private Throwable failure;

        Division(int twins, int width, Share share) {
            this.twins = twins;
            this.width = width;
            this.share = share;
            shares = Math.ceilDiv(twins, width);
            done = new CountDownLatch(shares);
        }

        @Override
        public void run() {
            for (int taken = next.getAndIncrement(); taken < shares; taken = next.getAndIncrement()) {
                try {
                    share.work(taken * width, Math.min((taken + 1) * width, twins));
                } catch (RuntimeException | Error e) {
                    note(taken, e);
                } finally {
                    done.countDown();
                }
            }
        }

        private synchronized void note(int taken, Throwable thrown) {
            if (taken < failedAt) {
                failedAt = taken;
                failure = thrown;
            }
        }

        /** Until all shares are done; an interrupt is kept for the caller, whose twins must not be left half advanced. */
        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            synchronized (this) {
                switch (failure) {
                    case RuntimeException thrown -> throw thrown;
                    case Error thrown -> throw thrown;
                    case null, default -> {}
                }
            }
        }
    }
}
