package org.hsdpo.rlagent.decision;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The service is ready when its policy is loaded and warm. */
@Readiness
@ApplicationScoped
public class PolicyReadiness implements HealthCheck {
    private final LoadedAgent loaded;

    public PolicyReadiness(LoadedAgent loaded) {
        this.loaded = loaded;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("policy").status(loaded.isReady()).build();
    }
}
