package org.hsdpo.service.error;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.hsdpo.clinical.error.InvalidInputException;
import org.jboss.logging.Logger;

/** Turns whatever a service method throws or emits into one gRPC status. */
@ApplicationScoped
public class StatusTranslator implements ExceptionHandlerProvider {
    private static final Logger LOG = Logger.getLogger(StatusTranslator.class);

    @Override
    public Throwable transform(Throwable failure) {
        return switch (failure) {
            case StatusRuntimeException status -> status;
            case StatusException status -> status;
            case CompletionException wrapped when wrapped.getCause() != null -> transform(wrapped.getCause());
            case InvalidInputException invalid -> StatusDetails.of(invalid);
            case ServiceException known -> StatusDetails.of(known);
            case RejectedExecutionException full ->
                StatusDetails.of(ServiceException.overloaded("the queue is full", Duration.ofSeconds(1)));
            case TimeoutException late -> Status.DEADLINE_EXCEEDED.asRuntimeException();
            case CancellationException gone -> Status.CANCELLED.asRuntimeException();
            default -> internal(failure);
        };
    }

    // An exception's message may quote a patient's data, so the log gets its types and frames but not its words.
    private static StatusRuntimeException internal(Throwable failure) {
        String incident = UUID.randomUUID().toString();
        StringBuilder trace = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            trace.append(cause.getClass().getName());
            StackTraceElement[] frames = cause.getStackTrace();
            for (int i = 0; i < Math.min(12, frames.length); i++) {
                trace.append("\n    at ").append(frames[i]);
            }
            trace.append('\n');
        }
        LOG.errorf("internal error, incident %s: %s", incident, trace);
        return StatusDetails.internal(incident);
    }

    @Override
    public <Q, R> ExceptionHandler<Q, R> createHandler(
            ServerCall.Listener<Q> listener, ServerCall<Q, R> serverCall, Metadata metadata) {
        return new ExceptionHandler<>(listener, serverCall, metadata) {
            @Override
            protected void handleException(Throwable failure, ServerCall<Q, R> call, Metadata headers) {
                Throwable status = transform(failure);
                Metadata trailers = Status.trailersFromThrowable(status);
                call.close(Status.fromThrowable(status), trailers == null ? new Metadata() : trailers);
            }
        };
    }
}
