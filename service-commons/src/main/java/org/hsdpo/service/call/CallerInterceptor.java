package org.hsdpo.service.call;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * Refuses calls between services that do not say on whose behalf they are made. The public API of the gateway and the
 * health protocol are not calls between services: the gateway authenticates its callers by token.
 */
@GlobalInterceptor
@ApplicationScoped
public class CallerInterceptor implements ServerInterceptor {
    private static final Set<String> INTERNAL = Set.of(
            "hsdpo.ingestion.v1.IngestionService",
            "hsdpo.bulk.v1.BulkLoadService",
            "hsdpo.research.v1.ResearchService",
            "hsdpo.parser.v1.ParserService",
            "hsdpo.evaluation.v1.EvaluationService",
            "hsdpo.agent.v1.AgentService");

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (!INTERNAL.contains(call.getMethodDescriptor().getServiceName())) {
            return next.startCall(call, headers);
        }
        String tenant = headers.get(Caller.TENANT);
        String subject = headers.get(Caller.SUBJECT);
        if (tenant == null || subject == null) {
            return refuse(call, "x-hsdpo-tenant and x-hsdpo-subject are required");
        }
        Caller caller;
        try {
            caller = new Caller(tenant, subject);
        } catch (InvalidInputException e) {
            return refuse(call, e.getMessage());
        }
        return Contexts.interceptCall(Context.current().withValue(Caller.CONTEXT, caller), call, headers, next);
    }

    private static <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, String reason) {
        call.close(Status.UNAUTHENTICATED.withDescription(reason), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
