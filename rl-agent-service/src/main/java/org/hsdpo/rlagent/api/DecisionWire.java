package org.hsdpo.rlagent.api;

import java.util.OptionalDouble;
import org.hsdpo.agent.Decision;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.contracts.agent.v1.ActionValue;
import org.hsdpo.contracts.agent.v1.DecideRequest;
import org.hsdpo.contracts.agent.v1.DecideResponse;
import org.hsdpo.contracts.evaluation.v1.Abstention;
import org.hsdpo.rlagent.decision.Deciding;
import org.hsdpo.service.wire.VersionWire;

/** Decisions on the wire. */
final class DecisionWire {
    private DecisionWire() {}

    /** @throws InvalidInputException where it is not a HyperScore: 100 … 200 */
    static OptionalDouble hyperScore(DecideRequest request) {
        if (!request.hasCurrentHyperScore()) {
            return OptionalDouble.empty();
        }
        double score = request.getCurrentHyperScore();
        if (!(score >= 100 && score <= 200)) {
            throw new InvalidInputException(
                    "currentHyperScore",
                    "HYPER_SCORE_INVALID",
                    "the HyperScore is out of range",
                    "100 to 200, or unset");
        }
        return OptionalDouble.of(score);
    }

    static DecideResponse toWire(Deciding.Made made) {
        Decision decision = made.decision();
        DecideResponse.Builder wire = DecideResponse.newBuilder().setSupportDistance(decision.supportDistance());
        decision.actions().forEach(action -> wire.addActions(toWire(action)));
        decision.preferred()
                .ifPresent(preferred ->
                        wire.setPreferred(preferred.candidate().action().id()));
        decision.abstentions()
                .forEach(abstention -> wire.addAbstentions(Abstention.newBuilder()
                        .setCode(abstention.code())
                        .setReason(abstention.reason())
                        .setRemedy(abstention.remedy())));
        return wire.addVersions(VersionWire.of("policy", made.policy(), made.policyHash()))
                .addVersions(VersionWire.of("rules", "", made.rulesHash()))
                .addVersions(VersionWire.of("formulary", "", Formulary.shipped().hash()))
                .build();
    }

    private static ActionValue toWire(org.hsdpo.agent.ActionValue value) {
        ActionValue.Builder wire = ActionValue.newBuilder()
                .setAction(value.candidate().action().id())
                .setAdmissible(value.admissible())
                .addAllMaskedBy(value.maskedBy());
        value.q().ifPresent(wire::setQ);
        value.uncertainty().ifPresent(wire::setUncertainty);
        return wire.build();
    }
}
