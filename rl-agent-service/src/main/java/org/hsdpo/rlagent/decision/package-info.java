/** Decides for a patient, off the event loop. */
package org.hsdpo.rlagent.decision;
