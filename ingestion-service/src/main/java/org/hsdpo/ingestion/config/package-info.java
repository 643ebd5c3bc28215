/** Settings of the service and its one clock. */
package org.hsdpo.ingestion.config;
