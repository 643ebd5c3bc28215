package org.hsdpo.parser.parsing;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Started and ready once the models are loaded and have read a note. */
@Startup
@Readiness
@ApplicationScoped
public class ParsingReadiness implements HealthCheck {
    private final NoteParsing parsing;

    public ParsingReadiness(NoteParsing parsing) {
        this.parsing = parsing;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("note models").status(parsing.isWarm()).build();
    }
}
