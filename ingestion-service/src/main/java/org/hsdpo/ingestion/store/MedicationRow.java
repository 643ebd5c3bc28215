package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Supply;

/** A statement about a drug. */
@Entity
@Immutable
@Table(name = "medication")
class MedicationRow extends FactRow {
    /** In {@code rxnorm}, before the kind of a supply: a row that is no statement of what is taken. No RxNorm code has it. */
    private static final String SUPPLY = "~";

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

    /** A supply: it is over when it has run out, and states no dose. */
    MedicationRow(RecordRow record, int position, Supply fact) {
        super(record, position, fact.provenance());
        ingredient = fact.ingredient();
        rxnorm = SUPPLY + fact.kind().name();
        status = MedicationRecord.Status.STOPPED.name();
        startedAt = fact.from();
        endedAt = fact.days().isPresent() ? fact.from().plus(fact.days().getAsInt(), ChronoUnit.DAYS) : null;
        asWritten = "";
    }

    boolean isSupply() {
        return rxnorm.startsWith(SUPPLY);
    }

    Supply supply() {
        return new Supply(
                ingredient,
                Supply.Kind.valueOf(rxnorm.substring(SUPPLY.length())),
                startedAt,
                endedAt == null
                        ? OptionalInt.empty()
                        : OptionalInt.of((int) ChronoUnit.DAYS.between(startedAt, endedAt)),
                provenance());
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
