package org.hsdpo.twin.day;

import java.util.List;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** The figures of {@code day.yaml}; their meaning, units and sources stand there. */
record DayKnowledge(
        int version,
        Glucose glucose,
        Insulin insulin,
        Glargine glargine,
        List<Meal> meals,
        Eating eating,
        Swell dawn,
        Swell daytime,
        Variation variation,
        Sensor sensor) {

    private static final class Holder {
        static final DayKnowledge SHIPPED =
                KnowledgeFile.resource(DayKnowledge.class, "day.yaml").as(DayKnowledge.class);
    }

    /** The knowledge shipped with this version. */
    static DayKnowledge shipped() {
        return Holder.SHIPPED;
    }

    record Glucose(
            double volume,
            double turnover,
            String source,
            double insulinDependentUptake,
            String insulinDependentUptakeSource,
            double renalThreshold,
            String renalThresholdSource) {}

    record Insulin(
            double secretionLag,
            double actionLag,
            String lagSource,
            double sulfonylureaConstantShare,
            String sulfonylureaSource) {}

    record Glargine(
            double hour,
            double release,
            double absorption,
            String profileSource,
            double injectionLogSd,
            String injectionSource) {}

    record Meal(String name, double hour, double carbohydrate, double probability) {}

    record Eating(
            String source,
            double sizeLogSd,
            double hourSd,
            double absorption,
            double emptyingGain,
            double variabilityPower,
            String absorptionSource) {}

    /** A rise of hepatic output over insulin sensitivity between two hours of the day. */
    record Swell(double rise, double from, double full, double fullUntil, double to, String source) {
        /** Height at an hour of the day, 0 to 1: half a cosine up, a plateau, half a cosine down. */
        double height(double hour) {
            if (hour <= from || hour >= to) {
                return 0;
            }
            double way = hour < full ? (hour - from) / (full - from) : Math.min(1, (to - hour) / (to - fullUntil));
            return (1 - Math.cos(Math.PI * way)) / 2;
        }
    }

    record Variation(
            double dayLogSd,
            double hourLogSd,
            double memory,
            double exertionProbability,
            double exertionEffect,
            double exertionHours,
            String source) {}

    record Sensor(
            double lag,
            String lagSource,
            double location,
            double scale,
            double gamma,
            double delta,
            double memory,
            double minutes,
            double low,
            double high,
            String source) {}
}
