/**
 * The figures that turn engine results into terms and terms into a calibrated score, and the programs that make them from
 * simulated patients.
 */
package org.hsdpo.hyperscore.calibration;
