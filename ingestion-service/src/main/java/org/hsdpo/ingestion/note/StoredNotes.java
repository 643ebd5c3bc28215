package org.hsdpo.ingestion.note;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hsdpo.ingestion.store.NoteRow;
import org.hsdpo.ingestion.store.RecordStore;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.ServiceException;

/** The notes that came with a patient's records. */
@ApplicationScoped
public class StoredNotes {
    private final RecordStore store;

    public StoredNotes(RecordStore store) {
        this.store = store;
    }

    /** All notes of a patient, newest first. */
    public Uni<List<NoteRow>> of(Caller caller, String patientId) {
        return store.notesOf(caller.tenant(), patientId);
    }

    /**
     * One note of a patient.
     *
     * @return fails with NOT_FOUND where the patient has no such note
     */
    public Uni<NoteRow> one(Caller caller, String patientId, UUID recordId, int position) {
        return store.note(caller.tenant(), patientId, recordId, position)
                .onItem()
                .ifNull()
                .failWith(() -> ServiceException.notFound("NOTE_NOT_FOUND", "the patient has no such note"));
    }
}
