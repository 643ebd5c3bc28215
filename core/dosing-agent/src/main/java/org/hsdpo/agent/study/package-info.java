/** A pre-registered comparison of a policy with guideline dosing on people and twins it was not trained on. */
package org.hsdpo.agent.study;
