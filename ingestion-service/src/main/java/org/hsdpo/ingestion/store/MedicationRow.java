package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.MedicationRecord;

/** A statement about a drug. */
@Entity
@Immutable
@Table(name = "medication")
class MedicationRow extends FactRow {
    private String drug;
    private String ingredient;
    private String rxnorm;
    private Double dose;

    @Column(name = "product_strength")
    private Double productStrength;

    private String status;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "ended_at")
    private Instant endedAt;

    @Column(name = "as_written")
    private String asWritten;

    /** For Hibernate. */
    protected MedicationRow() {}

    MedicationRow(RecordRow record, int position, MedicationRecord fact) {
        super(record, position, fact.provenance());
        drug = fact.drug().map(Drug::id).orElse(null);
        ingredient = fact.ingredient();
        rxnorm = fact.rxnorm();
        dose = fact.dose().isPresent() ? fact.dose().getAsDouble() : null;
        productStrength =
                fact.productStrength().isPresent() ? fact.productStrength().getAsDouble() : null;
        status = fact.status().name();
        startedAt = fact.start().orElse(null);
        endedAt = fact.end().orElse(null);
        asWritten = fact.asWritten();
    }

    MedicationRecord fact() {
        return new MedicationRecord(
                Optional.ofNullable(drug).flatMap(Drug::byId),
                ingredient,
                rxnorm,
                known(dose),
                known(productStrength),
                MedicationRecord.Status.valueOf(status),
                Optional.ofNullable(startedAt),
                Optional.ofNullable(endedAt),
                asWritten,
                provenance());
    }

    private static OptionalDouble known(Double amount) {
        return amount == null ? OptionalDouble.empty() : OptionalDouble.of(amount);
    }
}
