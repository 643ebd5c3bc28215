/**
 * The first engine: clinical rules as data, compiled to an SMT solver.
 *
 * <p>A rule is an obligation {@code when → then} over the patient's facts and the regimen before and after a change. For
 * each rule that applies to a candidate the solver answers two questions: if facts, regimen and obligation contradict
 * each other the rule is <em>violated</em>, and the minimal unsatisfiable core says by which facts; if facts, regimen
 * and the obligation's negation contradict each other it is <em>proven</em>; otherwise it is <em>undecided</em>, because
 * a fact is missing. {@link org.hsdpo.hyperscore.logic.CompiledRules} answers the same by three-valued evaluation,
 * without a solver, for training and bulk use; a test holds the two equal.
 */
package org.hsdpo.hyperscore.logic;
