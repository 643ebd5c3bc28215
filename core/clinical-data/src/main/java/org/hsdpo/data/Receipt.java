package org.hsdpo.data;

import java.time.Instant;
import java.util.Objects;
import org.hsdpo.clinical.patient.Provenance;

/**
 * Under which name and when a record came in.
 *
 * @param recordId identifies the record, for example a content hash; never names a patient
 * @param receivedAt when it came in
 */
public record Receipt(String recordId, Instant receivedAt) {
    public Receipt {
        Objects.requireNonNull(recordId, "recordId");
        Objects.requireNonNull(receivedAt, "receivedAt");
    }

    /** Provenance of a coded entry, taken as it stands. */
    public Provenance coded(Provenance.Source source, String entry) {
        return new Provenance(source, recordId + "#" + entry, receivedAt, "", 1);
    }

    /** Provenance of something HSDPO is less sure to have understood. */
    public Provenance uncertain(Provenance.Source source, String entry, String transformation, double confidence) {
        return new Provenance(source, recordId + "#" + entry, receivedAt, transformation, confidence);
    }
}
