package org.hsdpo.ingestion.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** FHIR servers from which a bulk export can be fetched; none by default. */
@ConfigMapping(prefix = "hsdpo.ingestion.ehr")
public interface EhrConfig {
    /** Servers by a name of the operator's choice. */
    Map<String, Server> servers();

    /** One server, for one tenant. */
    interface Server {
        /** Whose data it holds. */
        String tenant();

        /** Base address of its FHIR R4 API, https. */
        URI baseUrl();

        /** What is exported, relative to the base: {@code Patient/$export}, {@code Group/id/$export} or {@code $export}. */
        @WithDefault("Patient/$export")
        String export();

        /** Resource types to ask for; all that HSDPO reads where not set. */
        Optional<List<String>> types();

        /** Name under which the server knows HSDPO (SMART Backend Services). */
        String clientId();

        /** File of the private key: a JSON Web Key with {@code kid}, for RS384 or ES384. */
        Path keyFile();

        /** Scopes to ask for. */
        @WithDefault("system/*.rs")
        String scope();

        /** Further origins that may serve tokens, the state of an export or files, such as {@code https://files.example.org}. */
        Optional<List<URI>> origins();

        /** Name of a TLS configuration ({@code quarkus.tls.<name>.*}) with the server's authority; else the platform's. */
        Optional<String> tls();

        /** Whether an address without encryption is accepted: for tests on one machine only. */
        @WithDefault("false")
        boolean insecure();

        /** How long an answer may take to begin. */
        @WithDefault("30s")
        Duration timeout();

        /** How long is waited where the server does not say, and the least where it does. */
        @WithDefault("10s")
        Duration pause();

        /** Attempts in a row without progress after which the load is given up. */
        @WithDefault("20")
        int attempts();
    }
}
