/** Sensor glucose traces and the metrics of the field. */
package org.hsdpo.clinical.glucose;
