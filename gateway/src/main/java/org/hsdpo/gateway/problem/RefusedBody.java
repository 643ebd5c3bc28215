package org.hsdpo.gateway.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.error.Violation;

/** A body that is refused for its form, before anybody looks at what it says. */
public final class RefusedBody extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private RefusedBody(int status, String code, String title, Violation violation) {
        this(status, code, title, violation, Optional.empty());
    }

    private RefusedBody(int status, String code, String title, Violation violation, Optional<Duration> retryAfter) {
        super(violation.message());
        this.problem = new Problem(status, code, title, violation.message(), List.of(violation), retryAfter);
    }

    /** 400: the body does not parse. */
    public static RefusedBody malformed(String field, String message, String accepted) {
        return new RefusedBody(
                400, "BODY_MALFORMED", "Body malformed", new Violation(field, "BODY_MALFORMED", message, accepted));
    }

    /** 413: the body is larger than accepted, as sent or when unpacked. */
    public static RefusedBody tooLarge(long acceptedBytes) {
        return new RefusedBody(
                413,
                "BODY_TOO_LARGE",
                "Body too large",
                new Violation(
                        "body",
                        "BODY_TOO_LARGE",
                        "the body is larger than accepted",
                        "at most " + acceptedBytes + " bytes, also when unpacked"));
    }

    /** 408: the body did not arrive in time. */
    public static RefusedBody tooSlow(Duration accepted) {
        return new RefusedBody(
                408,
                "BODY_TOO_SLOW",
                "Body too slow",
                new Violation(
                        "body",
                        "BODY_TOO_SLOW",
                        "the body did not arrive in time",
                        "the whole body within " + accepted.toSeconds() + " s"),
                Optional.of(Duration.ofSeconds(1)));
    }

    /** 415: this type or encoding is not read here. */
    public static RefusedBody unsupported(String field, String message, String accepted) {
        return new RefusedBody(
                415,
                "MEDIA_TYPE_UNSUPPORTED",
                "Media type not supported",
                new Violation(field, "MEDIA_TYPE_UNSUPPORTED", message, accepted));
    }

    public Problem problem() {
        return problem;
    }
}
