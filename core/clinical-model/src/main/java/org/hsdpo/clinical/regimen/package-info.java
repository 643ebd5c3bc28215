/** Regimens and the space of one-step changes to them. */
package org.hsdpo.clinical.regimen;
