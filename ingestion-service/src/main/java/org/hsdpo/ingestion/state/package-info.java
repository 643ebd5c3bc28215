/** The patient state from the stored facts, as of any moment. */
package org.hsdpo.ingestion.state;
