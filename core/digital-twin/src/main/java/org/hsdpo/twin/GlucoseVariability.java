package org.hsdpo.twin;

import org.hsdpo.twin.TwinKnowledge.Tail;
import org.hsdpo.twin.TwinKnowledge.Tails;
import org.hsdpo.twin.TwinKnowledge.TypicalCv;
import org.hsdpo.twin.TwinKnowledge.Variability;

/**
 * What the hours within a day leave of glucose in the weekly model: its CV, and the shares of time beyond a limit. Both are
 * fitted to what a sensor shows in the model of a day ({@code org.hsdpo.twin.day}) at many moments of the weekly model, and
 * cheap enough for every week of every twin.
 *
 * <p>The CV is that of the median person, linear in the figures of the moment, times the person's own factor. The share
 * below a limit is that of a log-normal distribution with this mean and CV whose standard deviation is scaled for the limit,
 * because the low side is narrower than the high one.
 */
final class GlucoseVariability {
    private static final double LEAST_PERSONAL = 0.1;
    private static final double MOST_PERSONAL = 4;
    private static final double PER_100_MG_DL = 0.01;

    private GlucoseVariability() {}

    /**
     * The person's factor on everything that varies within and between days, 1 at the median: the CV rises with a power of
     * it. Beyond a tenth and four days do not follow the CV any more.
     *
     * @param personal the person's factor on the CV
     */
    static double withinDays(Variability variability, double personal) {
        return Math.clamp(Math.pow(personal, 1 / variability.personalPower()), LEAST_PERSONAL, MOST_PERSONAL);
    }

    /** Fasting over mean glucose, inside what the figures were fitted on. */
    static double fastingRatio(Variability variability, double fasting, double mean) {
        return Math.max(variability.lowestFasting(), Math.min(variability.highestFasting(), fasting / mean));
    }

    /**
     * CV of the median person, %.
     *
     * @param ratio {@link #fastingRatio}
     * @param insulinShare {@link #insulinShare}
     * @param secretagogue gain on secretion
     * @param incretin gain on secretion above the incretin threshold
     * @param renal excretion under SGLT2 inhibition
     */
    static double typicalCv(
            Variability variability,
            double mean,
            double ratio,
            double insulinShare,
            double secretagogue,
            double incretin,
            double renal) {
        TypicalCv figures = variability.typicalCv();
        double cv = figures.base()
                + ratio * (figures.fasting() + figures.fastingSquared() * ratio)
                + insulinShare * (figures.insulin() + figures.insulinByFasting() * ratio)
                + figures.sulfonylurea() * share(secretagogue)
                + figures.incretin() * share(incretin)
                + figures.renal() * renal
                + figures.meanGlucose() * PER_100_MG_DL * Math.min(mean, variability.highestMean());
        return Math.max(figures.least(), cv);
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

    /** Factor on the standard deviation of the logarithm for one limit. */
    static double scale(Variability variability, Tail tail, double mean, double ratio, double insulinShare) {
        double scale = tail.base()
                + tail.insulin() * insulinShare
                + tail.fasting() * ratio
                + tail.meanGlucose() * PER_100_MG_DL * Math.min(mean, variability.highestMean());
        Tails tails = variability.tails();
        return Math.max(tails.leastScale(), Math.min(tails.greatestScale(), scale));
    }

    /** The same for any limit in mg/dL: linear between the limits that were fitted. */
    static double scale(Variability variability, double limit, double mean, double ratio, double insulinShare) {
        Tails tails = variability.tails();
        Tail lower = limit < 70 ? tails.below54() : limit < 180 ? tails.below70() : tails.above180();
        Tail upper = limit < 70 ? tails.below70() : limit < 180 ? tails.above180() : tails.above250();
        double from = limit < 70 ? 54 : limit < 180 ? 70 : 180;
        double to = limit < 70 ? 70 : limit < 180 ? 180 : 250;
        double way = Math.clamp((limit - from) / (to - from), 0, 1);
        return (1 - way) * scale(variability, lower, mean, ratio, insulinShare)
                + way * scale(variability, upper, mean, ratio, insulinShare);
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
