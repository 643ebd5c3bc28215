package org.hsdpo.ingestion.record;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A record as a caller sends it.
 *
 * @param patientId the tenant's opaque identifier
 * @param mediaType what the caller says it is
 * @param content as sent, perhaps compressed
 * @param documentTime of a note, where the caller knows it
 * @param idempotencyKey the caller's; empty = the content's hash
 */
public record IncomingRecord(
        String patientId,
        String mediaType,
        byte[] content,
        Optional<Instant> documentTime,
        Optional<String> idempotencyKey) {
    public IncomingRecord {
        Objects.requireNonNull(patientId, "patientId");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(documentTime, "documentTime");
        Objects.requireNonNull(idempotencyKey, "idempotencyKey");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IncomingRecord record
                && patientId.equals(record.patientId)
                && mediaType.equals(record.mediaType)
                && Arrays.equals(content, record.content)
                && documentTime.equals(record.documentTime)
                && idempotencyKey.equals(record.idempotencyKey);
    }

    @Override
    public int hashCode() {
        return Objects.hash(patientId, mediaType, Arrays.hashCode(content), documentTime, idempotencyKey);
    }

    /** Without content: a record is never written to a log. */
    @Override
    public String toString() {
        return "IncomingRecord[" + mediaType + ", " + content.length + " bytes]";
    }
}
