/**
 * The second engine: dose and risk formulas as text in a safe expression language (CEL) under limits, and Monte Carlo
 * simulation of each candidate on the patient's twin with assertions that enter the logic score as proof obligations.
 */
package org.hsdpo.hyperscore.sandbox;
