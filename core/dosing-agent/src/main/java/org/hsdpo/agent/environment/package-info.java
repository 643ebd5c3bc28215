/**
 * The world the agent is trained in: synthetic patients treated on digital twins, seen through noisy and sparse visits,
 * with inadmissible changes masked by the clinical rules.
 */
package org.hsdpo.agent.environment;
