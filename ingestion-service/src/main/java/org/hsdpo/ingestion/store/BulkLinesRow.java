package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;
import org.hsdpo.ingestion.bulk.file.PatientLines;

/** Lines of one patient that wait. */
@Entity
@Immutable
@Table(name = "bulk_lines")
@IdClass(BulkLinesRow.Key.class)
public class BulkLinesRow {
    /** Whose lines from where. */
    public record Key(String tenant, String loadId, String patientId, String file, long firstLine)
            implements Serializable {}

    @Id
    private String tenant;

    @Id
    @Column(name = "load_id")
    private String loadId;

    @Id
    @Column(name = "patient_id")
    private String patientId;

    @Id
    private String file;

    @Id
    @Column(name = "first_line")
    private long firstLine;

    private String numbers;
    private byte[] content;

    /** For Hibernate. */
    protected BulkLinesRow() {}

    BulkLinesRow(String tenant, String loadId, String patientId, PatientLines lines) {
        this.tenant = tenant;
        this.loadId = loadId;
        this.patientId = patientId;
        file = lines.file();
        firstLine = lines.firstLine();
        numbers = lines.numbers();
        content = lines.deflated();
    }

    public String patientId() {
        return patientId;
    }

    public String file() {
        return file;
    }

    /** Numbers of the lines, with commas. */
    public String numbers() {
        return numbers;
    }

    /** The lines, deflated. */
    public byte[] content() {
        return content;
    }
}
