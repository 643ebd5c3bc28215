/** The patient state: normalised, longitudinal, three-valued, with provenance for every fact. */
package org.hsdpo.clinical.patient;
