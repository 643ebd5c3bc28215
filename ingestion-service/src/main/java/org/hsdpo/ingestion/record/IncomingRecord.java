package org.hsdpo.ingestion.record;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.Violation;

/**
 * A record as a caller sends it.
 *
 * @param patientId the tenant's opaque identifier
 * @param mediaType what the caller says it is
 * @param content as sent, perhaps compressed
 * @param documentTime of a note, where the caller knows it
 * @param sample of a variant file the one that is the patient's, where the caller names it
 * @param idempotencyKey the caller's; empty = the content's hash
 */
public record IncomingRecord(
        String patientId,
        String mediaType,
        byte[] content,
        Optional<Instant> documentTime,
        Optional<String> sample,
        Optional<String> idempotencyKey) {
    private static final Pattern PATIENT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** What is wrong with a patient identifier; empty where nothing is. */
    public static Optional<Violation> malformed(String patientId) {
        return PATIENT_ID.matcher(patientId).matches()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "patientId",
                        "PATIENT_ID_INVALID",
                        "the patient identifier is malformed",
                        "1 to 64 letters, digits, dots, - or _, beginning with a letter or digit"));
    }

    public IncomingRecord {
        Objects.requireNonNull(patientId, "patientId");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(documentTime, "documentTime");
        Objects.requireNonNull(sample, "sample");
        Objects.requireNonNull(idempotencyKey, "idempotencyKey");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IncomingRecord record
                && patientId.equals(record.patientId)
                && mediaType.equals(record.mediaType)
                && Arrays.equals(content, record.content)
                && documentTime.equals(record.documentTime)
                && sample.equals(record.sample)
                && idempotencyKey.equals(record.idempotencyKey);
    }

    @Override
    public int hashCode() {
        return Objects.hash(patientId, mediaType, Arrays.hashCode(content), documentTime, sample, idempotencyKey);
    }

    /** Without content: a record is never written to a log. */
    @Override
    public String toString() {
        return "IncomingRecord[" + mediaType + ", " + content.length + " bytes]";
    }
}
