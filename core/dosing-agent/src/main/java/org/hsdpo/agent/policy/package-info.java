/** Policies: the trained one as it is served, and the baselines every report compares it with. */
package org.hsdpo.agent.policy;
