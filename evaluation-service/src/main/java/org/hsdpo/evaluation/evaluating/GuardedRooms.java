package org.hsdpo.evaluation.evaluating;

import io.smallrye.faulttolerance.api.Guard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.hyperscore.Engine;
import org.hsdpo.hyperscore.EngineRoom;
import org.hsdpo.hyperscore.EngineStopped;
import org.jboss.logging.Logger;

/**
 * A room for each engine: it holds a few pieces of work at a time, each within a limit of time that counts the wait for its
 * place. Work that passes its limit is interrupted and keeps its place until it really ends. An engine that keeps passing
 * its limit is not asked again for a while, so that evaluations go on without it at once.
 */
final class GuardedRooms implements EngineRoom {
    private static final Logger LOG = Logger.getLogger(GuardedRooms.class);
    private static final int REQUESTS_LOOKED_AT = 20;
    private static final double SLOW_SHARE = 0.5;
    private static final Duration REST = Duration.ofSeconds(15);

    private final Map<Engine, Guard> guards = new EnumMap<>(Engine.class);
    private final Duration limit;

    /**
     * @param limit of each piece of work
     * @param places pieces of work of one engine at a time
     * @param waiting pieces of work of one engine that may wait for a place
     * @param threads that do the work
     */
    GuardedRooms(Duration limit, int places, int waiting, Executor threads) {
        this.limit = limit;
        for (Engine engine : Engine.values()) {
            guards.put(
                    engine,
                    Guard.create()
                            .withDescription(engine.name())
                            .withThreadOffload(true)
                            .withThreadOffloadExecutor(threads)
                            .withBulkhead()
                            .limit(places)
                            .queueSize(waiting)
                            .done()
                            .withTimeout()
                            .duration(limit.toMillis(), ChronoUnit.MILLIS)
                            .done()
                            .withCircuitBreaker()
                            .failOn(TimeoutException.class)
                            .requestVolumeThreshold(REQUESTS_LOOKED_AT)
                            .failureRatio(SLOW_SHARE)
                            .delay(REST.toMillis(), ChronoUnit.MILLIS)
                            .done()
                            .build());
        }
    }

    @Override
    public <T> T work(Engine engine, Supplier<T> work) {
        try {
            return guards.get(engine)
                    .get(() -> CompletableFuture.completedStage(work.get()), new TypeLiteral<CompletionStage<T>>() {})
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            RuntimeException failure = failure(e.getCause());
            log(engine, failure);
            throw failure;
        }
    }

    /** Where it failed, and no message: that may quote a patient's figures. */
    private static void log(Engine engine, RuntimeException failure) {
        if (failure instanceof EngineStopped stopped) {
            LOG.warnf("engine %s %s", engine, stopped.getMessage());
        } else if (!(failure instanceof InvalidInputException)) {
            StackTraceElement[] trace = failure.getStackTrace();
            LOG.errorf(
                    "engine %s failed: %s at %s",
                    engine, failure.getClass().getName(), trace.length == 0 ? "an unknown place" : trace[0]);
        }
    }

    private RuntimeException failure(Throwable cause) {
        return switch (cause) {
            case TimeoutException slow -> new EngineStopped("did not finish within " + limit.toMillis() + " ms");
            case BulkheadException full -> new EngineStopped("had no room within its bounds");
            case CircuitBreakerOpenException resting ->
                new EngineStopped("was not asked, because it did not finish in time repeatedly");
            case RuntimeException failure -> failure;
            case Error failure -> throw failure;
            default -> new IllegalStateException(cause);
        };
    }
}
