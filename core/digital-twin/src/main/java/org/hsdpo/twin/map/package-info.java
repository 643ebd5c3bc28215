/**
 * Individual pharmacokinetic parameters from sparse data: the maximum a posteriori (empirical Bayes) estimate of one
 * person's random effects under a published population model, with the objective NONMEM minimises under FOCE with
 * interaction, and a Laplace posterior around it. What agrees with what: {@code docs/pharmacokinetics.md}.
 */
package org.hsdpo.twin.map;
