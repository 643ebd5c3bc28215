package org.hsdpo.ingestion.mllp;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hsdpo.ingestion.config.MllpConfig;
import org.hsdpo.service.call.Caller;
import org.jboss.logging.Logger;

/** Opens the configured ports when the service has started, and closes them when it stops. */
@ApplicationScoped
public class MllpListeners {
    private static final Logger LOG = Logger.getLogger(MllpListeners.class);
    private static final int OPENING_SECONDS = 30;

    private final Vertx vertx;
    private final MllpConfig config;
    private final TlsConfigurationRegistry certificates;
    private final TakingMessages taking;
    private final Map<String, NetServer> servers = new LinkedHashMap<>();

    public MllpListeners(Vertx vertx, MllpConfig config, TlsConfigurationRegistry certificates, TakingMessages taking) {
        this.vertx = vertx;
        this.config = config;
        this.certificates = certificates;
        this.taking = taking;
    }

    void open(@Observes StartupEvent started) {
        if (config.connections() < 1 || config.longestMessage() < 1) {
            throw new IllegalStateException(
                    "hsdpo.ingestion.mllp.connections and hsdpo.ingestion.mllp.longest-message are at least 1");
        }
        config.listeners().forEach((name, listener) -> servers.put(name, opened(name, listener)));
    }

    private NetServer opened(String name, MllpConfig.Listener listener) {
        new Caller(listener.tenant(), "hl7-v2");
        AtomicInteger open = new AtomicInteger();
        NetServer server = vertx.createNetServer(options(name, listener));
        server.exceptionHandler(failure -> LOG.warnf(
                "MLLP listener %s: a connection failed: %s",
                name, failure.getClass().getName()));
        server.connectHandler(socket -> connected(socket, listener, open));
        try {
            server.listen(listener.port(), listener.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(OPENING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("MLLP listener " + name + " was not opened", e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("MLLP listener " + name + " cannot listen on port " + listener.port(), e);
        }
        if (listener.tls().isEmpty()) {
            LOG.warnf("MLLP listener %s is not encrypted: only for a network that is", name);
        }
        LOG.infof("MLLP listener %s on port %d", name, server.actualPort());
        return server;
    }

    private NetServerOptions options(String name, MllpConfig.Listener listener) {
        NetServerOptions options = new NetServerOptions()
                .setTcpKeepAlive(true)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(Math.toIntExact(config.idleTimeout().toSeconds()));
        listener.tls().ifPresent(tls -> {
            TlsConfiguration certificate = certificates
                    .get(tls)
                    .orElseThrow(() -> new IllegalStateException("MLLP listener " + name + ": there is no quarkus.tls."
                            + tls + "; accepted is the name of a TLS configuration"));
            options.setSsl(true)
                    .setKeyCertOptions(certificate.getKeyStoreOptions())
                    .setEnabledSecureTransportProtocols(
                            certificate.getSSLOptions().getEnabledSecureTransportProtocols())
                    .setClientAuth(listener.clientCertificate() ? ClientAuth.REQUIRED : ClientAuth.NONE);
            if (listener.clientCertificate()) {
                if (certificate.getTrustStoreOptions() == null) {
                    throw new IllegalStateException("MLLP listener " + name + ": quarkus.tls." + tls
                            + " has no trust store to know certificates of senders by");
                }
                options.setTrustOptions(certificate.getTrustStoreOptions());
            }
        });
        return options;
    }

    private void connected(NetSocket socket, MllpConfig.Listener listener, AtomicInteger open) {
        if (open.incrementAndGet() > config.connections()) {
            open.decrementAndGet();
            socket.close();
            return;
        }
        MllpConnection connection = new MllpConnection(vertx, socket, config, listener, taking);
        socket.closeHandler(ignored -> {
            open.decrementAndGet();
            connection.closed();
        });
        connection.open();
    }

    /** The port of a listener, for one that was opened on any free port. */
    public int port(String name) {
        return servers.get(name).actualPort();
    }

    void close(@Observes ShutdownEvent stopping) {
        List<NetServer> open = new ArrayList<>(servers.values());
        servers.clear();
        open.forEach(NetServer::close);
    }
}
