package org.hsdpo.gateway.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.hsdpo.gateway.config.GatewayConfig;
import org.hsdpo.gateway.problem.Problem;
import org.hsdpo.gateway.problem.ProblemRoutes;
import org.hsdpo.gateway.problem.Problems;
import org.hsdpo.gateway.problem.RefusedBody;
import org.hsdpo.service.error.ServiceException;

/**
 * Refuses bodies that are too large, and bodies that together would not fit in memory.
 *
 * <p>A refused body is read and thrown away, up to a bound, before the answer is sent: a client that is still writing
 * when the connection closes would see a broken connection instead of the problem document.
 */
@ApplicationScoped
public class BodyBounds {
    private static final int BEFORE_AUTHENTICATION = 300;
    private static final Duration COME_BACK = Duration.ofSeconds(1);

    private final GatewayConfig.Limits limits;
    private final Problems problems;
    private final AtomicLong inFlight = new AtomicLong();

    BodyBounds(GatewayConfig config, Problems problems) {
        this.limits = config.limits();
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_AUTHENTICATION);
    }

    private void check(RoutingContext call) {
        HttpServerRequest request = call.request();
        String length = request.getHeader("Content-Length");
        boolean unknown = length == null && mayCarryBody(request);
        if (isGrpc(request) || (length == null && !unknown)) {
            call.next();
            return;
        }
        long accepted = call.normalizedPath().endsWith("/records") ? limits.recordBytes() : limits.requestBytes();
        long declared = unknown ? accepted : Long.parseLong(length);
        if (declared > accepted) {
            refuse(call, declared, problems.of(RefusedBody.tooLarge(accepted)));
            return;
        }
        if (inFlight.addAndGet(declared) > limits.bytesInFlight()) {
            inFlight.addAndGet(-declared);
            refuse(
                    call,
                    declared,
                    problems.of(ServiceException.overloaded("too many large bodies at once", COME_BACK)));
            return;
        }
        call.addEndHandler(ended -> inFlight.addAndGet(-declared));
        if (unknown) {
            BodyHandler.create(false).setBodyLimit(accepted).handle(call);
        } else {
            call.next();
        }
    }

    private static boolean mayCarryBody(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                ? request.method() == HttpMethod.POST
                : request.getHeader("Transfer-Encoding") != null;
    }

    // gRPC bounds its messages itself, see quarkus.grpc.server.max-inbound-message-size.
    private static boolean isGrpc(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && type.startsWith("application/grpc");
    }

    private void refuse(RoutingContext call, long declared, Problem problem) {
        HttpServerRequest request = call.request();
        boolean waitsForGoAhead = "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
        if (waitsForGoAhead || declared > limits.drainBytes()) {
            call.response().putHeader("Connection", "close");
            call.addEndHandler(ended -> request.connection().close());
            ProblemRoutes.answer(call, problem);
            return;
        }
        request.handler(thrownAway -> {});
        request.endHandler(read -> ProblemRoutes.answer(call, problem));
        request.resume();
    }
}
