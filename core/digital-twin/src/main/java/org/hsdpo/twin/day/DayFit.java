package org.hsdpo.twin.day;

import org.hsdpo.twin.GlucoseState;

/**
 * Fits each person's usual day to the weekly model: two unknowns, the level of hepatic output and the shape of the day, for
 * two figures, glucose before breakfast and mean glucose. The shape is one number by which meals and the hours of the day
 * weigh more and the dawn less, or the other way round, because a mean below the fasting glucose means a steep dawn and
 * little after it.
 *
 * <p>Broyden's method on logarithms from a Jacobian of differences, which is taken anew where a step does not lead nearer.
 * All lanes are evaluated together, each at a point of its own.
 */
final class DayFit {
    /** Days from balance until one day is like the next. */
    private static final int DAYS_TO_REPEAT = 3;

    private static final int MOST_EVALUATIONS = 80;
    private static final double GOOD_ENOUGH = 1e-9;
    private static final double DIFFERENCE = 1e-4;
    private static final double LONGEST_STEP = 0.8;
    private static final double GREATEST_SHAPE = 6;
    private static final double SHORTER = 0.3;
    private static final int TRIES_BEFORE_NEW_JACOBIAN = 2;
    /** Powers of the shape by which what is eaten and the dawn change. */
    private static final double MEAL_POWER = 0.6;

    private static final double DAWN_POWER = 0.7;

    /** One lane's search. */
    private static final class Search {
        double level;
        double shape;
        double atLevel;
        double atShape;
        double offFasting;
        double offMean;
        double misfit = Double.POSITIVE_INFINITY;
        /** Derivatives of ln fasting and ln mean by level and shape. */
        double fastingByLevel;

        double fastingByShape;
        double meanByLevel;
        double meanByShape;
        /** 0: the point itself; 1, 2: a difference in level, in shape; 3: a step. */
        int asked;

        int tries;

        /** Takes the answer at the point that was asked for and names the next. */
        void answer(double fasting, double mean) {
            switch (asked) {
                case 0 -> {
                    accept(fasting, mean);
                    askDifferences();
                }
                case 1 -> {
                    fastingByLevel = (fasting - offFasting) / DIFFERENCE;
                    meanByLevel = (mean - offMean) / DIFFERENCE;
                    asked = 2;
                    atLevel = level;
                    atShape = shape + DIFFERENCE;
                }
                case 2 -> {
                    fastingByShape = (fasting - offFasting) / DIFFERENCE;
                    meanByShape = (mean - offMean) / DIFFERENCE;
                    askStep();
                }
                default -> {
                    if (Math.max(Math.abs(fasting), Math.abs(mean)) < misfit) {
                        learn(fasting, mean);
                        accept(fasting, mean);
                        askStep();
                    } else if (++tries < TRIES_BEFORE_NEW_JACOBIAN) {
                        atLevel = level + SHORTER * (atLevel - level);
                        atShape = shape + SHORTER * (atShape - shape);
                    } else {
                        askDifferences();
                    }
                }
            }
        }

        boolean isDone() {
            return misfit < GOOD_ENOUGH;
        }

        private void accept(double fasting, double mean) {
            level = atLevel;
            shape = atShape;
            offFasting = fasting;
            offMean = mean;
            misfit = Math.max(Math.abs(fasting), Math.abs(mean));
        }

        /** Broyden's update of the Jacobian with the step that was taken. */
        private void learn(double fasting, double mean) {
            double dl = atLevel - level;
            double ds = atShape - shape;
            double square = dl * dl + ds * ds;
            double missedFasting = (fasting - offFasting - fastingByLevel * dl - fastingByShape * ds) / square;
            double missedMean = (mean - offMean - meanByLevel * dl - meanByShape * ds) / square;
            fastingByLevel += missedFasting * dl;
            fastingByShape += missedFasting * ds;
            meanByLevel += missedMean * dl;
            meanByShape += missedMean * ds;
        }

        private void askDifferences() {
            asked = 1;
            tries = 0;
            atLevel = level + DIFFERENCE;
            atShape = shape;
        }

        private void askStep() {
            asked = 3;
            tries = 0;
            double determinant = fastingByLevel * meanByShape - fastingByShape * meanByLevel;
            double dl = -(meanByShape * offFasting - fastingByShape * offMean) / determinant;
            double ds = -(fastingByLevel * offMean - meanByLevel * offFasting) / determinant;
            double longest = Math.max(Math.abs(dl), Math.abs(ds));
            double shorten = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1;
            atLevel = level + shorten * dl;
            atShape = Math.clamp(shape + shorten * ds, -GREATEST_SHAPE, GREATEST_SHAPE);
        }
    }

    private DayFit() {}

    /**
     * Puts one person into each lane and fits the day; the engine stands at the midnight after a usual day.
     *
     * @return greatest relative distance of fasting or mean glucose from the state's, by lane
     */
    static double[] fit(DayEngine engine, DayKnowledge knowledge, GlucoseState[] states) {
        DayCourse usual = new DayCourse(knowledge);
        usual.usual();
        Search[] searches = new Search[engine.lanes];
        for (int i = 0; i < engine.lanes; i++) {
            engine.person(i, states[i]);
            searches[i] = new Search();
        }
        boolean done = false;
        for (int evaluation = 0; evaluation < MOST_EVALUATIONS && !done; evaluation++) {
            for (int i = 0; i < engine.lanes; i++) {
                set(engine, knowledge, i, searches[i].atLevel, searches[i].atShape);
            }
            runUsualDay(engine, usual, states);
            done = true;
            for (int i = 0; i < engine.lanes; i++) {
                if (!searches[i].isDone()) {
                    searches[i].answer(
                            Math.log(engine.fasting(i, usual.step[0]) / states[i].fastingGlucose()),
                            Math.log(engine.mean(i) / states[i].meanGlucose()));
                    done &= searches[i].isDone();
                }
            }
        }
        double[] off = new double[engine.lanes];
        for (int i = 0; i < engine.lanes; i++) {
            off[i] = searches[i].misfit;
            set(engine, knowledge, i, searches[i].level, searches[i].shape);
        }
        runUsualDay(engine, usual, states);
        return off;
    }

    private static void set(DayEngine engine, DayKnowledge knowledge, int lane, double level, double shape) {
        double towardsDay = Math.exp(MEAL_POWER * shape);
        engine.level[lane] = Math.exp(level);
        engine.appetite[lane] = towardsDay;
        engine.dawn[lane] = knowledge.dawn().rise() * Math.exp(-DAWN_POWER * shape);
        engine.daytime[lane] = knowledge.daytime().rise() * (towardsDay - 1);
    }

    private static void runUsualDay(DayEngine engine, DayCourse usual, GlucoseState[] states) {
        for (int i = 0; i < engine.lanes; i++) {
            engine.settle(i, states[i].fastingGlucose());
            engine.day(i, usual);
        }
        for (int day = 0; day < DAYS_TO_REPEAT; day++) {
            engine.run();
        }
    }
}
