/** Evaluating a patient on bounded threads, with a bounded queue. */
package org.hsdpo.evaluation.evaluating;
