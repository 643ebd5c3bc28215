/** What leaves for research: records without identity, statistics with differential privacy, scrubbed notes. */
package org.hsdpo.ingestion.research;
