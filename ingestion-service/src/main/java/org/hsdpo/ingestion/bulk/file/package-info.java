/** Files of many patients taken apart, in memory. */
package org.hsdpo.ingestion.bulk.file;
