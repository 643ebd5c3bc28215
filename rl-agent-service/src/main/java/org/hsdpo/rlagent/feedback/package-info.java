/** Takes in what a clinician did with a proposal. */
package org.hsdpo.rlagent.feedback;
