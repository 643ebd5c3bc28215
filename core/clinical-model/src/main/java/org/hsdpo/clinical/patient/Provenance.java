package org.hsdpo.clinical.patient;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a fact comes from.
 *
 * @param source kind of source
 * @param sourceId identifies the record within the source, for example {@code Observation/abc} or a document hash;
 *     never a patient's name
 * @param recordedAt when HSDPO received it
 * @param transformation what was done to it, in words; empty where nothing was
 * @param confidence 0 to 1: how sure HSDPO is that the fact is what the source meant; 1 for coded entries
 * @param lineage which of the sender's entries it was; empty where the source has none that could be named again
 */
public record Provenance(
        Source source,
        String sourceId,
        Instant recordedAt,
        String transformation,
        double confidence,
        Optional<Lineage> lineage) {

    /** Kinds of source. */
    public enum Source {
        FHIR,
        HL7_V2,
        VARIANT_FILE,
        GLUCOSE_SENSOR,
        CLINICAL_NOTE,
        SURVEY,
        DERIVED,
        /** A device of daily life: a scale, a watch, a pressure cuff, or the program that gathers them. */
        PERSONAL_DEVICE
    }

    public Provenance {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(sourceId, "sourceId");
        Objects.requireNonNull(recordedAt, "recordedAt");
        Objects.requireNonNull(transformation, "transformation");
        Objects.requireNonNull(lineage, "lineage");
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence is not between 0 and 1: " + confidence);
        }
    }

    /** Of an entry that its source cannot name again. */
    public Provenance(Source source, String sourceId, Instant recordedAt, String transformation, double confidence) {
        this(source, sourceId, recordedAt, transformation, confidence, Optional.empty());
    }

    /** The same source, of an entry that its sender can name again. */
    public Provenance of(Lineage entry) {
        return new Provenance(source, sourceId, recordedAt, transformation, confidence, Optional.of(entry));
    }

    /** The same source with a confidence of at most this. */
    public Provenance believed(double atMost) {
        return new Provenance(source, sourceId, recordedAt, transformation, Math.min(confidence, atMost), lineage);
    }

    /** The same source, of a fact that stands as it does since something else was received. */
    public Provenance knownSince(Instant received) {
        return new Provenance(source, sourceId, received, transformation, confidence, lineage);
    }

    /** The same source with a further transformation noted. */
    public Provenance transformed(String step) {
        String all = transformation.isEmpty() ? step : transformation + "; " + step;
        return new Provenance(source, sourceId, recordedAt, all, confidence, lineage);
    }
}
