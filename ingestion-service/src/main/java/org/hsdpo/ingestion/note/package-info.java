/** Notes read by the parser service, behind a deadline, a retry and a circuit breaker. */
package org.hsdpo.ingestion.note;
