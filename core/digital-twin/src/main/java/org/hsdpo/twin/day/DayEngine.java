package org.hsdpo.twin.day;

import org.hsdpo.twin.GlucoseState;

/**
 * Glucose and insulin of some people through a day in steps of five minutes, a structure of arrays.
 *
 * <p>With everything in units of fasting insulin I₀ (y secreted insulin, x injected insulin, z insulin where it acts):
 *
 * <pre>
 * dG/dt = k·[ P·f(t)·((1−β)/z + β) − G·(1−β + β·z) + c·(70−G)⁺ − r·(G−60)⁺ ] − e·(G−180)⁺ + a·q(t)
 * dy/dt = ( b₁·(G−63)⁺ + b₂·(G−90)⁺ + b₀ − y )/τ_y
 * dz/dt = ( y + x(t) − z )/τ_z
 * dS/dt = ( G − S )/τ_s
 * </pre>
 *
 * P is hepatic output over insulin sensitivity and I₀, f(t) its course over the day (dawn, hours, exertion), β the share of
 * uptake that depends on insulin, c counter-regulation, r excretion under SGLT2 inhibition, e filtration, q(t) carbohydrate
 * leaving the gut, b₀ the part of a sulfonylurea's secretion that stays whatever the glucose, S interstitial glucose. Without
 * meals and with f = 1 it stands where {@code FastingBalance} stands. G, y, z are advanced by the classical Runge–Kutta
 * method of order 4; gut and depot are linear and advanced exactly; S exactly for a glucose that goes straight.
 */
final class DayEngine {
    /** Minutes of a step, and steps of a day. */
    static final int MINUTES = 5;

    static final int STEPS = 24 * 60 / MINUTES;
    private static final int STEPS_AN_HOUR = 60 / MINUTES;

    static final double SECRETION_THRESHOLD = 63;
    static final double INCRETIN_THRESHOLD = 90;
    static final double COUNTER_REGULATION_THRESHOLD = 70;
    static final double COUNTER_REGULATION = 2;
    static final double SGLT2_THRESHOLD = 60;
    private static final double MG_PER_G = 1000;
    private static final double ML_PER_DL = 100;

    final int lanes;
    private final DayKnowledge knowledge;

    /** The person: constants of the equations by lane. */
    final double[] turnover;

    final double[] balancedProduction;
    final double[] secretion;
    final double[] incretin;
    final double[] constantSecretion;
    final double[] renal;
    final double[] filtration;
    final double[] injectedMean;
    final double[] gutHalfKept;
    final double[] gutHalfRate;
    /** mg/dL of glucose by g of carbohydrate, before the fitted factor. */
    final double[] perGram;

    /** What is fitted: factors on production and on what is eaten, the rise of production at dawn and during the day. */
    final double[] level;

    final double[] appetite;
    final double[] dawn;
    final double[] daytime;

    /** The state. */
    final double[] glucose;

    final double[] secreted;
    final double[] acting;
    final double[] interstitial;
    private final double[] gutFirst;
    private final double[] gutSecond;
    private final double[] depotFirst;
    private final double[] depotSecond;

    /** The day: what is eaten in mg/dL by step and lane, the course's factor by hour and lane, the injection's factor. */
    private final double[] eaten;

    private final double[] factor;
    private final double[] injected;

    /** Results by step (0 to STEPS) and lane. */
    final double[] plasmaTrace;

    final double[] interstitialTrace;

    private final double[] dawnHeight = new double[2 * STEPS + 1];
    private final double[] daytimeHeight = new double[2 * STEPS + 1];
    private final int injectionStep;
    private final double releaseHalfKept;
    private final double absorptionHalfKept;
    private final double transfer;
    private final double releaseToMean;

