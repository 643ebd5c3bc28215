package org.hsdpo.gateway.problem;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Problem documents for whatever fails outside the REST endpoints: refused tokens, unknown addresses, bodies cut off. */
@ApplicationScoped
public class ProblemRoutes {
    private static final int BEFORE_ALL_OTHERS = 1_000;

    private final Problems problems;

    ProblemRoutes(Problems problems) {
        this.problems = problems;
    }

    void routes(@Observes Router router) {
        router.route().order(-BEFORE_ALL_OTHERS).failureHandler(this::answerFailure);
        router.route().order(Integer.MAX_VALUE).handler(call -> answer(call, Problems.ofHttpStatus(404)));
    }

    private void answerFailure(RoutingContext call) {
        String type = call.request().getHeader("Content-Type");
        if (type != null && type.startsWith("application/grpc")) {
            call.next();
            return;
        }
        Problem problem =
                call.failure() == null ? Problems.ofHttpStatus(call.statusCode()) : problems.of(call.failure());
        answer(call, problem);
    }

    /** Ends the call with a problem document. */
    public static void answer(RoutingContext call, Problem problem) {
        HttpServerResponse response = call.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(problem.status()).putHeader("Content-Type", Problem.MEDIA_TYPE);
        problem.retryAfterSeconds().ifPresent(seconds -> response.putHeader("Retry-After", seconds));
        if (problem.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        response.end(problem.json());
    }
}
