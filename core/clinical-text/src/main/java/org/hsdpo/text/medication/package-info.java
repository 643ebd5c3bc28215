/**
 * Drugs named in notes, their doses and what is done with them; names and the words of prescriptions are data in
 * {@code medications.yaml} and {@code dosing-terms.yaml}.
 */
package org.hsdpo.text.medication;
