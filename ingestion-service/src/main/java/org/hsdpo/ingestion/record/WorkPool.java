package org.hsdpo.ingestion.record;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.hsdpo.ingestion.config.IngestionConfig;

/** The bounded pool in which records are read and states put together; a full queue refuses instead of growing. */
@ApplicationScoped
public class WorkPool {
    private final ThreadPoolExecutor pool;

    public WorkPool(IngestionConfig config, MeterRegistry metrics) {
        if (config.threads() < 1 || config.queue() < 1) {
            throw new IllegalStateException("hsdpo.ingestion.threads and hsdpo.ingestion.queue are at least 1");
        }
        pool = new ThreadPoolExecutor(
                config.threads(),
                config.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.queue()),
                Thread.ofPlatform().name("ingestion-", 0).factory(),
                new ThreadPoolExecutor.AbortPolicy());
        Gauge.builder("hsdpo.ingestion.queue", pool, executor -> executor.getQueue()
                        .size())
                .description("records and states waiting for a thread")
                .register(metrics);
    }

    /**
     * Does work in the pool and comes back to the event loop it was asked from, as the database session needs.
     *
     * @return its result; fails with {@link java.util.concurrent.RejectedExecutionException} where the queue is full
     */
    public <T> Uni<T> run(Supplier<T> work) {
        Context context = Vertx.currentContext();
        Uni<T> result = Uni.createFrom().item(work).runSubscriptionOn(pool);
        return context == null ? result : result.emitOn(task -> context.runOnContext(ignored -> task.run()));
    }

    @PreDestroy
    void stop() {
        pool.shutdownNow();
    }
}
