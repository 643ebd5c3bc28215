/** What the agent sees of a patient: one encoding for training and serving, versioned and hashed. */
package org.hsdpo.agent.observation;
