package org.hsdpo.rlagent.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the dosing agent. */
@ConfigMapping(prefix = "hsdpo.agent")
public interface AgentConfig {
    /** Threads that decide; each decision is single-threaded. */
    @WithDefault("2")
    int threads();

    /** Decisions that may wait for a thread; one more is refused with RESOURCE_EXHAUSTED. */
    @WithDefault("64")
    int queue();

    /** A writable folder for the model's files; a temporary folder where it is not set. */
    Optional<Path> workFolder();

    /** Folder of a policy trained elsewhere; the shipped one where it is not set. */
    Optional<Path> policyFolder();

    /** How often it is looked whether {@link #policyFolder} holds another policy. */
    @WithDefault("10S")
    Duration policyCheck();
}
