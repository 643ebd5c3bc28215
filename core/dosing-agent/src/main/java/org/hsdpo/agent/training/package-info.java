/** Trains the policy from scratch, deterministically, and writes what serving needs together with its provenance. */
package org.hsdpo.agent.training;
