/**
 * Adverse events: problems that a sentence ties to a drug, by words of cause, by words of time where the problem is a known
 * kind of reaction that the drug does not treat, or by a withdrawal for it. The words are data in {@code adverse-events.yaml}.
 */
package org.hsdpo.text.adverse;
