package org.hsdpo.evaluation.api;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.contracts.evaluation.v1.EvaluateRequest;
import org.hsdpo.contracts.evaluation.v1.EvaluateResponse;
import org.hsdpo.contracts.evaluation.v1.EvaluationService;
import org.hsdpo.evaluation.evaluating.Evaluating;
import org.hsdpo.hyperscore.EvaluationOptions;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.wire.PatientStateWire;

/** {@code hsdpo.evaluation.v1.EvaluationService}. */
@GrpcService
public class EvaluationEndpoint implements EvaluationService {
    private final Evaluating evaluating;

    public EvaluationEndpoint(Evaluating evaluating) {
        this.evaluating = evaluating;
    }

    @Override
    public Multi<EvaluateResponse> evaluate(EvaluateRequest request) {
        PatientState state = PatientStateWire.fromWire(request.getPatient());
        int draws = request.getDraws() == 0 ? evaluating.defaultDraws() : request.getDraws();
        return evaluating
                .evaluate(Caller.current().tenant(), state, new EvaluationOptions(draws, request.getSeed()))
                .map(EvaluationWire::toWire);
    }
}
