/** What clinicians' reviews say about the weights of the reward, and which reviews would say most. */
package org.hsdpo.agent.preference;
