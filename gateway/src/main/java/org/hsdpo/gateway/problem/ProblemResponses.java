package org.hsdpo.gateway.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Problem documents for whatever fails inside a REST endpoint. */
public class ProblemResponses {
    private final Problems problems;

    ProblemResponses(Problems problems) {
        this.problems = problems;
    }

    /** Named one by one, because the framework's own mappers for these are nearer to them than one for all. */
    @ServerExceptionMapper(
            value = {UnauthorizedException.class, ForbiddenException.class, AuthenticationFailedException.class},
            priority = 1)
    public Response mapRefusal(Throwable failure) {
        return map(failure);
    }

    @ServerExceptionMapper(priority = 1)
    public Response map(Throwable failure) {
        Problem problem = problems.of(failure);
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.json());
        problem.retryAfterSeconds().ifPresent(seconds -> response.header("Retry-After", seconds));
        if (problem.status() == 401) {
            response.header("WWW-Authenticate", "Bearer");
        }
        return response.build();
    }
}
