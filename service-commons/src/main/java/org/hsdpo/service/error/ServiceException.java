package org.hsdpo.service.error;

import io.grpc.Status;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A failure that a caller can act on; everything else is an internal error and told to nobody in detail. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Status.Code status;
    private final String reason;
    private final transient Optional<Duration> retryAfter;

    private ServiceException(Status.Code status, String reason, String message, Optional<Duration> retryAfter) {
        super(message);
        this.status = Objects.requireNonNull(status, "status");
        this.reason = Objects.requireNonNull(reason, "reason");
        this.retryAfter = retryAfter;
    }

    /** The thing asked for does not exist for this tenant. */
    public static ServiceException notFound(String reason, String message) {
        return new ServiceException(Status.Code.NOT_FOUND, reason, message, Optional.empty());
    }

    /** The same key was used before with other content. */
    public static ServiceException conflict(String reason, String message) {
        return new ServiceException(Status.Code.ALREADY_EXISTS, reason, message, Optional.empty());
    }

    /** The request is well-formed, but the state of things does not allow it. */
    public static ServiceException precondition(String reason, String message) {
        return new ServiceException(Status.Code.FAILED_PRECONDITION, reason, message, Optional.empty());
    }

    /** The caller may not do this. */
    public static ServiceException forbidden(String reason, String message) {
        return new ServiceException(Status.Code.PERMISSION_DENIED, reason, message, Optional.empty());
    }

    /** Too much work at once; the same call may succeed later. */
    public static ServiceException overloaded(String message, Duration retryAfter) {
        return new ServiceException(Status.Code.RESOURCE_EXHAUSTED, "OVERLOADED", message, Optional.of(retryAfter));
    }

    /** A part that is needed does not answer; the same call may succeed later. */
    public static ServiceException unavailable(String component, Duration retryAfter) {
        return new ServiceException(
                Status.Code.UNAVAILABLE, "UNAVAILABLE", component + " is not available", Optional.of(retryAfter));
    }

    public Status.Code status() {
        return status;
    }

    /** Stable machine-readable reason in upper snake case. */
    public String reason() {
        return reason;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
