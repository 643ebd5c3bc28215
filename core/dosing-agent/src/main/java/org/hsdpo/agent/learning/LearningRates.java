package org.hsdpo.agent.learning;

/**
 * Settings of the optimiser.
 *
 * @param learningRate Adam's step size
 * @param gradientNorm the gradient is scaled down to this Euclidean norm where it is longer
 * @param huberWidth temporal-difference errors beyond this width count linearly
 */
public record LearningRates(double learningRate, double gradientNorm, double huberWidth) {
    public LearningRates {
        if (!(learningRate > 0 && gradientNorm > 0 && huberWidth > 0)) {
            throw new IllegalArgumentException("learning rate, gradient norm and Huber width are above zero");
        }
    }
}
