package org.hsdpo.ingestion.store;

import java.util.List;
import java.util.Objects;
import org.hsdpo.data.ClinicalFacts;

/**
 * A record to be stored.
 *
 * @param row the record itself
 * @param facts what it says
 * @param notes that came with it
 */
public record NewRecord(RecordRow row, ClinicalFacts facts, List<ReadNote> notes) {
    public NewRecord {
        Objects.requireNonNull(row, "row");
        Objects.requireNonNull(facts, "facts");
        notes = List.copyOf(notes);
    }
}
