package org.hsdpo.ingestion.record;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Started and ready once every reader has read once. */
@Startup
@Readiness
@ApplicationScoped
public class ReadersReadiness implements HealthCheck {
    private final RecordReaders readers;

    public ReadersReadiness(RecordReaders readers) {
        this.readers = readers;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("record readers")
                .status(readers.isWarm())
                .build();
    }
}
