/** What leaves for research, each time noted in the audit: records without identity, statistics, scrubbed notes. */
package org.hsdpo.gateway.research;
