package org.hsdpo.gateway.testing;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** What every test of the running gateway starts from: closed circuit breakers, well-behaved back ends, a new patient. */
@QuarkusTestResource(Surroundings.class)
public abstract class GatewayTest {
    @TestHTTPResource
    protected URI gateway;

    @Inject
    CircuitBreakerMaintenance breakers;

    protected BackEnds backEnds;
    protected final String patient = "p-" + UUID.randomUUID();

    @BeforeEach
    void everythingWorks() {
        breakers.resetAll();
        backEnds = BackEnds.running();
    }

    protected GatewayCalls clinician() {
        return as("hospital-a", Tokens.CLINICIAN);
    }

    protected GatewayCalls as(String tenant, String scope) {
        return new GatewayCalls(gateway, Tokens.of(tenant, scope));
    }

    protected GatewayCalls withToken(String token) {
        return new GatewayCalls(gateway, token);
    }
}
