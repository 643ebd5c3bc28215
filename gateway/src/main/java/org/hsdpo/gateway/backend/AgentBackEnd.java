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
import org.hsdpo.contracts.agent.v1.DecideRequest;
import org.hsdpo.contracts.agent.v1.DecideResponse;
import org.hsdpo.contracts.agent.v1.MutinyAgentServiceGrpc.MutinyAgentServiceStub;
import org.hsdpo.contracts.agent.v1.RecordFeedbackRequest;
import org.hsdpo.contracts.agent.v1.RecordFeedbackResponse;
import org.hsdpo.service.call.Caller;

/** The dosing agent. */
@ApplicationScoped
public class AgentBackEnd {
    private final MutinyAgentServiceStub stub;

    AgentBackEnd(@GrpcClient("agent") MutinyAgentServiceStub stub) {
        this.stub = stub;
    }

    /** Q-values; a pure question, so it may be asked again. */
    @Timeout(5_000)
    @Retry(maxRetries = 1, delay = 50, jitter = 25, retryOn = BackEndUnavailable.class, abortOn = BackEndTooLate.class)
    @CircuitBreaker(
            requestVolumeThreshold = 6,
            failureRatio = 0.5,
            delay = BackEnd.OPEN_MILLIS,
            failOn = {BackEndUnavailable.class, TimeoutException.class})
    @Bulkhead(value = 16, waitingTaskQueue = 48)
    public Uni<DecideResponse> decide(Caller caller, DecideRequest request, Deadline deadline) {
        return BackEnd.AGENT.within(
                deadline, caller.on(stub).withDeadline(deadline).decide(request));
    }

    /** Hands on a clinician's review; the same key again changes nothing, so a lost answer may be asked for again. */
    @Timeout(5_000)
    @Retry(maxRetries = 2, delay = 100, jitter = 50, retryOn = BackEndUnavailable.class, abortOn = BackEndTooLate.class)
    @CircuitBreaker(
            requestVolumeThreshold = 6,
            failureRatio = 0.5,
            delay = BackEnd.OPEN_MILLIS,
            failOn = {BackEndUnavailable.class, TimeoutException.class})
    @Bulkhead(value = 16, waitingTaskQueue = 48)
    public Uni<RecordFeedbackResponse> recordFeedback(Caller caller, RecordFeedbackRequest request, Deadline deadline) {
        return BackEnd.AGENT.within(
                deadline, caller.on(stub).withDeadline(deadline).recordFeedback(request));
    }
}
