/**
 * HL7 v2 over MLLP (HL7 Minimal Lower Layer Protocol, release 1): blocks of one message or batch, answered in order. The
 * answer goes out after the transaction has committed, so that what a sender has an AA for is stored, and what it has none
 * for may be sent again: the same bytes are stored once.
 */
package org.hsdpo.ingestion.mllp;
