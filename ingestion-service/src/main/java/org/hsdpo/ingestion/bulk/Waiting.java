package org.hsdpo.ingestion.bulk;

import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Lets a thread of the workers wait for what happens on an event loop. */
final class Waiting {
    private Waiting() {}

    static <T> T on(Supplier<Uni<T>> uni) throws InterruptedException {
        try {
            return VertxContextSupport.subscribeAndAwait(uni);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new IllegalStateException(e);
        }
    }
}
