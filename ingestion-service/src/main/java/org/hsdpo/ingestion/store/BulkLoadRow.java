package org.hsdpo.ingestion.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Immutable;

/** A load of files of many patients. */
@Entity
@Immutable
@Table(name = "bulk_load")
@IdClass(BulkLoadRow.Key.class)
public class BulkLoadRow {
    /** Tenant and name. */
    public record Key(String tenant, String loadId) implements Serializable {}

    /** How far it is. */
    public enum State {
        RECEIVING,
        PULLING,
        LOADING,
        COMPLETE,
        FAILED
    }

    @Id
    private String tenant;

    @Id
    @Column(name = "load_id")
    private String loadId;

    private String subject;
    /** Null where a client sends the files. */
    private String source;

    @Column(name = "status_url")
    private String statusUrl;

    private String failure;
    private String state;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "completed_at")
    private Instant completedAt;

    private long lines;

    @Column(name = "passed_over")
    private long passedOver;

    private long rejected;

    @Column(name = "patients_stored")
    private long patientsStored;

    @Column(name = "patients_known")
    private long patientsKnown;

    @Column(name = "patients_without_facts")
    private long patientsWithoutFacts;

    /** For Hibernate. */
    protected BulkLoadRow() {}

    public String tenant() {
        return tenant;
    }

    public String loadId() {
        return loadId;
    }

    /** Who opened it. */
    public String subject() {
        return subject;
    }

    public State state() {
        return State.valueOf(state);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Optional<Instant> completedAt() {
        return Optional.ofNullable(completedAt);
    }

    /** The server from which it is pulled, if it is. */
    public Optional<String> source() {
        return Optional.ofNullable(source);
    }

    /** Where that server tells how far the export is. */
    public Optional<String> statusUrl() {
        return Optional.ofNullable(statusUrl);
    }

    /** Why it was given up. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Lines with something in them that arrived. */
    public long lines() {
        return lines;
    }

    /** Lines of types that are not read. */
    public long passedOver() {
        return passedOver;
    }

    /** Resources that could not be taken. */
    public long rejected() {
        return rejected;
    }

    public long patientsStored() {
        return patientsStored;
    }

    public long patientsKnown() {
        return patientsKnown;
    }

    public long patientsWithoutFacts() {
        return patientsWithoutFacts;
    }
}
