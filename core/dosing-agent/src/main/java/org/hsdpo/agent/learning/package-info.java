/**
 * Dueling double deep Q-learning in a TensorFlow graph.
 *
 * <p>References: Mnih et al. 2015, Nature 518:529 (DQN); van Hasselt et al. 2016, AAAI (double Q-learning); Wang et al.
 * 2016, ICML (dueling); Schaul et al. 2016, ICLR (prioritised replay); Osband et al. 2016, NeurIPS (bootstrapped heads);
 * Kingma and Ba 2015, ICLR (Adam).
 */
package org.hsdpo.agent.learning;