    DayEngine(DayKnowledge knowledge, int lanes) {
        this.knowledge = knowledge;
        this.lanes = lanes;
        turnover = new double[lanes];
        balancedProduction = new double[lanes];
        secretion = new double[lanes];
        incretin = new double[lanes];
        constantSecretion = new double[lanes];
        renal = new double[lanes];
        filtration = new double[lanes];
        injectedMean = new double[lanes];
        gutHalfKept = new double[lanes];
        gutHalfRate = new double[lanes];
        perGram = new double[lanes];
        level = new double[lanes];
        appetite = new double[lanes];
        dawn = new double[lanes];
        daytime = new double[lanes];
        glucose = new double[lanes];
        secreted = new double[lanes];
        acting = new double[lanes];
        interstitial = new double[lanes];
        gutFirst = new double[lanes];
        gutSecond = new double[lanes];
        depotFirst = new double[lanes];
        depotSecond = new double[lanes];
        eaten = new double[STEPS * lanes];
        factor = new double[(DayCourse.HOURS + 1) * lanes];
        injected = new double[lanes];
        plasmaTrace = new double[(STEPS + 1) * lanes];
        interstitialTrace = new double[(STEPS + 1) * lanes];
        for (int half = 0; half < dawnHeight.length; half++) {
            dawnHeight[half] = knowledge.dawn().height(half * MINUTES / 120.0);
            daytimeHeight[half] = knowledge.daytime().height(half * MINUTES / 120.0);
        }
        DayKnowledge.Glargine glargine = knowledge.glargine();
        injectionStep = DayCourse.stepAt(glargine.hour());
        double half = MINUTES / 120.0;
        releaseHalfKept = Math.exp(-half / glargine.release());
        absorptionHalfKept = Math.exp(-half / glargine.absorption());
        // Depots in units of one day's dose; absorbed per hour relative to a day's mean of 1/24.
        transfer = glargine.absorption()
                / (glargine.release() - glargine.absorption())
                * (releaseHalfKept - absorptionHalfKept);
        releaseToMean = 24 / glargine.absorption();
    }

    /** Puts a person into a lane, at balance without meals; the fitted factors are 1. */
    void person(int lane, GlucoseState state) {
        double insulin = state.fastingInsulin();
        double fasting = state.fastingGlucose();
        DayKnowledge.Glucose figures = knowledge.glucose();
        turnover[lane] = figures.turnover() / (figures.volume() * fasting);
        balancedProduction[lane] = state.production() / insulin;
        double share = knowledge.insulin().sulfonylureaConstantShare();
        secretion[lane] = state.secretion() * (1 + state.secretagogue() * (1 - share)) / insulin;
        incretin[lane] = state.secretion() * state.incretin() / insulin;
        constantSecretion[lane] =
                state.secretion() * state.secretagogue() * share * Math.max(0, fasting - SECRETION_THRESHOLD) / insulin;
        renal[lane] = state.renal();
        filtration[lane] = state.egfr() / ML_PER_DL / (figures.volume() * state.weight());
        injectedMean[lane] = state.exogenousInsulin() / insulin;
        double absorption = knowledge.eating().absorption()
                * (1 + knowledge.eating().emptyingGain() * state.glp1())
                * Math.pow(state.variability(), -knowledge.eating().variabilityPower());
        gutHalfRate[lane] = MINUTES / 2.0 / absorption;
        gutHalfKept[lane] = Math.exp(-gutHalfRate[lane]);
        perGram[lane] = MG_PER_G / (figures.volume() * state.weight());
        level[lane] = 1;
        appetite[lane] = 1;
        dawn[lane] = 0;
        daytime[lane] = 0;
        settle(lane, fasting);
    }

    /** Starts a lane at a glucose with insulin and depot as they usually are there. */
    void settle(int lane, double fasting) {
        glucose[lane] = fasting;
        interstitial[lane] = fasting;
        acting[lane] = 1;
        secreted[lane] = 1 - injectedMean[lane];
        gutFirst[lane] = 0;
        gutSecond[lane] = 0;
        // Depots at midnight after doses at the same hour for ever.
        DayKnowledge.Glargine glargine = knowledge.glargine();
        double since = 24 - glargine.hour();
        double first = Math.exp(-since / glargine.release()) / -Math.expm1(-24 / glargine.release());
        double second = Math.exp(-since / glargine.absorption()) / -Math.expm1(-24 / glargine.absorption());
        depotFirst[lane] = first;
        depotSecond[lane] = glargine.absorption() / (glargine.release() - glargine.absorption()) * (first - second);
    }

    /** Puts a day before a lane. */
    void day(int lane, DayCourse course) {
        for (int step = 0; step < STEPS; step++) {
            eaten[step * lanes + lane] = 0;
        }
        for (int m = 0; m < course.step.length; m++) {
            eaten[course.step[m] * lanes + lane] += course.carbohydrate[m] * perGram[lane] * appetite[lane];
        }
        for (int hour = 0; hour <= DayCourse.HOURS; hour++) {
            factor[hour * lanes + lane] = course.factor[hour];
        }
        injected[lane] = course.injected;
    }

