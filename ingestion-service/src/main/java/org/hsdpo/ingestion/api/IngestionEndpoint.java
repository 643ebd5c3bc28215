package org.hsdpo.ingestion.api;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import org.hsdpo.contracts.ingestion.v1.GetNoteRequest;
import org.hsdpo.contracts.ingestion.v1.GetNoteResponse;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateRequest;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateResponse;
import org.hsdpo.contracts.ingestion.v1.IngestRecordRequest;
import org.hsdpo.contracts.ingestion.v1.IngestRecordResponse;
import org.hsdpo.contracts.ingestion.v1.IngestionService;
import org.hsdpo.contracts.ingestion.v1.ListNotesRequest;
import org.hsdpo.contracts.ingestion.v1.ListNotesResponse;
import org.hsdpo.ingestion.note.StoredNotes;
import org.hsdpo.ingestion.record.IngestingRecords;
import org.hsdpo.ingestion.state.PatientStates;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.wire.LongitudinalWire;
import org.hsdpo.service.wire.PatientStateWire;
import org.hsdpo.service.wire.TimeWire;

/** {@code hsdpo.ingestion.v1.IngestionService}. */
@GrpcService
public class IngestionEndpoint implements IngestionService {
    private final IngestingRecords ingesting;
    private final PatientStates states;
    private final StoredNotes notes;

    public IngestionEndpoint(IngestingRecords ingesting, PatientStates states, StoredNotes notes) {
        this.notes = notes;
        this.ingesting = ingesting;
        this.states = states;
    }

    @Override
    public Uni<IngestRecordResponse> ingestRecord(IngestRecordRequest request) {
        Caller caller = Caller.current();
        return ingesting.ingest(caller, RequestWire.record(request)).map(RequestWire::answer);
    }

    @Override
    public Uni<GetPatientStateResponse> getPatientState(GetPatientStateRequest request) {
        Caller caller = Caller.current();
        String patientId = RequestWire.patientId(request.getPatientId());
        return states.of(caller, patientId, TimeWire.fromWire(request.hasAsOf(), request.getAsOf()))
                .map(patient -> GetPatientStateResponse.newBuilder()
                        .setState(PatientStateWire.toWire(patient.state()))
                        .setLongitudinal(LongitudinalWire.toWire(patient.longitudinal()))
                        .build());
    }

    @Override
    public Uni<ListNotesResponse> listNotes(ListNotesRequest request) {
        return notes.of(Caller.current(), RequestWire.patientId(request.getPatientId()))
                .map(rows -> ListNotesResponse.newBuilder()
                        .addAllNotes(rows.stream().map(NotesWire::summary).toList())
                        .build());
    }

    @Override
    public Uni<GetNoteResponse> getNote(GetNoteRequest request) {
        return notes.one(
                        Caller.current(),
                        RequestWire.patientId(request.getPatientId()),
                        NotesWire.recordId(request.getRecordId()),
                        request.getPosition())
                .map(NotesWire::note);
    }
}
