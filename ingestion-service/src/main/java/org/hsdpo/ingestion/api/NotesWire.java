package org.hsdpo.ingestion.api;

import java.util.UUID;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.contracts.ingestion.v1.GetNoteResponse;
import org.hsdpo.contracts.ingestion.v1.NoteSummary;
import org.hsdpo.ingestion.store.NoteRow;
import org.hsdpo.service.wire.TimeWire;

/** Notes on the wire. */
final class NotesWire {
    private NotesWire() {}

    static NoteSummary summary(NoteRow note) {
        return NoteSummary.newBuilder()
                .setRecordId(note.recordId().toString())
                .setPosition(note.position())
                .setReceivedAt(TimeWire.toWire(note.receivedAt()))
                .setLanguage(note.language())
                .setLength(note.text().length())
                .build();
    }

    static GetNoteResponse note(NoteRow note) {
        return GetNoteResponse.newBuilder()
                .setSummary(summary(note))
                .setText(note.text())
                .addAllNodes(note.nodes())
                .addAllEdges(note.edges())
                .build();
    }

    static UUID recordId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "recordId", "RECORD_ID_INVALID", "the record identifier is malformed", "a UUID");
        }
    }
}
