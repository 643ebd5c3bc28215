package org.hsdpo.rlagent.api;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.OptionalDouble;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.contracts.agent.v1.AgentService;
import org.hsdpo.contracts.agent.v1.DecideRequest;
import org.hsdpo.contracts.agent.v1.DecideResponse;
import org.hsdpo.contracts.agent.v1.RecordFeedbackRequest;
import org.hsdpo.contracts.agent.v1.RecordFeedbackResponse;
import org.hsdpo.rlagent.decision.Deciding;
import org.hsdpo.rlagent.feedback.RecordingFeedback;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.wire.PatientStateWire;
import org.hsdpo.service.wire.TimeWire;

/** {@code hsdpo.agent.v1.AgentService}. */
@GrpcService
public class AgentEndpoint implements AgentService {
    private final Deciding deciding;
    private final RecordingFeedback recording;

    public AgentEndpoint(Deciding deciding, RecordingFeedback recording) {
        this.deciding = deciding;
        this.recording = recording;
    }

    @Override
    public Uni<DecideResponse> decide(DecideRequest request) {
        PatientState state = PatientStateWire.fromWire(request.getPatient());
        OptionalDouble hyperScore = DecisionWire.hyperScore(request);
        return deciding.decide(state, hyperScore).map(DecisionWire::toWire);
    }

    @Override
    public Uni<RecordFeedbackResponse> recordFeedback(RecordFeedbackRequest request) {
        return recording
                .record(Caller.current(), FeedbackWire.fromWire(request))
                .map(recorded -> RecordFeedbackResponse.newBuilder()
                        .setFeedbackId(recorded.id().toString())
                        .setRecordedAt(TimeWire.toWire(recorded.at()))
                        .setAlreadyRecorded(recorded.already())
                        .build());
    }
}
