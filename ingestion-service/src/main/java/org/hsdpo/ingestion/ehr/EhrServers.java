package org.hsdpo.ingestion.ehr;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.hsdpo.ingestion.config.EhrConfig;
import org.hsdpo.service.call.Caller;
import org.jboss.logging.Logger;

/** The configured servers; a mistake in their configuration keeps the service from starting. */
@ApplicationScoped
public class EhrServers {
    private static final Logger LOG = Logger.getLogger(EhrServers.class);

    private final EhrConfig config;
    private final TlsConfigurationRegistry certificates;
    private final Clock clock;
    private final Map<String, EhrClient> clients = new HashMap<>();

    public EhrServers(EhrConfig config, TlsConfigurationRegistry certificates, Clock clock) {
        this.config = config;
        this.certificates = certificates;
        this.clock = clock;
    }

    void open(@Observes StartupEvent started) {
        config.servers().forEach((name, server) -> {
            new Caller(server.tenant(), "bulk-export");
            EhrServer checked = new EhrServer(name, server);
            clients.put(name, new EhrClient(checked, authorities(name, server), clock));
            LOG.infof(
                    "EHR %s of tenant %s; its administrator has to know this public key: %s",
                    name, server.tenant(), checked.publicKeys());
        });
    }

    private Optional<SSLContext> authorities(String name, EhrConfig.Server server) {
        return server.tls().map(tls -> {
            TlsConfiguration certificate = certificates
                    .get(tls)
                    .orElseThrow(() -> new IllegalStateException("EHR " + name + ": there is no quarkus.tls." + tls
                            + "; accepted is the name of a TLS configuration"));
            try {
                return certificate.createSSLContext();
            } catch (Exception e) {
                throw new IllegalStateException("EHR " + name + ": quarkus.tls." + tls + " is not usable", e);
            }
        });
    }

    /** The server of this name, if the tenant has it. */
    public Optional<EhrClient> of(String tenant, String name) {
        return Optional.ofNullable(clients.get(name))
                .filter(client -> client.server().config().tenant().equals(tenant));
    }
}
