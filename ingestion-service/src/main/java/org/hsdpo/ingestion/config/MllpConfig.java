package org.hsdpo.ingestion.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Listeners for HL7 v2 over MLLP; without any, which is the default, no port is opened. */
@ConfigMapping(prefix = "hsdpo.ingestion.mllp")
public interface MllpConfig {
    /** Listeners by a name of the operator's choice. */
    Map<String, Listener> listeners();

    /** Connections of one listener; one more is closed at once. */
    @WithDefault("16")
    int connections();

    /** Bytes of one message or batch; a longer one is rejected and its connection closed. */
    @WithDefault("8388608")
    int longestMessage();

    /** How long a message may take to arrive after its first byte; then the connection is closed. */
    @WithDefault("30s")
    Duration messageTimeout();

    /** A connection on which nothing happens for this long is closed. */
    @WithDefault("1h")
    Duration idleTimeout();

    /** One port, for one tenant. */
    interface Listener {
        /** Port; 0 for any that is free. */
        int port();

        @WithDefault("0.0.0.0")
        String host();

        /** Whose data arrive here. */
        String tenant();

        /**
         * Who may send: sending application and facility (first components of MSH-3 and MSH-4), as {@code LAB@NORTH};
         * an empty part stands for an empty field.
         */
        Set<String> senders();

        /** MSH-11 that is taken: P, and on a listener for tests T or D. */
        @WithDefault("P")
        Set<String> processingIds();

        /** Assigning authority of the patient identifier in PID-3: its name (CX.4.1) or universal identifier (CX.4.2). */
        String patientAuthority();

        /** Type of that identifier (CX.5). */
        @WithDefault("MR")
        String patientIdentifierType();

        /** Name of a TLS configuration ({@code quarkus.tls.<name>.*}); without one the connection is not encrypted. */
        Optional<String> tls();

        /** Whether senders have to show a certificate that the TLS configuration's trust store knows. */
        @WithDefault("true")
        boolean clientCertificate();
    }
}
