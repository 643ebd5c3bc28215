/** Quantities in UCUM units and their conversion. */
package org.hsdpo.clinical.quantity;
