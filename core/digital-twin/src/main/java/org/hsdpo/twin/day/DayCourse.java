package org.hsdpo.twin.day;

import java.util.Arrays;
import org.hsdpo.twin.CounterRandom;

/**
 * What one day brings to one person: when and how much is eaten, how sensitivity goes up and down from hour to hour, how
 * much of the injection is absorbed. A scratch object, filled anew for every day.
 */
final class DayCourse {
    static final int HOURS = 24;
    private static final int NUMBERS_A_DAY = 128;
    private static final int FIRST_MEAL = 40;
    private static final int NUMBERS_A_MEAL = 3;

    /** Step at which each meal begins, and its carbohydrate in g; 0 where it is left out. */
    final int[] step;

    final double[] carbohydrate;
    /** Factor on hepatic output over insulin sensitivity at each full hour from midnight to midnight. */
    final double[] factor = new double[HOURS + 1];

    double injected;

    private final DayKnowledge knowledge;
    private final double hourMemory;
    private final double hourFreshness;
    /** Where the hourly variation stands at midnight, standard normal. */
    private double drift;

    DayCourse(DayKnowledge knowledge) {
        this.knowledge = knowledge;
        step = new int[knowledge.meals().size()];
        carbohydrate = new double[step.length];
        hourMemory = Math.exp(-1 / knowledge.variation().memory());
        hourFreshness = Math.sqrt(1 - hourMemory * hourMemory);
    }

    /** A day on which everything is as it usually is. */
    void usual() {
        for (int m = 0; m < step.length; m++) {
            DayKnowledge.Meal meal = knowledge.meals().get(m);
            step[m] = stepAt(meal.hour());
            carbohydrate[m] = meal.carbohydrate() * meal.probability();
        }
        Arrays.fill(factor, 1);
        injected = 1;
    }

    /** Where the hourly variation stands before the first day. */
    void begin(long key) {
        drift = CounterRandom.normal(key, 0);
    }

    double drift() {
        return drift;
    }

    void goOn(double drift) {
        this.drift = drift;
    }

    /**
     * Day {@code day}, following on from the day before.
     *
     * @param variability the person's factor on every spread
     */
    void draw(long key, int day, double variability) {
        long base = 1 + (long) day * NUMBERS_A_DAY;
        DayKnowledge.Variation variation = knowledge.variation();
        double ofDay = variation.dayLogSd() * variability;
        double ofHour = variation.hourLogSd() * variability;
        double level = ofDay * CounterRandom.normal(key, base) - (ofDay * ofDay + ofHour * ofHour) / 2;
        factor[0] = level + ofHour * drift;
        for (int hour = 1; hour <= HOURS; hour++) {
            drift = hourMemory * drift + hourFreshness * CounterRandom.normal(key, base + hour);
            factor[hour] = level + ofHour * drift;
        }
        exert(key, base + HOURS + 1);
        for (int hour = 0; hour <= HOURS; hour++) {
            factor[hour] = Math.exp(factor[hour]);
        }
        double spread = knowledge.glargine().injectionLogSd() * variability;
        injected = Math.exp(spread * CounterRandom.normal(key, base + HOURS + 4) - spread * spread / 2);
        for (int m = 0; m < step.length; m++) {
            eat(key, base + FIRST_MEAL + (long) m * NUMBERS_A_MEAL, m, variability);
        }
    }

    private void exert(long key, long counter) {
        DayKnowledge.Variation variation = knowledge.variation();
        if (CounterRandom.uniform(key, counter) >= variation.exertionProbability()) {
            return;
        }
        int begin = 9 + (int) (11 * CounterRandom.uniform(key, counter + 1));
        for (int hour = begin; hour < Math.min(HOURS, begin + variation.exertionHours()); hour++) {
            factor[hour] += variation.exertionEffect();
        }
    }

    private void eat(long key, long counter, int m, double variability) {
        DayKnowledge.Meal meal = knowledge.meals().get(m);
        DayKnowledge.Eating eating = knowledge.eating();
        boolean taken = CounterRandom.uniform(key, counter) < meal.probability();
        double spread = eating.sizeLogSd() * variability;
        carbohydrate[m] = taken
                ? meal.carbohydrate() * Math.exp(spread * CounterRandom.normal(key, counter + 1) - spread * spread / 2)
                : 0;
        double hour = meal.hour() + eating.hourSd() * CounterRandom.normal(key, counter + 2);
        step[m] = Math.clamp(stepAt(hour), 0, DayEngine.STEPS - 1);
    }

    static int stepAt(double hour) {
        return (int) Math.round(hour * 60 / DayEngine.MINUTES);
    }
}
