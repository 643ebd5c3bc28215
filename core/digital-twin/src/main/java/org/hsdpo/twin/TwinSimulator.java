package org.hsdpo.twin;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.regimen.Regimen;

/** Runs one regimen, or one course of regimens, for a whole cohort. */
public final class TwinSimulator {
    private static final double[] PERCENTILES = {0.05, 0.25, 0.50, 0.75, 0.95};

    private TwinSimulator() {}

    /** {@link #forecast(TwinCohort, DoseCourse, int, Workers)} of one regimen on the calling thread. */
    public static RegimenForecast forecast(TwinCohort cohort, Regimen regimen, int weeks) {
        return forecast(cohort, DoseCourse.constant(regimen), weeks, Workers.callingThread());
    }

    /**
     * The course from week 0 to the horizon for every twin. Two courses of one cohort meet the same random numbers.
     * Memory: 8 bytes a twin and week beside the batch.
     *
     * @param weeks horizon, at least 1
     * @param workers who divide the twins among themselves; where several courses are forecast at the same time, one
     *     thread for each of them is no slower and less to hand over
     */
    public static RegimenForecast forecast(TwinCohort cohort, DoseCourse course, int weeks, Workers workers) {
        if (weeks < 1) {
            throw new IllegalArgumentException("a forecast needs at least one week: " + weeks);
        }
        TwinBatch batch = new TwinBatch(cohort);
        int size = cohort.size();
        double[] startWeight = new double[size];
        for (int i = 0; i < size; i++) {
            startWeight[i] = batch.weight(i);
        }
        double[][] hba1c = new double[weeks + 1][size];
        workers.share(size, weeks, (from, to) -> {
            batch.copyHba1c(hba1c[0], from, to);
            for (int week = 0; week < weeks; week++) {
                for (DoseCourse.Phase phase : course.phases()) {
                    if (phase.fromWeek() == week) {
                        take(batch, phase.regimen().toArray(), from, to);
                    }
                }
                batch.advance(1, from, to);
                batch.copyHba1c(hba1c[week + 1], from, to);
            }
        });
        double[][] byWeek = new double[PERCENTILES.length][weeks + 1];
        for (int week = 0; week <= weeks; week++) {
            percentiles(hba1c[week], byWeek, week);
        }
        return summary(batch, course, weeks, startWeight, byWeek);
    }

    private static void take(TwinBatch batch, double[] doses, int from, int to) {
        for (int i = from; i < to; i++) {
            batch.setDoses(i, doses);
        }
    }

    private static RegimenForecast summary(
            TwinBatch batch, DoseCourse course, int weeks, double[] startWeight, double[][] byWeek) {
        int size = batch.size();
        double perYear = TwinModel.WEEKS_PER_YEAR / weeks;
        double[] hba1c = new double[size];
        double[] fasting = new double[size];
        double[] mean = new double[size];
        double[] inRange = new double[size];
        double[] weightChange = new double[size];
        double[][] levels = new double[3][size];
        boolean[] anyLevel2or3 = new boolean[size];
        boolean[] anyAdverse = new boolean[size];
        Map<AdverseEvent, double[]> probability = new EnumMap<>(AdverseEvent.class);
        for (int i = 0; i < size; i++) {
            hba1c[i] = batch.hba1c(i);
            fasting[i] = batch.fastingGlucose(i);
            mean[i] = batch.meanGlucose(i);
            inRange[i] = batch.timeInRange(i);
            weightChange[i] = batch.weight(i) - startWeight[i];
            for (int level = 1; level <= 3; level++) {
                levels[level - 1][i] = batch.expectedHypoglycaemia(i, level) * perYear;
            }
            anyLevel2or3[i] = batch.hypoglycaemia(i, 2) + batch.hypoglycaemia(i, 3) > 0;
        }
        for (AdverseEvent kind : AdverseEvent.values()) {
            double[] any = new double[size];
            for (int i = 0; i < size; i++) {
                any[i] = -Math.expm1(-batch.expectedAdverseEvents(i, kind));
                anyAdverse[i] |= batch.adverseEvents(i, kind) > 0;
            }
            probability.put(kind, any);
        }
        return new RegimenForecast(
                course,
                weeks,
                hba1c,
                fasting,
                mean,
                inRange,
                weightChange,
                levels[0],
                levels[1],
                levels[2],
                anyLevel2or3,
                anyAdverse,
                probability,
                byWeek);
    }

    /** Of values whose order is not needed any more. */
    private static void percentiles(double[] scratch, double[][] byWeek, int week) {
        OrderStatistics.place(scratch, ranks(scratch.length));
        for (int p = 0; p < PERCENTILES.length; p++) {
            double position = PERCENTILES[p] * (scratch.length - 1);
            int below = (int) position;
            int above = Math.min(below + 1, scratch.length - 1);
            byWeek[p][week] = scratch[below] + (position - below) * (scratch[above] - scratch[below]);
        }
    }

    /** Ranks the percentiles lie between. */
    private static int[] ranks(int size) {
        return Arrays.stream(PERCENTILES)
                .mapToInt(percentile -> (int) (percentile * (size - 1)))
                .flatMap(below -> IntStream.of(below, Math.min(below + 1, size - 1)))
                .toArray();
    }
}
