package org.hsdpo.gateway.edge;

import io.grpc.Deadline;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The event loop context of one call. Answers of back ends arrive on threads of their own; database sessions and the
 * caller's identity belong to this one.
 */
public final class CallContext {
    private final Context context;

    private CallContext(Context context) {
        this.context = context;
    }

    /** @throws IllegalStateException outside a call */
    public static CallContext current() {
        Context context = Vertx.currentContext();
        if (context == null) {
            throw new IllegalStateException("not inside a call");
        }
        return new CallContext(context);
    }

    /** When the call has to be answered: after {@code own}, or earlier where its caller said so over gRPC. */
    public static Deadline deadline(Duration own) {
        Deadline ours = Deadline.after(own.toMillis(), TimeUnit.MILLISECONDS);
        Deadline callers = io.grpc.Context.current().getDeadline();
        return callers == null ? ours : ours.minimum(callers);
    }

    /** The same, emitted on this context. */
    public <T> Uni<T> back(Uni<T> elsewhere) {
        return elsewhere.emitOn(command -> context.runOnContext(ignored -> command.run()));
    }

    /** Work that takes a while, done on a worker thread, emitted on this context. */
    public <T> Uni<T> compute(Callable<T> work) {
        return back(Uni.createFrom()
                .completionStage(() -> context.executeBlocking(work, false).toCompletionStage()));
    }
}
