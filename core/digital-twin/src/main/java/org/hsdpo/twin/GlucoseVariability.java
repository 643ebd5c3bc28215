package org.hsdpo.twin;

/**
 * Distribution of glucose over the day: log-normal with a mean and a coefficient of variation. Against sensor traces of
 * 67 people with type 2 diabetes it meets the low tail better than a gamma distribution (docs/digital-twin.md).
 */
final class GlucoseVariability {
    private GlucoseVariability() {}

    /** Factor of drugs and of exogenous insulin on the CV. */
    static double drugFactor(
            TwinKnowledge.Variability variability, double fasting, double secretion, DrugAction action) {
        return 1
                + variability.insulinGain() * insulinShare(fasting, secretion, action)
                + variability.sulfonylureaGain() * secretagogueShare(action)
                + variability.incretinGain() * action.incretin / (1 + action.incretin);
    }

    /** Share of exogenous in all fasting insulin. */
    static double insulinShare(double fasting, double secretion, DrugAction action) {
        if (action.exogenous == 0) {
            return 0;
        }
        return action.exogenous
                / FastingBalance.insulin(fasting, secretion, action.secretagogue, action.incretin, action.exogenous);
    }

    /** Share of secretion that a sulfonylurea drives whatever the glucose. */
    static double secretagogueShare(DrugAction action) {
        return action.secretagogue / (1 + action.secretagogue);
    }

    /** Standard deviation of the logarithm for a CV in %. */
    static double logSd(double cv) {
        return Math.sqrt(Math.log1p(cv * cv * 1e-4));
    }

    /** Share of time below a limit in mg/dL, 0 to 1. */
    static double shareBelow(double limit, double mean, double logSd) {
        return shareBelowLog(Math.log(limit), Math.log(mean), logSd);
    }

    /** {@link #shareBelow} for a caller that has the logarithms. */
    static double shareBelowLog(double logLimit, double logMean, double logSd) {
        return NormalDistribution.probability((logLimit - logMean) / logSd + logSd / 2);
    }
}
