package org.hsdpo.ingestion.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** What may leave for research, tenant by tenant; a tenant that is not named here releases nothing. */
@ConfigMapping(prefix = "hsdpo.research")
public interface ResearchConfig {
    /** By name of the tenant. */
    Map<String, Tenant> tenants();

    /** Longest note that is scrubbed, in UTF-16 code units, at most 1,000,000. */
    @WithDefault("200000")
    int longestNote();

    /** What one tenant has decided. */
    interface Tenant {
        /**
         * Secret from which pseudonyms and moved dates are derived: Base64 of at least 32 random bytes. Without it records
         * leave by year only. Another key makes all pseudonyms others.
         */
        Optional<String> key();

        /** Whether records without identifiers may be exported. */
        @WithDefault("false")
        boolean export();

        /** Privacy loss that all statistics together may have, ever; raising it is a decision about every patient. */
        Optional<BigDecimal> epsilonBudget();
    }
}
