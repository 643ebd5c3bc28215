package org.hsdpo.ingestion.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.patient.Allergy;

/** A recorded allergy. */
@Entity
@Immutable
@Table(name = "allergy")
class AllergyRow extends FactRow {
    private String substance;

    /** For Hibernate. */
    protected AllergyRow() {}

    AllergyRow(RecordRow record, int position, Allergy fact) {
        super(record, position, fact.provenance());
        substance = fact.substance();
    }

    Allergy fact() {
        return new Allergy(substance, provenance());
    }
}
