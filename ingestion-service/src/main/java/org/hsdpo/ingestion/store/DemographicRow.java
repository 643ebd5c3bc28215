package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Sourced;

/** Sex or birth date; one of them a row. */
@Entity
@Immutable
@Table(name = "demographic")
class DemographicRow extends FactRow {
    private String sex;

    @Column(name = "birth_date")
    private LocalDate birthDate;

    /** For Hibernate. */
    protected DemographicRow() {}

    private DemographicRow(RecordRow record, int position, Provenance provenance) {
        super(record, position, provenance);
    }

    static DemographicRow sex(RecordRow record, int position, Sourced<Sex> fact) {
        DemographicRow row = new DemographicRow(record, position, fact.provenance());
        row.sex = fact.value().name();
        return row;
    }

    static DemographicRow birthDate(RecordRow record, int position, Sourced<LocalDate> fact) {
        DemographicRow row = new DemographicRow(record, position, fact.provenance());
        row.birthDate = fact.value();
        return row;
    }

    Optional<Sourced<Sex>> sex() {
        return Optional.ofNullable(sex).map(name -> new Sourced<>(Sex.valueOf(name), provenance()));
    }

    Optional<Sourced<LocalDate>> birthDate() {
        return Optional.ofNullable(birthDate).map(date -> new Sourced<>(date, provenance()));
    }
}
