package org.hsdpo.ingestion.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the ingestion service. */
@ConfigMapping(prefix = "hsdpo.ingestion")
public interface IngestionConfig {
    /** Threads that read records and assemble states. */
    @WithDefault("2")
    int threads();

    /** Records that may wait for a thread; one more is refused with RESOURCE_EXHAUSTED. */
    @WithDefault("32")
    int queue();

    /**
     * Time zone of sensor exports and HL7 v2 messages whose times are local, for example {@code Europe/Berlin}; where it is not set, UTC is
     * assumed and the state says so.
     */
    Optional<String> zone();

    /** File of a site's own codes in HL7 v2 messages and what they mean; where it is not set, they are counted and listed. */
    Optional<Path> siteCodes();

    Limits limits();

    Parser parser();

    Bulk bulk();

    /** What is refused for its size. */
    interface Limits {
        /** Bytes of a record as sent. */
        @WithDefault("33554432")
        int content();

        /** Bytes of a record after decompression. */
        @WithDefault("67108864")
        int inflated();

        /** Bytes of a variant file after decompression; it is streamed, so this bounds time and not memory. */
        @WithDefault("1073741824")
        long variants();

        /** Notes in one record. */
        @WithDefault("200")
        int notes();
    }

    /** The note parser. */
    interface Parser {
        /** How long one note may take. */
        @WithDefault("5s")
        Duration timeout();

        /**
         * Longest note that is sent to the parser, in UTF-16 code units, 1 to 1,000,000; a longer one is refused. Equal
         * to the parser's own {@code hsdpo.parser.longest-note}.
         */
        @WithDefault("200000")
        int longestNote();

        /** What a caller is told to wait when the parser does not answer. */
        @WithDefault("2s")
        Duration retryAfter();
    }

    /** Loads of files of many patients. */
    interface Bulk {
        /** Patients or groups of patients that are read and stored at once; 0: this instance only receives files. */
        @WithDefault("2")
        int threads();

        /** Bytes of resources that are read and stored in one transaction, unless one patient has more. */
        @WithDefault("4194304")
        long bytesAtOnce();

        /** How often work of other instances is looked for, and how long is waited when a part that is needed is away. */
        @WithDefault("2s")
        Duration poll();
    }
}
