package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.data.Amendment;

/** What a record says of an entry that came before it. */
@Entity
@Immutable
@Table(name = "amendment")
class AmendmentRow extends FactRow {
    private String kind;
    private String measurement;

    @Column(name = "effective_at")
    private Instant effectiveAt;

    /** For Hibernate. */
    protected AmendmentRow() {}

    AmendmentRow(RecordRow record, int position, Amendment fact) {
        super(record, position, fact.provenance());
        kind = fact.kind().name();
        measurement = fact.measurement().map(Measurement::name).orElse(null);
        effectiveAt = fact.time().orElse(null);
    }

    Amendment fact() {
        return new Amendment(
                Amendment.Kind.valueOf(kind),
                Optional.ofNullable(measurement).map(Measurement::valueOf),
                Optional.ofNullable(effectiveAt),
                provenance());
    }
}
