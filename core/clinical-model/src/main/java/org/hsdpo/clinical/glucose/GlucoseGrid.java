package org.hsdpo.clinical.glucose;

import java.util.Arrays;

/**
 * A trace on a regular grid of local time: linear between neighbouring readings, not a number across a gap. The grid's
 * step is the usual distance of readings; it runs from midnight of the first day (definition of iglu: Broll et al. 2021,
 * PLoS One 16:e0248560).
 */
final class GlucoseGrid {
    /** Between readings further apart than this nothing is interpolated, min. */
    private static final double GAP_MINUTES = 45;

    private static final double DAY_SECONDS = 86_400;

    /** Step, min. */
    final int step;
    /** Glucose in mg/dL; NaN where unknown. The first point is one step after midnight of the first day. */
    final double[] glucose;

    GlucoseGrid(GlucoseTrace trace) {
        int n = trace.size();
        double[] between = new double[n - 1];
        for (int i = 0; i < n - 1; i++) {
            between[i] = (trace.seconds(i + 1) - trace.seconds(i)) / 60;
        }
        double[] sorted = between.clone();
        Arrays.sort(sorted);
        step = Math.max(1, (int) Math.rint(Quantiles.ofSorted(sorted, 0.5)));
        double midnight = Math.floor(trace.seconds(0) / DAY_SECONDS) * DAY_SECONDS;
        int days = (int) Math.ceil((trace.seconds(n - 1) - trace.seconds(0)) / DAY_SECONDS + 1);
        glucose = new double[days * 1440 / step];
        int reading = 0;
        for (int at = 0; at < glucose.length; at++) {
            double time = midnight + (at + 1) * 60.0 * step;
            while (reading < n - 2 && trace.seconds(reading + 1) < time) {
                reading++;
            }
            glucose[at] = at(trace, reading, time);
        }
    }

    private static double at(GlucoseTrace trace, int reading, double time) {
        double from = trace.seconds(reading);
        double to = trace.seconds(reading + 1);
        if (time < from || time > to) {
            return Double.NaN;
        }
        if (time == from) {
            return trace.glucose()[reading];
        }
        if (time == to) {
            return trace.glucose()[reading + 1];
        }
        if ((to - from) / 60 > GAP_MINUTES) {
            return Double.NaN;
        }
        double share = (time - from) / (to - from);
        return trace.glucose()[reading] + share * (trace.glucose()[reading + 1] - trace.glucose()[reading]);
    }

    /** Number of grid points in this many minutes. */
    int points(int minutes) {
        return Math.max(1, (int) Math.rint((double) minutes / step));
    }
}
