package org.hsdpo.gateway.edge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.hsdpo.gateway.config.GatewayConfig;
import org.hsdpo.service.error.ServiceException;

/**
 * The memory that the bodies of all calls may take together, in every form they are held in: as sent, unpacked, and
 * written out for the back end. Nothing is reserved for what has not arrived, so a caller who sends nothing takes
 * nothing.
 */
@Startup
@ApplicationScoped
public class BodyBudget {
    /**
     * What the gRPC client holds of a message while it writes it out, in sizes of the message: a buffer that doubled, and
     * two copies of its content ({@code io.vertx.grpc.common.impl.BridgeMessageEncoder}).
     */
    public static final int WRITTEN_OUT = 4;

    /** A record over gRPC is held as it was sent and as it was read besides. */
    private static final int FORMS_OF_A_RECORD = 2 + WRITTEN_OUT;

    private static final double SHARE_OF_HEAP = 0.6;

    private static final Duration COME_BACK = Duration.ofSeconds(1);

    private final long bytes;
    private final AtomicLong taken = new AtomicLong();

    /** @param bytes memory for all bodies */
    public BodyBudget(long bytes) {
        this.bytes = bytes;
    }

    @Inject
    BodyBudget(GatewayConfig config, MeterRegistry meters) {
        this(config.limits().bytesInFlight().orElse((long)
                (SHARE_OF_HEAP * Runtime.getRuntime().maxMemory())));
        long least = FORMS_OF_A_RECORD * config.limits().recordBytes();
        if (bytes < least) {
            throw new IllegalStateException("hsdpo.gateway.limits.bytes-in-flight is " + bytes
                    + " (" + SHARE_OF_HEAP
                    + " of the heap where it is not set): one record of hsdpo.gateway.limits.record-bytes takes "
                    + least + ", so give the gateway more memory or accept smaller records");
        }
        Gauge.builder("hsdpo.gateway.bodies", taken, AtomicLong::get)
                .baseUnit("bytes")
                .description("memory taken by bodies of calls under way")
                .register(meters);
    }

    /** What one call takes of the budget; nothing yet. It is given back when the last holder lets go. */
    public Share open() {
        return new Share();
    }

    /** Bytes taken by all calls. */
    public long taken() {
        return taken.get();
    }

    /** Bytes there are for all calls. */
    public long bytes() {
        return bytes;
    }

    /** Whether so many bytes more could be taken now. */
    boolean hasRoomFor(long more) {
        return taken.get() + more <= bytes;
    }

    static ServiceException used() {
        return ServiceException.overloaded("too many large bodies at once", COME_BACK);
    }

    /** Part of the budget, taken step by step by one call. */
    public final class Share {
        private long held;
        private int holders;
        private boolean over;

        /**
         * Takes more.
         *
         * @throws ServiceException RESOURCE_EXHAUSTED where all calls together would take more than there is
         * @throws CancellationException where the call is over
         */
        public synchronized void take(long more) {
            if (over) {
                throw new CancellationException("the call is over");
            }
            if (taken.addAndGet(more) > bytes) {
                taken.addAndGet(-more);
                throw used();
            }
            held += more;
        }

        /** One more holder; what it returns lets go, and does so once however often it is run. */
        public synchronized Runnable hold() {
            if (over) {
                throw new CancellationException("the call is over");
            }
            holders++;
            AtomicBoolean letGo = new AtomicBoolean();
            return () -> {
                if (letGo.compareAndSet(false, true)) {
                    release();
                }
            };
        }

        /** The work with this share held until it has ended, also where its caller has gone. */
        public <T> Uni<T> during(Supplier<Uni<T>> work) {
            return Uni.createFrom().deferred(() -> {
                Runnable letGo = hold();
                try {
                    return work.get().onTermination().invoke(letGo);
                } catch (RuntimeException e) {
                    letGo.run();
                    throw e;
                }
            });
        }

        private synchronized void release() {
            holders--;
            if (holders == 0) {
                over = true;
                taken.addAndGet(-held);
                held = 0;
            }
        }
    }
}
