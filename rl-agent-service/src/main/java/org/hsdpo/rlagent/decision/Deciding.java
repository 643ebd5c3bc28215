package org.hsdpo.rlagent.decision;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalDouble;
import org.hsdpo.agent.Decision;
import org.hsdpo.clinical.patient.PatientState;

/** Decides for one patient in the decision pool, and counts what the shield and the abstentions do. */
@ApplicationScoped
public class Deciding {
    private final LoadedAgent loaded;
    private final DecisionPool pool;
    private final MeterRegistry meters;
    private final Timer timer;

    public Deciding(LoadedAgent loaded, DecisionPool pool, MeterRegistry meters) {
        this.loaded = loaded;
        this.pool = pool;
        this.meters = meters;
        timer = Timer.builder("hsdpo.agent.decision")
                .description("time to decide for one patient, without waiting")
                .publishPercentileHistogram()
                .register(meters);
    }

    /**
     * A decision and what it was made by.
     *
     * @param policy its name
     * @param policyHash SHA-256 of the whole policy
     * @param rulesHash SHA-256 of the rules that mask
     */
    public record Made(Decision decision, String policy, String policyHash, String rulesHash) {}

    /** Fails with RejectedExecutionException where the queue is full. */
    public Uni<Made> decide(PatientState state, OptionalDouble hyperScore) {
        return Uni.createFrom()
                .item(() -> {
                    Made made = loaded.decide(agent -> new Made(
                            timer.record(() -> agent.decide(state, hyperScore)),
                            agent.manifest().name(),
                            agent.policyHash(),
                            agent.rulesHash()));
                    count(made.decision());
                    return made;
                })
                .runSubscriptionOn(pool);
    }

    private void count(Decision decision) {
        decision.abstentions()
                .forEach(abstention -> meters.counter("hsdpo.agent.abstentions", "code", abstention.code())
                        .increment());
        meters.counter("hsdpo.agent.masked.actions")
                .increment(decision.actions().stream()
                        .filter(action -> !action.admissible())
                        .count());
    }
}
