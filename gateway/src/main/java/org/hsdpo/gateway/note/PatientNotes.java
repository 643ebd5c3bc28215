package org.hsdpo.gateway.note;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hsdpo.contracts.ingestion.v1.GetNoteRequest;
import org.hsdpo.contracts.ingestion.v1.GetNoteResponse;
import org.hsdpo.contracts.ingestion.v1.ListNotesRequest;
import org.hsdpo.contracts.ingestion.v1.ListNotesResponse;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.backend.BackEnd;
import org.hsdpo.gateway.backend.IngestionBackEnd;
import org.hsdpo.gateway.config.GatewayConfig;
import org.hsdpo.gateway.edge.CallContext;
import org.hsdpo.gateway.record.PatientIdentifier;
import org.hsdpo.gateway.store.GatewayStore;

/** Gives a patient's notes to whoever may read the whole record, and enters each reading in the audit. */
@ApplicationScoped
public class PatientNotes {
    private final IngestionBackEnd ingestion;
    private final GatewayStore store;
    private final GatewayConfig config;

    PatientNotes(IngestionBackEnd ingestion, GatewayStore store, GatewayConfig config) {
        this.ingestion = ingestion;
        this.store = store;
        this.config = config;
    }

    /** The notes of a patient, newest first, without their text. */
    public Uni<ListNotesResponse> list(Requester who, String patientId) {
        require(who, patientId);
        CallContext call = CallContext.current();
        return call.back(ingestion.notes(
                        who.caller(),
                        ListNotesRequest.newBuilder().setPatientId(patientId).build(),
                        CallContext.deadline(config.deadline().record())))
                .onFailure()
                .transform(BackEnd.INGESTION::told);
    }

    /** One note with its graph; fails with NOT_FOUND where the patient has no such note. */
    public Uni<GetNoteResponse> one(Requester who, String patientId, String recordId, int position) {
        require(who, patientId);
        CallContext call = CallContext.current();
        return call.back(ingestion.note(
                        who.caller(),
                        GetNoteRequest.newBuilder()
                                .setPatientId(patientId)
                                .setRecordId(recordId)
                                .setPosition(position)
                                .build(),
                        CallContext.deadline(config.deadline().record())))
                .onFailure()
                .transform(BackEnd.INGESTION::told)
                .call(note -> store.noteRead(who, patientId, recordId));
    }

    private static void require(Requester who, String patientId) {
        PatientIdentifier.require(patientId);
        who.requirePatient(patientId);
    }
}
