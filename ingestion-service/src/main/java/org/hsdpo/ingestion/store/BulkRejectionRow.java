package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.ingestion.bulk.file.LineRejection;

/** Why a resource of a load was not taken. */
@Entity
@Immutable
@Table(name = "bulk_rejection")
@IdClass(BulkRejectionRow.Key.class)
public class BulkRejectionRow {
    /** Which rejection of which load. */
    public record Key(String tenant, String loadId, UUID rejectionId) implements Serializable {}

    @Id
    private String tenant;

    @Id
    @Column(name = "load_id")
    private String loadId;

    @Id
    @Column(name = "rejection_id")
    private UUID rejectionId;

    private String file;
    private long line;
    private String field;
    private String code;
    private String message;
    private String accepted;

    /** For Hibernate. */
    protected BulkRejectionRow() {}

    BulkRejectionRow(String tenant, String loadId, LineRejection rejection) {
        this.tenant = tenant;
        this.loadId = loadId;
        rejectionId = UUID.randomUUID();
        file = rejection.file();
        line = rejection.line();
        field = rejection.why().field();
        code = rejection.why().code();
        message = rejection.why().message();
        accepted = rejection.why().accepted();
    }

    public LineRejection rejection() {
        return new LineRejection(file, line, new Violation(field, code, message, accepted));
    }
}
