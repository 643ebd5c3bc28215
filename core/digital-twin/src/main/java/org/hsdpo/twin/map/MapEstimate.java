package org.hsdpo.twin.map;

import java.util.List;

/**
 * What one person's data says about their parameters.
 *
 * @param effects random effects at the maximum of the posterior (η): those between people in the order of the model, then
 *     those within, occasion by occasion
 * @param occasions values of the occasion column in the order of the effects; empty where the model has none
 * @param objective minus twice the logarithm of the posterior density at the maximum, without constants: the sum NONMEM
 *     minimises over η under FOCE with interaction
 * @param marginal minus twice the logarithm of the marginal density of the data, without N·ln 2π, by the approximation of
 *     FOCE with interaction (OBJ of NONMEM's .phi file)
 * @param covariance of the Laplace posterior: inverse of half the second derivative of the objective
 * @param expectedCovariance the same from the expected second derivative (ETC of NONMEM's .phi file)
 * @param shrinkage by effect posterior variance / prior variance: 0 the data said everything, 1 it said nothing
 * @param converged whether the maximum was found: no gradient left and the posterior falls in every direction
 * @param evaluations number of times the data was predicted
 * @param starts number of starts that were needed
 */
public record MapEstimate(
        List<Double> effects,
        List<Double> occasions,
        double objective,
        double marginal,
        List<List<Double>> covariance,
        List<List<Double>> expectedCovariance,
        List<Double> shrinkage,
        boolean converged,
        int evaluations,
        int starts) {}
