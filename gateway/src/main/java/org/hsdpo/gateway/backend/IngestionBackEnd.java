package org.hsdpo.gateway.backend;

import io.grpc.Deadline;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.hsdpo.contracts.ingestion.v1.GetNoteRequest;
import org.hsdpo.contracts.ingestion.v1.GetNoteResponse;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateRequest;
import org.hsdpo.contracts.ingestion.v1.IngestRecordRequest;
import org.hsdpo.contracts.ingestion.v1.IngestRecordResponse;
import org.hsdpo.contracts.ingestion.v1.ListNotesRequest;
import org.hsdpo.contracts.ingestion.v1.ListNotesResponse;
import org.hsdpo.contracts.ingestion.v1.MutinyIngestionServiceGrpc.MutinyIngestionServiceStub;
import org.hsdpo.contracts.patient.v1.PatientState;
import org.hsdpo.service.call.Caller;

/** The ingestion service. */
@ApplicationScoped
public class IngestionBackEnd {
    private final MutinyIngestionServiceStub stub;

    IngestionBackEnd(@GrpcClient("ingestion") MutinyIngestionServiceStub stub) {
        this.stub = stub;
    }

    /** Stores a record; the same record again changes nothing, so a lost answer may be asked for again. */
    @Timeout(30_000)
    @Retry(maxRetries = 1, delay = 100, jitter = 50, retryOn = BackEndUnavailable.class, abortOn = BackEndTooLate.class)
    @CircuitBreaker(
            requestVolumeThreshold = 6,
            failureRatio = 0.5,
            delay = BackEnd.OPEN_MILLIS,
            failOn = {BackEndUnavailable.class, TimeoutException.class})
    @Bulkhead(value = 8, waitingTaskQueue = 24)
    public Uni<IngestRecordResponse> ingest(Caller caller, IngestRecordRequest request, Deadline deadline) {
        return BackEnd.INGESTION.within(
                deadline, caller.on(stub).withDeadline(deadline).ingestRecord(request));
    }

    /** The patient's notes without their text. */
    @Timeout(15_000)
    @Retry(maxRetries = 2, delay = 100, jitter = 50, retryOn = BackEndUnavailable.class, abortOn = BackEndTooLate.class)
    @CircuitBreaker(
            requestVolumeThreshold = 6,
            failureRatio = 0.5,
            delay = BackEnd.OPEN_MILLIS,
            failOn = {BackEndUnavailable.class, TimeoutException.class})
    @Bulkhead(value = 16, waitingTaskQueue = 32)
    public Uni<ListNotesResponse> notes(Caller caller, ListNotesRequest request, Deadline deadline) {
        return BackEnd.INGESTION.within(
                deadline, caller.on(stub).withDeadline(deadline).listNotes(request));
    }

    /** One note with its graph; NOT_FOUND where the patient has no such note. */
    @Timeout(15_000)
    @Retry(maxRetries = 2, delay = 100, jitter = 50, retryOn = BackEndUnavailable.class, abortOn = BackEndTooLate.class)
    @CircuitBreaker(
            requestVolumeThreshold = 6,
            failureRatio = 0.5,
            delay = BackEnd.OPEN_MILLIS,
            failOn = {BackEndUnavailable.class, TimeoutException.class})
    @Bulkhead(value = 16, waitingTaskQueue = 32)
    public Uni<GetNoteResponse> note(Caller caller, GetNoteRequest request, Deadline deadline) {
        return BackEnd.INGESTION.within(
                deadline, caller.on(stub).withDeadline(deadline).getNote(request));
    }

    /** The patient's state; NOT_FOUND where nothing is stored of the patient. */
    @Timeout(15_000)
    @Retry(maxRetries = 2, delay = 100, jitter = 50, retryOn = BackEndUnavailable.class, abortOn = BackEndTooLate.class)
    @CircuitBreaker(
            requestVolumeThreshold = 6,
            failureRatio = 0.5,
            delay = BackEnd.OPEN_MILLIS,
            failOn = {BackEndUnavailable.class, TimeoutException.class})
    @Bulkhead(value = 32, waitingTaskQueue = 64)
    public Uni<PatientState> state(Caller caller, GetPatientStateRequest request, Deadline deadline) {
        return BackEnd.INGESTION
                .within(deadline, caller.on(stub).withDeadline(deadline).getPatientState(request))
                .map(response -> response.getState());
    }
}
