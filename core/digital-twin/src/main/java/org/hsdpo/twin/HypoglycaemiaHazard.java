package org.hsdpo.twin;

/**
 * Rates of recognised hypoglycaemia, events per patient-year.
 *
 * <p>Episodes below 70 mg/dL come in proportion to the time spent there and to what drives them, up to a greatest number, as
 * one has to end before the next begins: {@code x·most/(x + most)}. Of these a share goes on below a lower limit: it rises
 * with the time below that limit over the time below 70 mg/dL, and what is felt or measured early is treated before. Hence
 * episodes of level 2 are among those below 70 mg/dL, and never more than those of level 1.
 */
final class HypoglycaemiaHazard {
    /** Glucose below which an episode counts, and below which it is of level 2, mg/dL (International Hypoglycaemia Study Group 2017, Diabetes Care 40:155). */
    static final double LEVEL_1 = 70;

    static final double LEVEL_2 = 54;

    private final double rate;
    private final double most;
    private final double treatedEarly;

    HypoglycaemiaHazard(TwinKnowledge.Hypoglycaemia figures) {
        rate = figures.rate();
        most = figures.mostPerYear();
        treatedEarly = figures.treatedEarlyShare();
    }

    /**
     * Recognised episodes a year.
     *
     * @param share of time below the limit, 0 to 1
     * @param drive how much of that time comes from what causes hypoglycaemia, with the person's own factors
     */
    double episodes(double share, double drive) {
        double unlimited = rate * share * drive;
        return unlimited * most / (unlimited + most);
    }

    /** Share of episodes that goes below 54 mg/dL, given the shares of time below 54 and 70 mg/dL. */
    double shareOfLevel2(double below54, double below70) {
        return (1 - treatedEarly) * depth(below54, below70);
    }

    /** The same for any limit of at most 70 mg/dL. */
    double shareReaching(double limit, double below, double below70) {
        return Math.max(0, 1 - treatedEarly * (LEVEL_1 - limit) / (LEVEL_1 - LEVEL_2)) * depth(below, below70);
    }

    /** Grows with the fourth root: most of the time low is spent in few episodes, and short ones go deep as well. */
    private static double depth(double below, double below70) {
        double ratio = Math.min(1, below / (below70 + Double.MIN_NORMAL));
        return Math.sqrt(Math.sqrt(ratio));
    }
}
