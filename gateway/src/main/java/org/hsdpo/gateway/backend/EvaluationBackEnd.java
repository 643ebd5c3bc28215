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
import org.hsdpo.contracts.evaluation.v1.EvaluateRequest;
import org.hsdpo.contracts.evaluation.v1.MutinyEvaluationServiceGrpc.MutinyEvaluationServiceStub;
import org.hsdpo.service.call.Caller;

/** The evaluation service. */
@ApplicationScoped
public class EvaluationBackEnd {
    private final MutinyEvaluationServiceStub stub;

    EvaluationBackEnd(@GrpcClient("evaluation") MutinyEvaluationServiceStub stub) {
        this.stub = stub;
    }

    /** Scores every admissible regimen; the same request gives the same scores, so it may be asked again. */
    @Timeout(20_000)
    @Retry(maxRetries = 1, delay = 100, jitter = 50, retryOn = BackEndUnavailable.class, abortOn = BackEndTooLate.class)
    @CircuitBreaker(
            requestVolumeThreshold = 6,
            failureRatio = 0.5,
            delay = BackEnd.OPEN_MILLIS,
            failOn = {BackEndUnavailable.class, TimeoutException.class})
    @Bulkhead(value = 8, waitingTaskQueue = 24)
    public Uni<Evaluation> evaluate(Caller caller, EvaluateRequest request, Deadline deadline) {
        return BackEnd.EVALUATION.within(
                deadline,
                caller.on(stub)
                        .withDeadline(deadline)
                        .evaluate(request)
                        .collect()
                        .asList()
                        .map(Evaluation::of));
    }
}
