package org.hsdpo.twin.history;

import java.util.List;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinPrior;

/** Runs people through the doses of a history and compares them with what was measured. */
final class HistoryFit {
    private final Timeline timeline;
    private final int size;

    HistoryFit(Timeline timeline) {
        this.timeline = timeline;
        this.size = timeline.later().size();
    }

    /**
     * People at the end of the history.
     *
     * @param today all of them on the day of today
     * @param residuals by twin · measurements + measurement: (ln measured − ln twin's) / standard deviation of the error;
     *     not a number where a twin has no such value
     */
    record Run(TwinPrior.People people, TwinBatch today, double[] residuals, int measurements) {
        /** Sum of squared residuals of one twin; infinite where there is no such person. */
        double misfit(int twin) {
            if (!people.possible()[twin]) {
                return Double.POSITIVE_INFINITY;
            }
            double sum = 0;
            for (int j = twin * measurements; j < (twin + 1) * measurements; j++) {
                sum += residuals[j] * residuals[j];
            }
            return Double.isFinite(sum) ? sum : Double.POSITIVE_INFINITY;
        }
    }

    /** Number of measurements compared. */
    int size() {
        return size;
    }

    Run run(TwinPrior.People people) {
        TwinBatch batch = new TwinBatch(people.cohort());
        double[] residuals = new double[batch.size() * size];
        List<Timeline.Later> later = timeline.later();
        List<Timeline.Change> changes = timeline.changes();
        int nextMeasurement = 0;
        int nextChange = 0;
        for (int week = 0; week <= timeline.weeks(); week++) {
            for (; nextMeasurement < size && later.get(nextMeasurement).week() == week; nextMeasurement++) {
                compare(batch, later.get(nextMeasurement), nextMeasurement, residuals);
            }
            for (; nextChange < changes.size() && changes.get(nextChange).week() == week; nextChange++) {
                batch.setAllDoses(changes.get(nextChange).doses());
            }
            if (week < timeline.weeks()) {
                batch.advance(1);
            }
        }
        return new Run(people, batch, residuals, size);
    }

    private void compare(TwinBatch batch, Timeline.Later measured, int at, double[] residuals) {
        double log = measured.log();
        double logSd = measured.logSd();
        for (int twin = 0; twin < batch.size(); twin++) {
            residuals[twin * size + at] = (log - Math.log(measured.measure().of(batch, twin))) / logSd;
        }
    }
}
