/** {@code ./hsdpo calibrate}: the calibrated figures of the HyperScore, again from scratch. */
package org.hsdpo.cli.calibrate;
