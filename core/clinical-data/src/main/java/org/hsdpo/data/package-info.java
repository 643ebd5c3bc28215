/**
 * Reads what a clinic sends (FHIR R4, glucose sensor exports, statements found in notes) into facts, each with its
 * provenance, and puts a patient's facts together as the patient state.
 *
 * <p>A reader refuses a record whole, naming every violation, or returns {@link org.hsdpo.data.ClinicalFacts} in
 * canonical units together with the issues a person has to know.
 */
package org.hsdpo.data;
