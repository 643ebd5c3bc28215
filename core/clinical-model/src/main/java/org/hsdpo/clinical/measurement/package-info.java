/** Laboratory, vital-sign and sensor measurements: codes, canonical units, plausibility and currency. */
package org.hsdpo.clinical.measurement;
