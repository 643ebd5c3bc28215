package org.hsdpo.gateway.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** An idempotency key that was used, for what, and what came of it. */
@Entity
@Immutable
@Table(name = "idempotency_key")
public class UsedKey {
    @EmbeddedId
    private TenantKey.Idempotency id;

    @Column(name = "request_hash")
    private String requestHash;

    @Column(name = "result_id")
    private UUID resultId;

    @Column(name = "used_at")
    private Instant usedAt;

    protected UsedKey() {}

    public UsedKey(String tenantId, String operation, String key, String requestHash, UUID resultId, Instant usedAt) {
        this.id = new TenantKey.Idempotency(tenantId, operation, key);
        this.requestHash = requestHash;
        this.resultId = resultId;
        this.usedAt = usedAt;
    }

    /** SHA-256 of the request it was used for, lower-case hex. */
    public String requestHash() {
        return requestHash;
    }

    public UUID resultId() {
        return resultId;
    }
}
