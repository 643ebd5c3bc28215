package org.hsdpo.gateway.config;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalLong;

/** What an operator can set about the gateway itself; back ends, database, tokens and TLS are set by Quarkus's own keys. */
@StaticInitSafe
@ConfigMapping(prefix = "hsdpo.gateway")
public interface GatewayConfig {
    /** Bounds on what a caller may send. */
    Limits limits();

    /** How long a caller waits at most, all hops together. */
    Deadlines deadline();

    /** Largest number of posterior draws a caller may ask for. */
    @WithDefault("20000")
    int maxDraws();

    /** Bounds on request bodies, in bytes. */
    interface Limits {
        /** Largest record, before and after decompression. */
        @WithDefault("33554432")
        long recordBytes();

        /** Largest request that is not a record. */
        @WithDefault("262144")
        long requestBytes();

        /** Bytes of a refused body that are read and thrown away, so that the caller can read the answer. */
        @WithDefault("134217728")
        long drainBytes();

        /** How long a body may take to arrive, from the moment the caller was found to be allowed to send it. */
        @WithDefault("60S")
        Duration bodyTimeout();

        /**
         * Memory for all bodies being handled at the same time, in every form they are held in: as sent, unpacked and
         * handed on; above it a caller is asked to come back. 0.6 of the heap where not set; at least six times the
         * largest record.
         */
        OptionalLong bytesInFlight();
    }

    /** Deadlines of the use cases; each is handed on to the back ends as what is left of it. */
    interface Deadlines {
        /** For one record. */
        @WithDefault("30S")
        Duration record();

        /** For one prescription profile. */
        @WithDefault("20S")
        Duration profile();

        /** For one page of an export, one statistic or one scrubbed note; below the idle timeout of connections. */
        @WithDefault("60S")
        Duration research();

        /** For one review. */
        @WithDefault("10S")
        Duration review();
    }
}
