/** Measured values in notes; names and unit spellings are data in {@code measurement-terms.yaml}. */
package org.hsdpo.text.measurement;
