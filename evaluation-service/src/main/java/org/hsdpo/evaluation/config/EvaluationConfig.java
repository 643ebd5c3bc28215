package org.hsdpo.evaluation.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of the evaluation service. */
@ConfigMapping(prefix = "hsdpo.evaluation")
public interface EvaluationConfig {
    /** Threads that simulate, shared by all evaluations; the number of processors where it is not set. */
    OptionalInt threads();

    /** Patients evaluated at the same time. */
    @WithDefault("2")
    int concurrent();

    /** Patients that may wait; one more is refused with RESOURCE_EXHAUSTED. */
    @WithDefault("32")
    int queue();

    /** Longest time of one engine with one candidate, the wait for its place included; longer, and it is named as failed. */
    @WithDefault("10S")
    Duration engineTimeLimit();

    /** Posterior draws of the twin for each candidate where a request names none. */
    @WithDefault("1000")
    int draws();

    /** Folder of further rules of tenants, one file {@code TENANT.yaml} each; see {@code docs/rules.md}. */
    Optional<Path> siteRules();

    /** Synthetic patients evaluated before the service is ready. */
    @WithDefault("5")
    int warmUpPatients();
}
