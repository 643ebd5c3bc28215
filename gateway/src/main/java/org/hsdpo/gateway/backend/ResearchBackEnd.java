package org.hsdpo.gateway.backend;

import io.grpc.Deadline;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.hsdpo.contracts.research.v1.ExportPageRequest;
import org.hsdpo.contracts.research.v1.ExportPageResponse;
import org.hsdpo.contracts.research.v1.GetPrivacyBudgetRequest;
import org.hsdpo.contracts.research.v1.MutinyResearchServiceGrpc.MutinyResearchServiceStub;
import org.hsdpo.contracts.research.v1.PrivacyBudget;
import org.hsdpo.contracts.research.v1.ReleaseStatisticRequest;
import org.hsdpo.contracts.research.v1.ReleaseStatisticResponse;
import org.hsdpo.contracts.research.v1.ScrubNoteRequest;
import org.hsdpo.contracts.research.v1.ScrubNoteResponse;
import org.hsdpo.service.call.Caller;

/** The research side of the ingestion service; few calls at once, so that care comes first. */
@ApplicationScoped
public class ResearchBackEnd {
    private final MutinyResearchServiceStub stub;

    ResearchBackEnd(@GrpcClient("ingestion") MutinyResearchServiceStub stub) {
        this.stub = stub;
    }

    /** One page of an export; it may be asked for again. */
    @Retry(maxRetries = 2, delay = 100, jitter = 50, retryOn = BackEndUnavailable.class, abortOn = BackEndTooLate.class)
    @Bulkhead(value = 2, waitingTaskQueue = 4)
    public Uni<ExportPageResponse> page(Caller caller, ExportPageRequest request, Deadline deadline) {
        return BackEnd.INGESTION.within(
                deadline, caller.on(stub).withDeadline(deadline).exportPage(request));
    }

    /** One statistic. Never tried again: the privacy loss may have been spent although no answer came. */
    @Bulkhead(value = 2, waitingTaskQueue = 4)
    public Uni<ReleaseStatisticResponse> release(Caller caller, ReleaseStatisticRequest request, Deadline deadline) {
        return BackEnd.INGESTION.within(
                deadline, caller.on(stub).withDeadline(deadline).releaseStatistic(request));
    }

    /** What is left of the privacy budget. */
    @Bulkhead(value = 4, waitingTaskQueue = 8)
    public Uni<PrivacyBudget> budget(Caller caller, Deadline deadline) {
        return BackEnd.INGESTION.within(
                deadline,
                caller.on(stub).withDeadline(deadline).getPrivacyBudget(GetPrivacyBudgetRequest.getDefaultInstance()));
    }

    /** A scrubbed note. */
    @Bulkhead(value = 2, waitingTaskQueue = 8)
    public Uni<ScrubNoteResponse> scrub(Caller caller, ScrubNoteRequest request, Deadline deadline) {
        return BackEnd.INGESTION.within(
                deadline, caller.on(stub).withDeadline(deadline).scrubNote(request));
    }
}
