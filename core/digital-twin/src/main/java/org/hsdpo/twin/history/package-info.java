/**
 * The twin of a patient from the patient's own history: dated measurements and doses since the first record, by the maximum
 * of the posterior and importance sampling around it. Equations, figures and limits: {@code docs/digital-twin.md}.
 */
package org.hsdpo.twin.history;
