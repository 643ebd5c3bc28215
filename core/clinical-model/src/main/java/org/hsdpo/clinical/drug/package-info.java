/** The formulary: dose ladders from marketed strengths and label limits, with citations. */
package org.hsdpo.clinical.drug;
