package org.hsdpo.gateway.problem;

import io.grpc.Status;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.concurrent.CompletionException;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.service.error.StatusDetails;
import org.hsdpo.service.error.StatusTranslator;

/** Adds what only the public edge meets, refused callers and refused bodies, to the statuses every service gives. */
@Alternative
@Priority(1)
@ApplicationScoped
public class FailureStatus extends StatusTranslator {
    @Override
    public Throwable transform(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> transform(wrapped.getCause());
            case UnauthorizedException anonymous -> unauthenticated();
            case AuthenticationException refused -> unauthenticated();
            case ForbiddenException refused ->
                Status.PERMISSION_DENIED
                        .withDescription("the token's scopes do not allow this")
                        .asRuntimeException();
            case RefusedBody refused ->
                StatusDetails.of(new InvalidInputException(refused.problem().violations()));
            default -> super.transform(failure);
        };
    }

    private static Throwable unauthenticated() {
        return Status.UNAUTHENTICATED
                .withDescription("a valid bearer token is required")
                .asRuntimeException();
    }
}
