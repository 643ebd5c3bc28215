/**
 * Glucose sensor exports to readings and to the metrics of the international consensus (Battelino et al. 2019, Diabetes
 * Care 42:1593): FreeStyle Libre spreadsheets with treatment columns, LibreView, Dexcom Clarity and plain tables.
 */
package org.hsdpo.data.glucose;
