package org.hsdpo.twin;

/**
 * Distribution of glucose over the day: log-normal with a mean and a coefficient of variation. Against sensor traces of
 * 67 people with type 2 diabetes it meets the low tail better than a gamma distribution (docs/digital-twin.md).
 */
final class GlucoseVariability {
    private static final double LEAST_PERSONAL = 0.1;
    private static final double MOST_PERSONAL = 4;

    private GlucoseVariability() {}

    /** Factor of drugs and of exogenous insulin on the CV. */
    static double drugFactor(
            TwinKnowledge.Variability variability, double fasting, double secretion, DrugAction action) {
        return drugFactor(
                variability,
                insulinShare(fasting, secretion, action.secretagogue, action.incretin, action.exogenous),
                share(action.secretagogue),
                share(action.incretin));
    }

    /** The same from the shares of exogenous in all insulin, of secretagogue and of incretin in secretion. */
    static double drugFactor(
            TwinKnowledge.Variability variability, double insulin, double secretagogue, double incretin) {
        return 1
                + variability.insulinGain() * insulin
                + variability.sulfonylureaGain() * secretagogue
                + variability.incretinGain() * incretin;
    }

    /**
     * The person's factor on everything that varies within and between days, 1 at the median: CV rises with a power of it.
     * Beyond these limits days do not follow a CV any more.
     */
    static double personal(TwinKnowledge.Variability variability, double cv) {
        return Math.clamp(
                Math.pow(cv / variability.cv().median(), 1 / variability.personalPower()),
                LEAST_PERSONAL,
                MOST_PERSONAL);
    }

    /** Share of exogenous in all fasting insulin. */
    static double insulinShare(
            double fasting, double secretion, double secretagogue, double incretin, double exogenous) {
        if (exogenous == 0) {
            return 0;
        }
        return exogenous / FastingBalance.insulin(fasting, secretion, secretagogue, incretin, exogenous);
    }

    /** Share of secretion that a gain on it drives. */
    static double share(double gain) {
        return gain / (1 + gain);
    }

    /** Standard deviation of the logarithm for a CV in %. */
    static double logSd(double cv) {
        return Math.sqrt(QuickMath.log(1 + cv * cv * 1e-4));
    }

    /** Share of time below a limit in mg/dL, 0 to 1. */
    static double shareBelow(double limit, double mean, double logSd) {
        return shareBelowLog(Math.log(limit), Math.log(mean), logSd);
    }

    /** {@link #shareBelow} of many for a caller that has the logarithms; {@code z} is scratch. */
    static void shareBelowLog(
            double logLimit, double[] logMean, double[] logSd, double[] z, double[] share, int from, int to) {
        for (int i = from; i < to; i++) {
            z[i] = (logLimit - logMean[i]) / logSd[i] + logSd[i] / 2;
        }
        NormalDistribution.probability(z, share, from, to);
    }

    /** {@link #shareBelow} for a caller that has the logarithms. */
    static double shareBelowLog(double logLimit, double logMean, double logSd) {
        return NormalDistribution.probability((logLimit - logMean) / logSd + logSd / 2);
    }
}
