package org.hsdpo.rlagent.feedback;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.hsdpo.rlagent.store.FeedbackRow;
import org.hsdpo.rlagent.store.FeedbackStore;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.ServiceException;

/** Records feedback once: a repeated call with the same key answers with what was recorded first. */
@ApplicationScoped
public class RecordingFeedback {
    private final FeedbackStore store;
    private final Clock clock = Clock.systemUTC();

    public RecordingFeedback(FeedbackStore store) {
        this.store = store;
    }

    /** What was recorded, and whether it had been before. */
    public record Recorded(UUID id, Instant at, boolean already) {}

    /** Fails with ALREADY_EXISTS where the key was used for other content. */
    public Uni<Recorded> record(Caller caller, Feedback feedback) {
        return store.byKey(caller.tenant(), feedback.idempotencyKey())
                .flatMap(known -> known.isPresent()
                        ? Uni.createFrom().item(repeated(known.get(), feedback))
                        : insert(caller, feedback));
    }

    private Uni<Recorded> insert(Caller caller, Feedback feedback) {
        FeedbackRow row = FeedbackRow.of(caller, feedback, UUID.randomUUID(), clock.instant());
        return store.insert(caller.tenant(), row)
                .map(inserted -> new Recorded(inserted.id(), inserted.recordedAt(), false))
                // Two calls with one key at the same time: the second finds what the first recorded.
                .onFailure(ConstraintViolationException.class)
                .recoverWithUni(() -> store.byKey(caller.tenant(), feedback.idempotencyKey())
                        .map(known -> repeated(known.orElseThrow(), feedback)));
    }

    private static Recorded repeated(FeedbackRow known, Feedback feedback) {
        if (!known.contentHash().equals(feedback.contentHash())) {
            throw ServiceException.conflict(
                    "IDEMPOTENCY_KEY_REUSED", "the idempotency key was used before for other feedback");
        }
        return new Recorded(known.id(), known.recordedAt(), true);
    }
}
