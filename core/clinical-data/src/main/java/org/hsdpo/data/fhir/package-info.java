/**
 * HL7 FHIR R4 (4.0.1) to facts. The JSON is checked first (well-formed, no key twice, every entry with a place), then
 * each resource that carries a fact is read with HAPI FHIR's R4 model.
 */
package org.hsdpo.data.fhir;
