package org.hsdpo.gateway.record;

import io.grpc.Deadline;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.contracts.gateway.v1.AddRecordRequest;
import org.hsdpo.contracts.gateway.v1.AddRecordResponse;
import org.hsdpo.contracts.ingestion.v1.IngestRecordRequest;
import org.hsdpo.contracts.ingestion.v1.IngestRecordResponse;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.backend.BackEnd;
import org.hsdpo.gateway.backend.IngestionBackEnd;
import org.hsdpo.gateway.config.GatewayConfig;
import org.hsdpo.gateway.edge.BodyBudget;
import org.hsdpo.gateway.edge.CallContext;
import org.hsdpo.gateway.problem.RefusedBody;
import org.hsdpo.gateway.store.GatewayStore;
import org.hsdpo.gateway.store.KeyUse;

/** Takes one record in: checks its form, has it stored, notes it in the audit. */
@ApplicationScoped
public class RecordIntake {
    private final IngestionBackEnd ingestion;
    private final GatewayStore store;
    private final GatewayConfig config;

    RecordIntake(IngestionBackEnd ingestion, GatewayStore store, GatewayConfig config) {
        this.ingestion = ingestion;
        this.store = store;
        this.config = config;
    }

    /**
     * Stores the record whole or not at all and answers what was found in it.
     *
     * @param share what the call takes of the memory for bodies, its content included
     */
    public Uni<AddRecordResponse> add(Requester who, AddRecordRequest request, BodyBudget.Share share) {
        check(who, request);
        share.take((long) BodyBudget.WRITTEN_OUT * request.getContent().size());
        IngestRecordRequest.Builder record = IngestRecordRequest.newBuilder()
                .setPatientId(request.getPatientId())
                .setMediaType(RecordFormat.of(request.getMediaType()).mediaType())
                .setContent(request.getContent())
                .setFileName(request.getFileName())
                .setSample(request.getSample())
                .setIdempotencyKey(request.getIdempotencyKey());
        if (request.hasDocumentTime()) {
            record.setDocumentTime(request.getDocumentTime());
        }
        CallContext call = CallContext.current();
        Deadline deadline = CallContext.deadline(config.deadline().record());
        return call.back(ingestion.ingest(who.caller(), record.build(), deadline))
                .onFailure()
                .transform(BackEnd.INGESTION::told)
                .call(stored -> store.recordAdded(who, request.getPatientId(), stored.getRecordId()))
                .map(RecordIntake::answer);
    }

    private void check(Requester who, AddRecordRequest request) {
        PatientIdentifier.require(request.getPatientId());
        who.requirePatient(request.getPatientId());
        if (!request.getIdempotencyKey().isEmpty()) {
            KeyUse.requireForm(request.getIdempotencyKey());
        }
        if (request.getContent().isEmpty()) {
            throw new InvalidInputException("body", "RECORD_EMPTY", "the record is empty", "the bytes of one file");
        }
        if (request.getContent().size() > config.limits().recordBytes()) {
            throw RefusedBody.tooLarge(config.limits().recordBytes());
        }
    }

    private static AddRecordResponse answer(IngestRecordResponse stored) {
        AddRecordResponse.Builder answer = AddRecordResponse.newBuilder()
                .setRecordId(stored.getRecordId())
                .setAlreadyStored(stored.getAlreadyStored())
                .addAllFacts(stored.getFactsList())
                .addAllIssues(stored.getIssuesList());
        if (stored.hasNewestFact()) {
            answer.setNewestFact(stored.getNewestFact());
        }
        return answer.build();
    }
}
