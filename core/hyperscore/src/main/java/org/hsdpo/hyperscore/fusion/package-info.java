/**
 * Fusion of the terms into V and the HyperScore: weights from an analytic hierarchy prior updated by what the terms
 * proved worth on held-out patients, the logistic calibration, and each term's contribution.
 */
package org.hsdpo.hyperscore.fusion;
