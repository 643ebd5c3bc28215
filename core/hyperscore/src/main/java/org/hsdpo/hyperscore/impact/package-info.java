/**
 * The fourth engine: what a regimen is worth over five years, in quality-adjusted life-days against stopping all
 * glucose-lowering drugs, with cardiovascular and microvascular events, hypoglycaemia and drug cost.
 */
package org.hsdpo.hyperscore.impact;
