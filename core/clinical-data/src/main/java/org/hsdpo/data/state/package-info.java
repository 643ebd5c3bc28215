/**
 * From the facts of all records to the state of the patient as of a moment: repeated facts once, contradictions shown,
 * values derived, and what is missing, stale or assumed said in words.
 */
package org.hsdpo.data.state;
