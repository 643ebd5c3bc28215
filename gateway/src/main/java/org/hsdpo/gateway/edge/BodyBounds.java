package org.hsdpo.gateway.edge;

import com.google.protobuf.ByteString;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.hsdpo.gateway.config.GatewayConfig;
import org.hsdpo.gateway.problem.Problems;
import org.hsdpo.gateway.problem.RefusedBody;

/**
 * Reads the bodies of calls, within bounds on one body, on all bodies together and on the time one may take. Bodies are
 * read only after the caller has shown a valid token; until then nothing of them is kept.
 */
@ApplicationScoped
public class BodyBounds {
    private static final int BEFORE_ALL_OTHERS = 1_000;
    /** Quarkus authorizes at 100; filters of higher priority run earlier. */
    private static final int AFTER_AUTHORIZATION = 50;

    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);
    private static final Pattern BULK_PART = Pattern.compile("/v1/bulk-loads/[^/]+/files/[^/]+");
    /** Room for the other fields of a message that carries a record. */
    private static final long ENVELOPE = 64 << 10;

    private final GatewayConfig.Limits limits;
    private final BodyBudget budget;
    private final Problems problems;
    private Router router;

    BodyBounds(GatewayConfig config, BodyBudget budget, Problems problems) {
        this.limits = config.limits();
        this.budget = budget;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::collectMessages, BEFORE_ALL_OTHERS);
        filters.register(this::read, AFTER_AUTHORIZATION);
    }

    void routes(@Observes Router router) {
        this.router = router;
    }

    // The gRPC server takes the request it is given; the only way to put ours in its place is to start again with it.
    private void collectMessages(RoutingContext call) {
        if (!isGrpc(call.request()) || WholeMessage.current() != null) {
            call.next();
            return;
        }
        long accepted =
                call.request().path().endsWith("/AddRecord") ? limits.recordBytes() + ENVELOPE : limits.requestBytes();
        WholeMessage whole =
                new WholeMessage((HttpServerRequestInternal) call.request(), accepted, limits.bodyTimeout());
        whole.makeCurrent();
        router.handle(whole);
    }

    private void read(RoutingContext call) {
        Context context = Vertx.currentContext();
        if (Context.isOnEventLoopThread()) {
            readHere(call);
        } else {
            context.runOnContext(ignored -> readHere(call));
        }
    }

    private void readHere(RoutingContext call) {
        BodyBudget.Share share = budget.open();
        Runnable letGo = share.hold();
        call.addEndHandler(ended -> letGo.run());
        WholeMessage message = WholeMessage.current();
        if (message != null) {
            if (message.take(share, letGo)) {
                call.next();
            }
            return;
        }
        HttpServerRequest request = call.request();
        if (!mayCarryBody(request) || request.isEnded()) {
            new ArrivedBody(ByteString.EMPTY, share).of(call);
            call.next();
            return;
        }
        long accepted = carriesData(call.normalizedPath()) ? limits.recordBytes() : limits.requestBytes();
        ArrivingBody body = new ArrivingBody(call, share, accepted, limits, problems);
        String length = request.getHeader("Content-Length");
        if (length != null && Long.parseLong(length) > accepted) {
            body.refuse(RefusedBody.tooLarge(accepted));
        } else if (length != null && !budget.hasRoomFor(Long.parseLong(length))) {
            body.refuse(BodyBudget.used());
        } else {
            body.read();
        }
    }

    private static boolean carriesData(String path) {
        return path.endsWith("/records") || BULK_PART.matcher(path).matches();
    }

    private static boolean mayCarryBody(HttpServerRequest request) {
        return request.getHeader("Content-Length") != null
                || (request.version() == HttpVersion.HTTP_2
                        ? WITH_BODY.contains(request.method())
                        : request.getHeader("Transfer-Encoding") != null);
    }

    private static boolean isGrpc(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return request.version() == HttpVersion.HTTP_2
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith("application/grpc");
    }
}
