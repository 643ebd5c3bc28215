package org.hsdpo.gateway.backend;

import io.grpc.Deadline;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.hsdpo.contracts.bulk.v1.MutinyBulkLoadServiceGrpc.MutinyBulkLoadServiceStub;
import org.hsdpo.service.call.Caller;

/**
 * The side of the ingestion service that takes in files of many patients; few calls at once, so that care comes first. Every
 * call may be repeated, so a lost answer is asked for again.
 */
@ApplicationScoped
public class BulkBackEnd {
    private final MutinyBulkLoadServiceStub stub;

    BulkBackEnd(@GrpcClient("ingestion") MutinyBulkLoadServiceStub stub) {
        this.stub = stub;
    }

    /** One part of a file. */
    @Retry(maxRetries = 1, delay = 100, jitter = 50, retryOn = BackEndUnavailable.class, abortOn = BackEndTooLate.class)
    @Bulkhead(value = 2, waitingTaskQueue = 4)
    public <T> Uni<T> part(Caller caller, Deadline deadline, Function<MutinyBulkLoadServiceStub, Uni<T>> call) {
        return call(caller, deadline, call);
    }

    /** A call that is no more than a question or a word. */
    @Retry(maxRetries = 2, delay = 100, jitter = 50, retryOn = BackEndUnavailable.class, abortOn = BackEndTooLate.class)
    @Bulkhead(value = 4, waitingTaskQueue = 16)
    public <T> Uni<T> word(Caller caller, Deadline deadline, Function<MutinyBulkLoadServiceStub, Uni<T>> call) {
        return call(caller, deadline, call);
    }

    private <T> Uni<T> call(Caller caller, Deadline deadline, Function<MutinyBulkLoadServiceStub, Uni<T>> call) {
        return BackEnd.INGESTION.within(deadline, call.apply(caller.on(stub).withDeadline(deadline)));
    }
}
