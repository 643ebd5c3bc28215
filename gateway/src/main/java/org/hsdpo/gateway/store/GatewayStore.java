package org.hsdpo.gateway.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.service.error.ServiceException;
import org.hsdpo.service.store.TenantTransaction;

/** Everything stored, always within one transaction that sees one tenant and always with an entry in the audit. */
@ApplicationScoped
public class GatewayStore {
    /** Profiles. */
    @ApplicationScoped
    static class Profiles implements PanacheRepositoryBase<StoredProfile, TenantKey.Profile> {}

    /** Reviews. */
    @ApplicationScoped
    static class Reviews implements PanacheRepositoryBase<StoredReview, TenantKey.Review> {}

    /** The audit. */
    @ApplicationScoped
    static class Audit implements PanacheRepositoryBase<AuditEntry, TenantKey.Entry> {}

    /** Used idempotency keys. */
    @ApplicationScoped
    static class Keys implements PanacheRepositoryBase<UsedKey, TenantKey.Idempotency> {}

    private final Profiles profiles;
    private final Reviews reviews;
    private final Audit audit;
    private final Keys keys;
    private final Clock clock;

    GatewayStore(Profiles profiles, Reviews reviews, Audit audit, Keys keys, Clock clock) {
        this.profiles = profiles;
        this.reviews = reviews;
        this.audit = audit;
        this.keys = keys;
        this.clock = clock;
    }

    /** Enters that a clinical note was read. */
    public Uni<Void> noteRead(Requester who, String patientId, String recordId) {
        return in(who, () -> audit(who, AuditEntry.Action.NOTE_READ, patientId, recordId));
    }

    /** Notes that a record was added. */
    public Uni<Void> recordAdded(Requester who, String patientId, String recordId) {
        return in(who, () -> audit(who, AuditEntry.Action.RECORD_ADDED, patientId, recordId));
    }

    /** Notes what left for research; it is of no patient in particular. */
    public Uni<Void> leftForResearch(Requester who, AuditEntry.Action action, String objectId) {
        return in(who, () -> audit(who, action, "", objectId));
    }

    /** Enters what was done with a load of files; it is of no patient in particular. */
    public Uni<Void> bulkLoad(Requester who, AuditEntry.Action action, String loadId) {
        return in(who, () -> audit(who, action, "", loadId));
    }

    /**
     * Stores a profile.
     *
     * @param use the idempotency key it was asked for with, if any
     * @throws KeyAlreadyUsed (emitted) where the key was used meanwhile; nothing is stored then
     */
    public Uni<Void> add(Requester who, StoredProfile profile, Optional<KeyUse> use) {
        return in(who, () -> profiles.persist(profile)
                .chain(() -> use(who, use, profile.profileId()))
                .chain(() -> audit(
                        who,
                        AuditEntry.Action.PROFILE_CREATED,
                        profile.patientId(),
                        profile.profileId().toString())));
    }

    /** The profile, if this tenant has it for this patient; the reading is audited. */
    public Uni<StoredProfile> read(Requester who, String patientId, String profileId) {
        return read(who, patientId, profileId, AuditEntry.Action.PROFILE_READ);
    }

    /** The profile, if this tenant has it for this patient, to be made again; that is audited. */
    public Uni<StoredProfile> readForReplay(Requester who, String patientId, String profileId) {
        return read(who, patientId, profileId, AuditEntry.Action.PROFILE_REPLAYED);
    }

    private Uni<StoredProfile> read(Requester who, String patientId, String profileId, AuditEntry.Action action) {
        return in(who, () -> find(who, patientId, profileId)
                .call(found -> audit(who, action, patientId, found.profileId().toString())));
    }

    /**
     * Stores a review.
     *
     * @throws KeyAlreadyUsed (emitted) where the key was used meanwhile; nothing is stored then
     */
    public Uni<Void> add(Requester who, StoredReview review, String patientId, Optional<KeyUse> use) {
        return in(who, () -> reviews.persist(review)
                .chain(() -> use(who, use, review.reviewId()))
                .chain(() -> audit(
                        who,
                        AuditEntry.Action.PROFILE_REVIEWED,
                        patientId,
                        review.reviewId().toString())));
    }

    /** The review with this identifier. */
    public Uni<StoredReview> review(Requester who, UUID reviewId) {
        return in(who, () -> reviews.findById(new TenantKey.Review(who.tenant(), reviewId)));
    }

    /** What came of an earlier use of the key; empty where it was not used. A use for another request is a conflict. */
    public Uni<Optional<UUID>> earlierResult(Requester who, KeyUse use) {
        return in(who, () -> keys.findById(new TenantKey.Idempotency(who.tenant(), use.operation(), use.key())))
                .map(used -> {
                    if (used == null) {
                        return Optional.empty();
                    }
                    if (!used.requestHash().equals(use.requestHash())) {
                        throw ServiceException.conflict(
                                "IDEMPOTENCY_KEY_REUSED", "the idempotency key was used for another request");
                    }
                    return Optional.of(used.resultId());
                });
    }

    private Uni<StoredProfile> find(Requester who, String patientId, String profileId) {
        return profiles.findById(new TenantKey.Profile(who.tenant(), identifier(profileId)))
                .map(found -> {
                    if (found == null || !found.patientId().equals(patientId)) {
                        throw noProfile();
                    }
                    return found;
                });
    }

    private static UUID identifier(String profileId) {
        try {
            return UUID.fromString(profileId);
        } catch (IllegalArgumentException e) {
            throw noProfile();
        }
    }

    private static ServiceException noProfile() {
        return ServiceException.notFound("PROFILE_UNKNOWN", "there is no such profile of this patient");
    }

    private Uni<Void> use(Requester who, Optional<KeyUse> use, UUID result) {
        return use.map(key -> keys.persistAndFlush(new UsedKey(
                                who.tenant(), key.operation(), key.key(), key.requestHash(), result, clock.instant()))
                        .onFailure(ConstraintViolationException.class)
                        .transform(raced -> new KeyAlreadyUsed())
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> audit(Requester who, AuditEntry.Action action, String patientId, String objectId) {
        return audit.persist(new AuditEntry(
                        who.tenant(), clock.instant(), who.caller().subject(), action, patientId, objectId))
                .replaceWithVoid();
    }

    private static <T> Uni<T> in(Requester who, Supplier<Uni<T>> work) {
        return TenantTransaction.run(who.tenant(), work);
    }
}
