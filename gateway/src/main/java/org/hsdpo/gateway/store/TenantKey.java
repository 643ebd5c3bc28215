package org.hsdpo.gateway.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.UUID;

/** Keys: the tenant is part of each. */
public sealed interface TenantKey {
    /** Key of a profile. */
    @Embeddable
    record Profile(
            @Column(name = "tenant_id") String tenantId,
            @Column(name = "profile_id") UUID profileId) implements TenantKey {}

    /** Key of a review. */
    @Embeddable
    record Review(
            @Column(name = "tenant_id") String tenantId,
            @Column(name = "review_id") UUID reviewId) implements TenantKey {}

    /** Key of an audit entry. */
    @Embeddable
    record Entry(
            @Column(name = "tenant_id") String tenantId,
            @Column(name = "entry_id") UUID entryId) implements TenantKey {}

    /** Key of an idempotency key, which is unique for one operation. */
    @Embeddable
    record Idempotency(
            @Column(name = "tenant_id") String tenantId,
            @Column(name = "operation") String operation,
            @Column(name = "key") String key)
            implements TenantKey {}
}
