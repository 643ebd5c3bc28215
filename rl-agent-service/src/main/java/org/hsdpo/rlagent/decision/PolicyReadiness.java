package org.hsdpo.rlagent.decision;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** The service has started, and is ready, when its policy is loaded and warm. */
@Startup
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
