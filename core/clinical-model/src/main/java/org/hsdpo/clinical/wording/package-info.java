/** Sentences for people: what the parts of the system say in the same words. */
package org.hsdpo.clinical.wording;
