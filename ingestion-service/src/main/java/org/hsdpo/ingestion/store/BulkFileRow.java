package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hsdpo.ingestion.bulk.file.FilePosition;

/** A file of a load. */
@Entity
@Immutable
@Table(name = "bulk_file")
@IdClass(BulkFileRow.Key.class)
public class BulkFileRow {
    /** Tenant, load and name. */
    public record Key(String tenant, String loadId, String file) implements Serializable {}

    @Id
    private String tenant;

    @Id
    @Column(name = "load_id")
    private String loadId;

    @Id
    private String file;

    private long received;
    private long lines;
    private boolean complete;
    /** Null where a client sends it. */
    private String url;

    @Column(name = "needs_token")
    private boolean needsToken;

    @Column(name = "in_long_line")
    private boolean inLongLine;

    /** For Hibernate. */
    protected BulkFileRow() {}

    public String file() {
        return file;
    }

    /** Where it is fetched from, if it is. */
    public Optional<String> url() {
        return Optional.ofNullable(url);
    }

    /** Whether it is given for a token only. */
    public boolean needsToken() {
        return needsToken;
    }

    public FilePosition position() {
        return new FilePosition(received, lines, complete, inLongLine);
    }
}
