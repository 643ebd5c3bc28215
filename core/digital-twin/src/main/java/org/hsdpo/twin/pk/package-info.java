/**
 * Pharmacokinetics of one person: what a history of doses makes of the amounts in a model's compartments, with the event
 * semantics of NONMEM (EVID, SS, II, ADDL, RATE, lag, bioavailability, covariates that change over time) and exact
 * sensitivities to the model's parameters. Linear models are advanced in closed form, others by an adaptive Runge–Kutta
 * method of order 8. Times, amounts and volumes carry the units of the data: the engine only asks that they belong
 * together. What was compared with what: {@code docs/pharmacokinetics.md}.
 */
package org.hsdpo.twin.pk;
