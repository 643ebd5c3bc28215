package org.hsdpo.parser.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** Limits of the parser service. */
@ConfigMapping(prefix = "hsdpo.parser")
public interface ParserConfig {
    /** Longest note accepted, in UTF-16 code units, 1 to 1,000,000; a longer one is refused as invalid. */
    @WithDefault("200000")
    int longestNote();

    /** Threads that parse, at least 1; as many as the machine has processors where not set. */
    OptionalInt threads();

    /** Notes that may wait for a thread, at least 1; one more is refused as overload. */
    @WithDefault("64")
    int queue();
}
