package org.hsdpo.twin.trial;

import java.util.Arrays;
import java.util.List;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.twin.CounterRandom;
import org.hsdpo.twin.TwinBatch;

/** Weekly titration of basal insulin by fasting glucose; its rule stands in {@code titration.yaml}. */
final class InsulinClinic {
    private static final long RAISES = 0;
    private static final long MEASUREMENTS = 1;

    private final Rule rule = Knowledge.SHIPPED.insulin();
    private final long seed;
    private final double target;
    private final double[] units;
    private final int[] lows;

    private record Knowledge(int version, Rule insulin) {
        static final Knowledge SHIPPED =
                KnowledgeFile.resource(Knowledge.class, "titration.yaml").as(Knowledge.class);
    }

    private record Rule(
            List<Step> steps,
            double lowerAfterLow,
            double least,
            String source,
            double followed,
            String followedSource,
            double fastingLogSd,
            String fastingSource) {}

    private record Step(double above, double raise) {}

    /**
     * @param seed of the population: another one brings other visits
     * @param target fasting glucose, mg/dL
     */
    InsulinClinic(int patients, long seed, double start, double target) {
        this.seed = seed;
        this.target = target;
        units = new double[patients];
        Arrays.fill(units, start);
        lows = new int[patients];
    }

    /** The dose of this week, {@code [iU]/d}. */
    double visit(TwinBatch batch, int i, int week) {
        long key = CounterRandom.key(seed, i);
        int now = batch.hypoglycaemia(i, 2) + batch.hypoglycaemia(i, 3);
        if (now > lows[i]) {
            units[i] = Math.max(rule.least(), units[i] - rule.lowerAfterLow());
        } else if (week > 0 && CounterRandom.uniform(CounterRandom.key(key, RAISES), week) < rule.followed()) {
            double error = rule.fastingLogSd() * CounterRandom.normal(CounterRandom.key(key, MEASUREMENTS), week);
            double above = batch.fastingGlucose(i) * Math.exp(error) - target;
            for (Step step : rule.steps()) {
                if (above >= step.above()) {
                    units[i] += step.raise();
                    break;
                }
            }
        }
        lows[i] = now;
        return units[i];
    }
}
