/** The notes of a patient, shown with what was read from them. */
package org.hsdpo.gateway.note;
