/** Renal function. */
package org.hsdpo.clinical.renal;
