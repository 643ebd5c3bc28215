package org.hsdpo.gateway.problem;

import io.grpc.Status;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.service.error.StatusDetails;

/** Which problem a failure is. */
@ApplicationScoped
public class Problems {
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final FailureStatus statuses;

    Problems(FailureStatus statuses) {
        this.statuses = statuses;
    }

    /** The problem document for whatever was thrown or emitted. */
    public Problem of(Throwable failure) {
        return switch (failure) {
            case RefusedBody refused -> refused.problem();
            case WebApplicationException web -> ofHttpStatus(web.getResponse().getStatus());
            default -> ofStatus(statuses.transform(failure));
        };
    }

    private static Problem ofStatus(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        String detail = status.getDescription() == null ? "" : status.getDescription();
        List<Violation> violations = StatusDetails.violations(failure);
        Optional<Duration> wait = StatusDetails.retryAfter(failure);
        Optional<String> reason = violations.isEmpty() ? StatusDetails.reason(failure) : Optional.empty();
        return switch (status.getCode()) {
            case INVALID_ARGUMENT, OUT_OF_RANGE ->
                new Problem(422, reason.orElse("INPUT_INVALID"), "Input not acceptable", detail, violations, wait);
            case UNAUTHENTICATED -> ofHttpStatus(401);
            case PERMISSION_DENIED -> problem(403, reason.orElse("FORBIDDEN"), "Not allowed", detail, wait);
            case NOT_FOUND -> problem(404, reason.orElse("NOT_FOUND"), "Not found", detail, wait);
            case ALREADY_EXISTS -> problem(409, reason.orElse("CONFLICT"), "Conflict", detail, wait);
            case FAILED_PRECONDITION, ABORTED ->
                problem(409, reason.orElse("NOT_POSSIBLE_NOW"), "Not possible in this state", detail, wait);
            case RESOURCE_EXHAUSTED ->
                problem(429, reason.orElse("OVERLOADED"), "Too much at once", detail, Optional.of(wait.orElse(RETRY)));
            case UNAVAILABLE, DEADLINE_EXCEEDED ->
                problem(
                        503,
                        reason.orElse("UNAVAILABLE"),
                        "Not available now",
                        detail.isEmpty() ? "the answer did not come in time" : detail,
                        Optional.of(wait.orElse(RETRY)));
            default -> Problem.of(500, "INTERNAL", "Internal error", detail);
        };
    }

    private static Problem problem(int status, String code, String title, String detail, Optional<Duration> wait) {
        return new Problem(status, code, title, detail, List.of(), wait);
    }

    /** The problem for a status the HTTP layer decided on. */
    public static Problem ofHttpStatus(int status) {
        return switch (status) {
            case 401 ->
                Problem.of(
                        401,
                        "UNAUTHENTICATED",
                        "Not authenticated",
                        "a valid bearer token in the Authorization header is required");
            case 403 -> Problem.of(403, "FORBIDDEN", "Not allowed", "the token's scopes do not allow this");
            case 404 -> Problem.of(404, "NOT_FOUND", "Not found", "there is nothing at this address");
            case 405 -> Problem.of(405, "METHOD_NOT_ALLOWED", "Method not allowed", "see /q/openapi for the methods");
            case 406 -> Problem.of(406, "NOT_ACCEPTABLE", "Not acceptable", "answers are application/json");
            case 413 -> Problem.of(413, "BODY_TOO_LARGE", "Body too large", "the body is larger than accepted");
            case 415 ->
                Problem.of(
                        415,
                        "MEDIA_TYPE_UNSUPPORTED",
                        "Media type not supported",
                        "the body has to be application/json");
            default ->
                status >= 500
                        ? Problem.of(500, "INTERNAL", "Internal error", "")
                        : Problem.of(status, "REQUEST_INVALID", "Request not acceptable", "the request is malformed");
        };
    }
}