    /** Takes all lanes through their day, from midnight to midnight. */
    void run() {
        System.arraycopy(glucose, 0, plasmaTrace, 0, lanes);
        System.arraycopy(interstitial, 0, interstitialTrace, 0, lanes);
        for (int step = 0; step < STEPS; step++) {
            if (step == injectionStep) {
                for (int i = 0; i < lanes; i++) {
                    depotFirst[i] += injected[i];
                }
            }
            advance(step);
            System.arraycopy(glucose, 0, plasmaTrace, (step + 1) * lanes, lanes);
            System.arraycopy(interstitial, 0, interstitialTrace, (step + 1) * lanes, lanes);
        }
    }

    private void advance(int step) {
        double h = MINUTES;
        double uptake = knowledge.glucose().insulinDependentUptake();
        double rest = 1 - uptake;
        double threshold = knowledge.glucose().renalThreshold();
        double slowSecretion = 1 / knowledge.insulin().secretionLag();
        double slowAction = 1 / knowledge.insulin().actionLag();
        double lag = knowledge.sensor().lag();
        double kept = Math.exp(-h / lag);
        double slope = 1 - lag / h * (1 - kept);
        int hour = step / STEPS_AN_HOUR * lanes;
        double inHour = step % STEPS_AN_HOUR / (double) STEPS_AN_HOUR;
        double halfInHour = inHour + 0.5 / STEPS_AN_HOUR;
        double endInHour = inHour + 1.0 / STEPS_AN_HOUR;
        double dawn0 = dawnHeight[2 * step];
        double dawn1 = dawnHeight[2 * step + 1];
        double dawn2 = dawnHeight[2 * step + 2];
        double day0 = daytimeHeight[2 * step];
        double day1 = daytimeHeight[2 * step + 1];
        double day2 = daytimeHeight[2 * step + 2];
        int meal = step * lanes;
        for (int i = 0; i < lanes; i++) {
            double keep = gutHalfKept[i];
            double rate = gutHalfRate[i];
            double a = 2 * rate / h;
            double first = gutFirst[i] + eaten[meal + i];
            double second = gutSecond[i];
            double in0 = a * second;
            second = (second + first * rate) * keep;
            first *= keep;
            double in1 = a * second;
            second = (second + first * rate) * keep;
            first *= keep;
            double in2 = a * second;
            gutFirst[i] = first;
            gutSecond[i] = second;

            double dose = injectedMean[i] * releaseToMean;
            double release = depotFirst[i];
            double depot = depotSecond[i];
            double x0 = dose * depot;
            depot = depot * absorptionHalfKept + release * transfer;
            release *= releaseHalfKept;
            double x1 = dose * depot;
            depot = depot * absorptionHalfKept + release * transfer;
            release *= releaseHalfKept;
            double x2 = dose * depot;
            depotFirst[i] = release;
            depotSecond[i] = depot;

            double from = factor[hour + i];
            double change = factor[hour + lanes + i] - from;
            double production = balancedProduction[i] * level[i];
            double rise = dawn[i];
            double awake = daytime[i];
            double p0 = production * (from + change * inHour) * (1 + rise * dawn0 + awake * day0);
            double p1 = production * (from + change * halfInHour) * (1 + rise * dawn1 + awake * day1);
            double p2 = production * (from + change * endInHour) * (1 + rise * dawn2 + awake * day2);

            double k = turnover[i];
            double r = renal[i];
            double e = filtration[i];
            double b0 = constantSecretion[i];
            double b1 = secretion[i];
            double b2 = incretin[i];
            double g = glucose[i];
            double y = secreted[i];
            double z = acting[i];

            double g1 = k
                            * (p0 * (rest / z + uptake)
                                    - g * (rest + uptake * z)
                                    + COUNTER_REGULATION * Math.max(0, COUNTER_REGULATION_THRESHOLD - g)
                                    - r * Math.max(0, g - SGLT2_THRESHOLD))
                    - e * Math.max(0, g - threshold)
                    + in0;
            double y1 = (b0 + b1 * Math.max(0, g - SECRETION_THRESHOLD) + b2 * Math.max(0, g - INCRETIN_THRESHOLD) - y)
                    * slowSecretion;
            double z1 = (y + x0 - z) * slowAction;

            double ga = g + h / 2 * g1;
            double ya = y + h / 2 * y1;
            double za = z + h / 2 * z1;
            double g2 = k
                            * (p1 * (rest / za + uptake)
                                    - ga * (rest + uptake * za)
                                    + COUNTER_REGULATION * Math.max(0, COUNTER_REGULATION_THRESHOLD - ga)
                                    - r * Math.max(0, ga - SGLT2_THRESHOLD))
                    - e * Math.max(0, ga - threshold)
                    + in1;
            double y2 =
                    (b0 + b1 * Math.max(0, ga - SECRETION_THRESHOLD) + b2 * Math.max(0, ga - INCRETIN_THRESHOLD) - ya)
                            * slowSecretion;
            double z2 = (ya + x1 - za) * slowAction;

            ga = g + h / 2 * g2;
            ya = y + h / 2 * y2;
            za = z + h / 2 * z2;
            double g3 = k
                            * (p1 * (rest / za + uptake)
                                    - ga * (rest + uptake * za)
                                    + COUNTER_REGULATION * Math.max(0, COUNTER_REGULATION_THRESHOLD - ga)
                                    - r * Math.max(0, ga - SGLT2_THRESHOLD))
                    - e * Math.max(0, ga - threshold)
                    + in1;
            double y3 =
                    (b0 + b1 * Math.max(0, ga - SECRETION_THRESHOLD) + b2 * Math.max(0, ga - INCRETIN_THRESHOLD) - ya)
                            * slowSecretion;
            double z3 = (ya + x1 - za) * slowAction;

            ga = g + h * g3;
            ya = y + h * y3;
            za = z + h * z3;
            double g4 = k
                            * (p2 * (rest / za + uptake)
                                    - ga * (rest + uptake * za)
                                    + COUNTER_REGULATION * Math.max(0, COUNTER_REGULATION_THRESHOLD - ga)
                                    - r * Math.max(0, ga - SGLT2_THRESHOLD))
                    - e * Math.max(0, ga - threshold)
                    + in2;
            double y4 =
                    (b0 + b1 * Math.max(0, ga - SECRETION_THRESHOLD) + b2 * Math.max(0, ga - INCRETIN_THRESHOLD) - ya)
                            * slowSecretion;
            double z4 = (ya + x2 - za) * slowAction;

            double end = g + h / 6 * (g1 + 2 * (g2 + g3) + g4);
            glucose[i] = end;
            secreted[i] = y + h / 6 * (y1 + 2 * (y2 + y3) + y4);
            acting[i] = z + h / 6 * (z1 + 2 * (z2 + z3) + z4);
            interstitial[i] = interstitial[i] * kept + g * (1 - kept) + (end - g) * slope;
        }
    }

