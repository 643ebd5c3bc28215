/** {@code hsdpo.ingestion.v1.IngestionService}: translate, validate, delegate. */
package org.hsdpo.ingestion.api;
