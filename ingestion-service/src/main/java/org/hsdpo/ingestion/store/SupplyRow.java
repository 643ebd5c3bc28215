package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.OptionalInt;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.patient.Supply;

/** A drug that was handed over or given. */
@Entity
@Immutable
@Table(name = "supply")
class SupplyRow extends FactRow {
    private String ingredient;
    private String kind;

    @Column(name = "supplied_at")
    private Instant suppliedAt;

    private Integer days;

    /** For Hibernate. */
    protected SupplyRow() {}

    SupplyRow(RecordRow record, int position, Supply fact) {
        super(record, position, fact.provenance());
        ingredient = fact.ingredient();
        kind = fact.kind().name();
        suppliedAt = fact.from();
        days = fact.days().isPresent() ? fact.days().getAsInt() : null;
    }

    Supply fact() {
        return new Supply(
                ingredient,
                Supply.Kind.valueOf(kind),
                suppliedAt,
                days == null ? OptionalInt.empty() : OptionalInt.of(days),
                provenance());
    }
}
