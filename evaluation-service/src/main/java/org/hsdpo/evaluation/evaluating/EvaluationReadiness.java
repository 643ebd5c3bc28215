package org.hsdpo.evaluation.evaluating;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Started and ready once the engines are loaded and have evaluated synthetic patients. */
@Startup
@Readiness
@ApplicationScoped
public class EvaluationReadiness implements HealthCheck {
    private final Evaluating evaluating;

    public EvaluationReadiness(Evaluating evaluating) {
        this.evaluating = evaluating;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("engines").status(evaluating.isReady()).build();
    }
}
