package org.hsdpo.service.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * A transaction that sees the rows of one tenant only: its first statement sets {@code app.tenant} for the transaction,
 * and the row-level security policies of every table compare with it. Without it a session sees no rows.
 */
public final class TenantTransaction {
    private TenantTransaction() {}

    /**
     * Runs the work in one transaction for the tenant; a failure rolls all of it back.
     *
     * @return fails with UNAVAILABLE where the database does not answer
     */
    public static <T> Uni<T> run(String tenant, Supplier<Uni<T>> work) {
        return Panache.withTransaction(() -> Panache.getSession()
                        .flatMap(session -> session.createNativeQuery(
                                        "select set_config('app.tenant', :tenant, true)", String.class)
                                .setParameter("tenant", tenant)
                                .getSingleResult())
                        .flatMap(set -> work.get()))
                .onFailure(DatabaseOutage::isReasonOf)
                .transform(DatabaseOutage::told);
    }
}
