package org.hsdpo.rlagent.decision;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalDouble;
import org.hsdpo.agent.Decision;
import org.hsdpo.agent.DosingAgent;
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

    /** A decision with the agent that made it. */
    public record Made(Decision decision, DosingAgent agent) {}

    /** Fails with RejectedExecutionException where the queue is full. */
    public Uni<Made> decide(PatientState state, OptionalDouble hyperScore) {
        return Uni.createFrom()
                .item(() -> {
                    DosingAgent agent = loaded.get();
                    Decision decision = timer.record(() -> agent.decide(state, hyperScore));
                    count(decision);
                    return new Made(decision, agent);
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
