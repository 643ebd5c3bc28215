/** From the bytes of a record to stored facts: all of it or nothing, and once. */
package org.hsdpo.ingestion.record;
