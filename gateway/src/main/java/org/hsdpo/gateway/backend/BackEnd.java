package org.hsdpo.gateway.backend;

import io.grpc.Status;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.hsdpo.service.error.ServiceException;
import org.hsdpo.service.error.StatusDetails;
import org.jboss.logging.Logger;

/** The services behind the gateway, as failures and degradations name them. */
public enum BackEnd {
    INGESTION("ingestion-service"),
    EVALUATION("evaluation-service"),
    AGENT("rl-agent-service");

    /** Statuses by which a back end answers about the request; all others mean that it does not work. */
    private static final Set<Status.Code> ANSWERS = EnumSet.of(
            Status.Code.INVALID_ARGUMENT,
            Status.Code.OUT_OF_RANGE,
            Status.Code.NOT_FOUND,
            Status.Code.ALREADY_EXISTS,
            Status.Code.FAILED_PRECONDITION,
            Status.Code.PERMISSION_DENIED,
            Status.Code.RESOURCE_EXHAUSTED);

    /** How long the circuit breakers stay open, and so when trying again makes sense. */
    static final long OPEN_MILLIS = 2_000;

    private static final Duration RETRY_AFTER = Duration.ofMillis(OPEN_MILLIS);

    private static final Logger LOG = Logger.getLogger(BackEnd.class);

    private final String component;

    BackEnd(String component) {
        this.component = component;
    }

    /** Name of the service. */
    public String component() {
        return component;
    }

    /** One call, within the deadline, with every failure that is not an answer made a {@link BackEndUnavailable}. */
    <T> Uni<T> within(io.grpc.Deadline deadline, Uni<T> call) {
        return Uni.createFrom()
                .deferred(() -> {
                    long left = deadline.timeRemaining(TimeUnit.MILLISECONDS);
                    if (left <= 0) {
                        return Uni.createFrom().<T>failure(new BackEndTooLate(this));
                    }
                    return call.ifNoItem().after(Duration.ofMillis(left)).failWith(() -> new BackEndTooLate(this));
                })
                .onFailure()
                .transform(this::classified);
    }

    private Throwable classified(Throwable failure) {
        if (failure instanceof BackEndUnavailable known) {
            return known;
        }
        Status.Code code = Status.fromThrowable(failure).getCode();
        // A service that says in our own words that something behind it is missing has answered.
        boolean namesAnother =
                code == Status.Code.UNAVAILABLE && StatusDetails.reason(failure).isPresent();
        if (ANSWERS.contains(code) || namesAnother) {
            return failure;
        }
        if (code == Status.Code.DEADLINE_EXCEEDED) {
            return new BackEndTooLate(this);
        }
        LOG.warnf("%s answers %s: %s", component, code, kinds(failure));
        return new BackEndUnavailable(this, "it answers " + code, failure);
    }

    // What a back end says of itself may quote a patient's data, so the log gets the kinds of the failures only.
    private static String kinds(Throwable failure) {
        StringBuilder kinds = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            kinds.append(kinds.isEmpty() ? "" : " by ").append(cause.getClass().getName());
        }
        return kinds.toString();
    }

    /** The failure as the caller of the gateway learns it, whatever guarded the call. */
    public Throwable told(Throwable failure) {
        return switch (failure) {
            case BulkheadException full -> ServiceException.overloaded(component + " is busy", Duration.ofSeconds(1));
            case BackEndUnavailable down -> ServiceException.unavailable(component, RETRY_AFTER);
            case CircuitBreakerOpenException open -> ServiceException.unavailable(component, RETRY_AFTER);
            case TimeoutException late -> ServiceException.unavailable(component, RETRY_AFTER);
            default -> failure;
        };
    }

    /** Why a profile had to be made without this service, in words. */
    public String reasonToGoWithout(Throwable failure) {
        return switch (failure) {
            case BulkheadException full -> "it is busy";
            case BackEndTooLate late -> "it did not answer in time";
            case TimeoutException late -> "it did not answer in time";
            case BackEndUnavailable down -> "it is not available";
            case CircuitBreakerOpenException open -> "it is not available";
            default -> "it refused the request";
        };
    }
}
