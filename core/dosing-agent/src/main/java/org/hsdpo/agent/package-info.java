/**
 * The dosing agent: Q-values over the regimens one step around the current one, their uncertainty, and how far the
 * patient lies from what the agent was trained on. Decision support: it proposes, a clinician decides.
 */
package org.hsdpo.agent;
