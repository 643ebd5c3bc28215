package org.hsdpo.ingestion.store;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hsdpo.contracts.parser.v1.GraphEdge;
import org.hsdpo.contracts.parser.v1.GraphNode;
import org.hsdpo.contracts.parser.v1.ParseNoteResponse;

/** A note of a record, with the graph read from it. */
@Entity
@Immutable
@Table(name = "note")
@IdClass(FactKey.class)
public class NoteRow {
    @Id
    private String tenant;

    @Id
    @Column(name = "record_id")
    private UUID recordId;

    @Id
    private int position;

    @Column(name = "patient_id")
    private String patientId;

    @Column(name = "received_at")
    private Instant receivedAt;

    private String language;
    private String text;
    private byte[] graph;

    /** For Hibernate. */
    protected NoteRow() {}

    NoteRow(RecordRow record, int position, ReadNote note) {
        tenant = record.tenant();
        recordId = record.recordId();
        this.position = position;
        patientId = record.patientId();
        receivedAt = record.receivedAt();
        language = note.said().getLanguage();
        text = note.text();
        graph = ParseNoteResponse.newBuilder()
                .addAllGraphNodes(note.said().getGraphNodesList())
                .addAllGraphEdges(note.said().getGraphEdgesList())
                .build()
                .toByteArray();
    }

    public UUID recordId() {
        return recordId;
    }

    /** Its place among the notes of the record, from 0. */
    public int position() {
        return position;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    /** ISO 639-1 code, or {@code und}. */
    public String language() {
        return language;
    }

    public String text() {
        return text;
    }

    public List<GraphNode> nodes() {
        return said().getGraphNodesList();
    }

    public List<GraphEdge> edges() {
        return said().getGraphEdgesList();
    }

    private ParseNoteResponse said() {
        try {
            return ParseNoteResponse.parseFrom(graph);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the graph of a stored note does not parse", e);
        }
    }
}
