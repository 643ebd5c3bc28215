package org.hsdpo.hyperscore;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;

/** Work given to a pool; whoever needs the result first and finds it not begun does it himself, so nobody waits idle. */
final class Work<T> {
    private final FutureTask<T> task;

    private Work(FutureTask<T> task) {
        this.task = task;
    }

    static <T> Work<T> on(ExecutorService pool, Callable<T> callable) {
        return on(pool, callable, () -> {});
    }

    /** @param finished run when the work is done, has failed or was cancelled */
    static <T> Work<T> on(ExecutorService pool, Callable<T> callable, Runnable finished) {
        FutureTask<T> task = new FutureTask<>(callable) {
            @Override
            protected void done() {
                finished.run();
            }
        };
        pool.execute(task);
        return new Work<>(task);
    }

    /** Does the work on the calling thread, unless it has begun. */
    void doNow() {
        task.run();
    }

    /** The result; a failure is thrown as it was. */
    T get() {
        doNow();
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted");
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    void cancel() {
        task.cancel(false);
    }
}
