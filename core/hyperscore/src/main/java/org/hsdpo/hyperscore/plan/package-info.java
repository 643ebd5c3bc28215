/** The recommendation as instructions: goal, titration and monitoring. */
package org.hsdpo.hyperscore.plan;
