package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;
import org.hsdpo.data.fhir.PlacedResource;

/** A Medication resource of a load. */
@Entity
@Immutable
@Table(name = "bulk_medication")
@IdClass(BulkMedicationRow.Key.class)
public class BulkMedicationRow {
    /** Which medication of which load. */
    public record Key(String tenant, String loadId, String medicationId) implements Serializable {}

    @Id
    private String tenant;

    @Id
    @Column(name = "load_id")
    private String loadId;

    @Id
    @Column(name = "medication_id")
    private String medicationId;

    private String place;
    private byte[] content;

    /** For Hibernate. */
    protected BulkMedicationRow() {}

    BulkMedicationRow(String tenant, String loadId, String medicationId, PlacedResource medication) {
        this.tenant = tenant;
        this.loadId = loadId;
        this.medicationId = medicationId;
        place = medication.place();
        content = medication.content();
    }

    public String medicationId() {
        return medicationId;
    }

    public PlacedResource resource() {
        return new PlacedResource(place, content);
    }
}
