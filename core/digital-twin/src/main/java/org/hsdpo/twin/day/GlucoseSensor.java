package org.hsdpo.twin.day;

import org.hsdpo.twin.CounterRandom;

/**
 * A sensor under the skin: interstitial glucose with an error that has a memory and heavy tails (Breton and Kovatchev 2008,
 * J Diabetes Sci Technol 2:853: a first-order autoregression every 15 minutes through a Johnson transformation), between
 * these times along a straight line, reported inside the range of the device.
 */
final class GlucoseSensor {
    private final DayKnowledge.Sensor figures;
    private final int stepsBetween;
    private final double atStart;

    GlucoseSensor(DayKnowledge.Sensor figures) {
        this.figures = figures;
        stepsBetween = (int) Math.round(figures.minutes() / DayEngine.MINUTES);
        double memory = figures.memory();
        atStart = memory / Math.sqrt(1 - memory * memory);
    }

    /**
     * Turns interstitial glucose into readings, in place.
     *
     * @param glucose every five minutes, from {@code from} (inclusive) to {@code to}
     */
    void read(double[] glucose, int from, int to, long key) {
        double state = atStart * CounterRandom.normal(key, 0);
        double error = error(state);
        double next = error;
        for (int n = 0; n < to - from; n++) {
            int within = n % stepsBetween;
            if (within == 0) {
                error = next;
                state = figures.memory() * (state + CounterRandom.normal(key, 1 + n / stepsBetween));
                next = error(state);
            }
            double reading = glucose[from + n] + error + (next - error) * within / stepsBetween;
            glucose[from + n] = Math.clamp(reading, figures.low(), figures.high());
        }
    }

    private double error(double state) {
        return figures.location() + figures.scale() * Math.sinh((state - figures.gamma()) / figures.delta());
    }
}
