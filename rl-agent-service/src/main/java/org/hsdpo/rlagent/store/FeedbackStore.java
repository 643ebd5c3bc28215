package org.hsdpo.rlagent.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.hsdpo.service.store.TenantTransaction;

/** Feedback of one tenant at a time; the tenant's rows are all that a transaction sees. */
@ApplicationScoped
public class FeedbackStore implements PanacheRepositoryBase<FeedbackRow, FeedbackRow.Key> {
    /** The feedback recorded under an idempotency key. */
    public Uni<Optional<FeedbackRow>> byKey(String tenant, String idempotencyKey) {
        return TenantTransaction.run(
                tenant,
                () -> find("idempotencyKey", idempotencyKey).firstResult().map(Optional::ofNullable));
    }

    /** Fails with ConstraintViolationException where the key is taken. */
    public Uni<FeedbackRow> insert(String tenant, FeedbackRow row) {
        return TenantTransaction.run(tenant, () -> persistAndFlush(row));
    }
}
