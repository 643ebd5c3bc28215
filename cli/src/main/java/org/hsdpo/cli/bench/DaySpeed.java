package org.hsdpo.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.day.GlucoseDays;

/** The model of the hours within a day: fitting a person's usual day, and sensor days after that. */
final class DaySpeed {
    private static final int FEW_DAYS = 1;
    private static final int MANY_DAYS = 29;
    private static final int ROUNDS = 5;
    /** Glucose, secreted and acting insulin, interstitial glucose, gut and depot of two stages each. */
    private static final int STATES = 8;

    private final Consumer<String> progress;

    DaySpeed(Consumer<String> progress) {
        this.progress = progress;
    }

    List<Metric> measure(TwinCohort cohort) {
        progress.accept("hours within a day, " + cohort.size() + " twins");
        TwinBatch batch = new TwinBatch(cohort);
        double few = seconds(batch, FEW_DAYS);
        double many = seconds(batch, MANY_DAYS);
        double day = (many - few) / ((MANY_DAYS - FEW_DAYS) * (double) cohort.size());
        List<Metric> metrics = new ArrayList<>();
        metrics.add(
                new Metric("day.one-core.sensor-days", "sensor days/s on one core, processor time", 1 / day, "1/s"));
        metrics.add(new Metric(
                "day.one-core.state-step",
                "a state-step of a day: one of 8 states, five minutes",
                1e9 * day / GlucoseDays.READINGS_A_DAY / STATES,
                "ns"));
        metrics.add(new Metric(
                "day.one-core.fit", "fitting a person's usual day", 1e3 * (few / cohort.size() - 2 * day), "ms"));
        return metrics;
    }

    private static double seconds(TwinBatch batch, int days) {
        return ProcessorTime.leastSeconds(ROUNDS, () -> {
            if (GlucoseDays.of(batch, days, 1).days() != days) {
                throw new IllegalStateException("days are missing");
            }
        });
    }
}
