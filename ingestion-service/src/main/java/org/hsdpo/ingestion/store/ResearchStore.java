package org.hsdpo.ingestion.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.data.privacy.FrequentValues;
import org.hsdpo.service.store.TenantTransaction;

/** Patients of one tenant in pages, what many of them have in common, and the privacy loss spent on them. */
@ApplicationScoped
public class ResearchStore {
    /**
     * One statistic that is about to be computed.
     *
     * @param query what was asked
     * @param epsilonMillionths its privacy loss
     */
    public record Release(UUID id, Instant at, String subject, String query, long epsilonMillionths) {}

    /** Identifiers of the patients after one, in their order; without one, from the first. */
    public Uni<List<String>> patients(String tenant, String after, int limit) {
        return TenantTransaction.run(
                tenant, () -> Panache.getSession().flatMap(session -> session.createNativeQuery("""
                                select distinct patient_id from ingestion.record
                                where tenant = :tenant and patient_id > :after order by patient_id""", String.class)
                        .setParameter("tenant", tenant)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList()));
    }

    /** Conditions and substances that enough patients of the tenant have. */
    public Uni<FrequentValues> frequentValues(String tenant) {
        return TenantTransaction.run(
                tenant, () -> Panache.getSession().flatMap(session -> frequent(session, tenant, "condition", "concept")
                        .flatMap(concepts -> frequent(session, tenant, "medication", "ingredient")
                                .flatMap(ingredients -> frequent(session, tenant, "allergy", "substance")
                                        .map(substances -> new FrequentValues(
                                                known(concepts), union(ingredients, substances)))))));
    }

    private static Uni<List<String>> frequent(Mutiny.Session session, String tenant, String table, String column) {
        return session.createNativeQuery(
                        "select " + column + " from ingestion." + table + " where tenant = :tenant group by " + column
                                + " having count(distinct patient_id) >= :least",
                        String.class)
                .setParameter("tenant", tenant)
                .setParameter("least", FrequentValues.LEAST_PATIENTS)
                .getResultList();
    }

    private static Set<ConditionConcept> known(List<String> names) {
        return names.stream().map(ConditionConcept::valueOf).collect(Collectors.toSet());
    }

    private static Set<String> union(List<String> some, List<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    /**
     * Spends a release's privacy loss and records the release, in one statement: whoever comes at the same time waits for the
     * row and then sees what is left.
     *
     * @param grantedMillionths what all releases together may spend
     * @return what is spent now, in millionths; empty where too little is left, and then nothing is spent
     */
    public Uni<Optional<Long>> spend(String tenant, Release release, long grantedMillionths) {
        return TenantTransaction.run(
                        tenant, () -> Panache.getSession().flatMap(session -> session.createNativeQuery("""
                                with spending as (
                                    insert into ingestion.privacy_budget as budget (tenant, spent)
                                    select cast(:tenant as text), cast(:cost as bigint)
                                    where cast(:cost as bigint) <= cast(:granted as bigint)
                                    on conflict (tenant) do update set spent = budget.spent + excluded.spent
                                    where budget.spent + excluded.spent <= cast(:granted as bigint)
                                    returning budget.spent),
                                recorded as (
                                    insert into ingestion.privacy_release
                                        (tenant, release_id, released_at, subject, query, epsilon)
                                    select cast(:tenant as text), cast(:id as uuid), :at, :subject, :query, cast(:cost as bigint)
                                    from spending)
                                select spent from spending""", Long.class)
                                .setParameter("tenant", tenant)
                                .setParameter("cost", release.epsilonMillionths())
                                .setParameter("granted", grantedMillionths)
                                .setParameter("id", release.id().toString())
                                .setParameter("at", release.at().atOffset(ZoneOffset.UTC))
                                .setParameter("subject", release.subject())
                                .setParameter("query", release.query())
                                .getSingleResultOrNull()))
                .map(Optional::ofNullable);
    }

    /** What is spent, in millionths. */
    public Uni<Long> spent(String tenant) {
        return TenantTransaction.run(tenant, () -> Panache.getSession().flatMap(session -> session.createNativeQuery(
                        "select coalesce(sum(spent), 0) from ingestion.privacy_budget where tenant = :tenant",
                        Long.class)
                .setParameter("tenant", tenant)
                .getSingleResult()));
    }
}
