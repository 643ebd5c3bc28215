/**
 * What a policy would have achieved on patients whom others treated, from logged trajectories: fitted Q evaluation, weighted
 * importance sampling and the weighted doubly robust estimator, with intervals, and refusal where the log does not say.
 */
package org.hsdpo.agent.offpolicy;