    /** Glucose in front of breakfast, mean of the last half hour, of the day that was run. */
    double fasting(int lane, int breakfast) {
        double sum = 0;
        for (int step = breakfast - STEPS_AN_HOUR / 2 + 1; step <= breakfast; step++) {
            sum += plasmaTrace[step * lanes + lane];
        }
        return sum / (STEPS_AN_HOUR / 2);
    }

    /** Mean glucose of the day that was run. */
    double mean(int lane) {
        double sum = 0;
        for (int step = 1; step <= STEPS; step++) {
            sum += plasmaTrace[step * lanes + lane];
        }
        return sum / STEPS;
    }

    /** Copies person, fit and state of a lane. */
    void copyLane(DayEngine from, int source, int target) {
        double[][] mine = persons();
        double[][] theirs = from.persons();
        for (int a = 0; a < mine.length; a++) {
            mine[a][target] = theirs[a][source];
        }
    }

    private double[][] persons() {
        return new double[][] {
            turnover,
            balancedProduction,
            secretion,
            incretin,
            constantSecretion,
            renal,
            filtration,
            injectedMean,
            gutHalfKept,
            gutHalfRate,
            perGram,
            level,
            appetite,
            dawn,
            daytime,
            glucose,
            secreted,
            acting,
            interstitial,
            gutFirst,
            gutSecond,
            depotFirst,
            depotSecond
        };
    }

    /** What of a lane's state the equations in another form need: gut and depots. */
    double[] depots(int lane) {
        return new double[] {gutFirst[lane], gutSecond[lane], depotFirst[lane], depotSecond[lane]};
    }
}
