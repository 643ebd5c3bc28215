package org.hsdpo.gateway.profile;

import io.grpc.Deadline;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hsdpo.contracts.agent.v1.DecideRequest;
import org.hsdpo.contracts.evaluation.v1.EvaluateRequest;
import org.hsdpo.contracts.gateway.v1.PrescriptionProfile;
import org.hsdpo.contracts.patient.v1.PatientState;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.backend.AgentBackEnd;
import org.hsdpo.gateway.backend.BackEnd;
import org.hsdpo.gateway.backend.Evaluation;
import org.hsdpo.gateway.backend.EvaluationBackEnd;
import org.hsdpo.gateway.edge.CallContext;

/** Makes the profile document of a patient state: asks the evaluation and the agent, and combines what they say. */
@ApplicationScoped
class ProfileComposer {
    private final EvaluationBackEnd evaluations;
    private final AgentBackEnd agent;
    private final String version;

    ProfileComposer(
            EvaluationBackEnd evaluations,
            AgentBackEnd agent,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.evaluations = evaluations;
        this.agent = agent;
        this.version = version;
    }

    /**
     * All that a profile hangs on, versions of the parts apart.
     *
     * @param profileId its identifier
     * @param createdAt when it was first made
     * @param state of the patient
     * @param draws of the twin for each candidate; 0 = the evaluation's default
     * @param seed of every random number
     */
    record Inputs(UUID profileId, Instant createdAt, PatientState state, int draws, long seed) {}

    private record Parts(Evaluation evaluation, Opinion opinion) {}

    Uni<PrescriptionProfile> compose(CallContext call, Requester who, Inputs inputs, Deadline deadline) {
        EvaluateRequest question = EvaluateRequest.newBuilder()
                .setPatient(inputs.state())
                .setDraws(inputs.draws())
                .setSeed(inputs.seed())
                .build();
        return call.back(evaluations.evaluate(who.caller(), question, deadline))
                .onFailure()
                .transform(BackEnd.EVALUATION::told)
                .chain(evaluation -> withOpinion(call, who, inputs.state(), evaluation, deadline))
                .chain(parts -> call.compute(() -> ProfileDocument.write(
                        inputs.profileId(),
                        inputs.createdAt(),
                        inputs.state(),
                        inputs.seed(),
                        parts.evaluation(),
                        parts.opinion(),
                        version)));
    }

    /** A profile without the agent is still of use, so its failure becomes part of the profile. */
    private Uni<Parts> withOpinion(
            CallContext call, Requester who, PatientState state, Evaluation evaluation, Deadline deadline) {
        DecideRequest.Builder question = DecideRequest.newBuilder().setPatient(state);
        if (evaluation.summary().hasCurrentHyperScore()) {
            question.setCurrentHyperScore(evaluation.summary().getCurrentHyperScore());
        }
        return call.back(agent.decide(who.caller(), question.build(), deadline)
                        .<Opinion>map(Opinion.Given::new)
                        .onFailure()
                        .recoverWithItem(failure -> new Opinion.Missing(BackEnd.AGENT.reasonToGoWithout(failure))))
                .map(opinion -> new Parts(evaluation, opinion));
    }
}
