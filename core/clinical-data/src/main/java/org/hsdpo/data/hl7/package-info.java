/**
 * HL7 version 2.3 to 2.8 messages in vertical-bar encoding (ER7) to facts.
 *
 * <p>A message is cut into segments, whatever their order; HAPI's generic segments take them apart, so that one reader
 * serves every version and Z-segments do no harm. What the segments say is put into FHIR R4 resources, after HL7's
 * "HL7 Version 2 to FHIR" implementation guide, and read from there by the same rules as a FHIR record
 * ({@link org.hsdpo.data.fhir.ResourceFacts}). Code systems, statuses and frequencies are data: {@code tables.yaml}.
 *
 * <p>Places in a message are written {@code OBX[3]-5}: field 5 of the third OBX segment of the message.
 */
package org.hsdpo.data.hl7;
