/** Records and facts in PostgreSQL, one tenant's rows at a time; append-only. */
package org.hsdpo.ingestion.store;
