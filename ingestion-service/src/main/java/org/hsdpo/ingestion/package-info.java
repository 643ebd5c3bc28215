/** Takes patients' records in, stores what they say and gives the patient state out. */
package org.hsdpo.ingestion;
