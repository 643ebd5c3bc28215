/**
 * The clinical model every other library builds on: quantities, measurements, conditions, drugs, regimens and the patient
 * state. No framework, no input or output beyond its own knowledge files.
 */
package org.hsdpo.clinical;
