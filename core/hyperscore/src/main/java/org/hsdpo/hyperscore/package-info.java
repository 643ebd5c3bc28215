/**
 * HyperScore: every admissible regimen one step around the current one, scored by five engines, criticised by a meta
 * loop, and fused into one calibrated score with its reasons. Start at {@link org.hsdpo.hyperscore.HyperScoreEngine}.
 */
package org.hsdpo.hyperscore;
