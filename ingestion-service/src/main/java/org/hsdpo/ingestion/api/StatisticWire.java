package org.hsdpo.ingestion.api;

import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.contracts.research.v1.NoisyClass;
import org.hsdpo.contracts.research.v1.NoisyCount;
import org.hsdpo.contracts.research.v1.PrivacyBudget;
import org.hsdpo.contracts.research.v1.ReleaseStatisticResponse;
import org.hsdpo.data.privacy.PrivateStatistics.PrivateCount;
import org.hsdpo.ingestion.research.ReleasingStatistics.Budget;
import org.hsdpo.ingestion.research.ReleasingStatistics.Released;
import org.hsdpo.ingestion.research.Statistic;
import org.hsdpo.service.wire.TimeWire;

/** Statistics and budgets on the wire. */
final class StatisticWire {
    private StatisticWire() {}

    static ReleaseStatisticResponse toWire(Released released) {
        ReleaseStatisticResponse.Builder wire = ReleaseStatisticResponse.newBuilder()
                .setReleaseId(released.id().toString())
                .setReleasedAt(TimeWire.toWire(released.at()))
                .setBudget(toWire(released.budget()));
        switch (released.answer()) {
            case Statistic.Noisy.People people -> wire.setPeople(toWire(people.count()));
            case Statistic.Noisy.Average average -> {
                wire.setPeople(toWire(average.mean().count()))
                        .setUnit(MeasurementCatalogue.shipped()
                                .definition(average.measurement())
                                .unit());
                if (!Double.isNaN(average.mean().value())) {
                    wire.setMean(average.mean().value());
                }
            }
            case Statistic.Noisy.Classes classes -> add(classes, wire);
        }
        return wire.build();
    }

    private static void add(Statistic.Noisy.Classes classes, ReleaseStatisticResponse.Builder wire) {
        MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(classes.measurement());
        double low = definition.plausible().low();
        double width = (definition.plausible().high() - low) / classes.counts().size();
        for (int i = 0; i < classes.counts().size(); i++) {
            wire.addClasses(NoisyClass.newBuilder()
                    .setLow(low + i * width)
                    .setHigh(low + (i + 1) * width)
                    .setPeople(toWire(classes.counts().get(i))));
        }
        wire.setUnit(definition.unit());
    }

    private static NoisyCount toWire(PrivateCount count) {
        return NoisyCount.newBuilder()
                .setValue(count.value())
                .setHalfWidth95(count.halfWidth95())
                .build();
    }

    static PrivacyBudget toWire(Budget budget) {
        return PrivacyBudget.newBuilder()
                .setGranted(budget.granted().toPlainString())
                .setSpent(budget.spent().toPlainString())
                .setLeft(budget.left().toPlainString())
                .build();
    }
}
