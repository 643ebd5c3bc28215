package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.quantity.Quantity;

/** A measured value. */
@Entity
@Immutable
@Table(name = "observation")
class ObservationRow extends FactRow {
    private String measurement;
    private double value;
    private String unit;
    /** Null where the value is exact. */
    private String comparator;

    @Column(name = "observed_at")
    private Instant observedAt;

    private boolean improbable;

    /** For Hibernate. */
    protected ObservationRow() {}

    ObservationRow(RecordRow record, int position, Observation fact) {
        super(record, position, fact.provenance());
        measurement = fact.measurement().name();
        value = fact.value().value();
        unit = fact.value().unit();
        comparator = fact.bound().isExact() ? null : fact.bound().symbol();
        observedAt = fact.time();
        improbable = fact.improbable();
    }

    Observation fact() {
        return new Observation(
                Measurement.valueOf(measurement),
                Quantity.of(value, unit),
                comparator == null ? Bound.EXACT : Bound.ofSymbol(comparator).orElseThrow(),
                observedAt,
                improbable,
                provenance());
    }
}
