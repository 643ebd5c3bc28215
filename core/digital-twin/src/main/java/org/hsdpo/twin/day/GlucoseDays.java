package org.hsdpo.twin.day;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hsdpo.clinical.glucose.GlucoseTrace;
import org.hsdpo.twin.CounterRandom;
import org.hsdpo.twin.GlucoseState;
import org.hsdpo.twin.TwinBatch;

/**
 * Days of some twins as a sensor would show them, every five minutes, at the moment of the weekly model at which they stand
 * and under the regimen they take. Immutable.
 *
 * <p>A person's usual day has exactly the fasting and mean glucose of the weekly model; single days depart from it. The same
 * twins, days and seed give the same traces, whichever other twins are sampled with them.
 */
public final class GlucoseDays {
    /** Readings of a day. */
    public static final int READINGS_A_DAY = DayEngine.STEPS;

    private static final int LANES = 16;
    /** Streams of a person's numbers. */
    private static final long COURSE = 0;

    private static final long SENSOR = 1;

    private final int days;
    private final double[][] plasma;
    private final double[][] readings;
    private final double[][] fasting;
    private final double[] misfit;

    private GlucoseDays(int twins, int days) {
        this.days = days;
        plasma = new double[twins][days * READINGS_A_DAY];
        readings = new double[twins][];
        fasting = new double[twins][days];
        misfit = new double[twins];
    }

    /**
     * Days of every twin of a batch; see {@link #of(TwinBatch, int[], int, long)}.
     */
    public static GlucoseDays of(TwinBatch batch, int days, long seed) {
        return of(batch, IntStream.range(0, batch.size()).toArray(), days, seed);
    }

    /**
     * Days of chosen twins at the present moment of a batch, which is not advanced.
     *
     * @param twins by index in the batch
     * @param days at least 1
     * @param seed the same seed gives the same days
     */
    public static GlucoseDays of(TwinBatch batch, int[] twins, int days, long seed) {
        GlucoseState[] states = new GlucoseState[twins.length];
        long[] keys = new long[twins.length];
        for (int n = 0; n < twins.length; n++) {
            states[n] = batch.glucoseState(twins[n]);
            keys[n] = CounterRandom.key(seed, twins[n]);
        }
        return of(states, keys, days);
    }

    /** Days of persons given by state and key. */
    static GlucoseDays of(GlucoseState[] states, long[] keys, int days) {
        if (days < 1) {
            throw new IllegalArgumentException("a trace needs at least one day: " + days);
        }
        DayKnowledge knowledge = DayKnowledge.shipped();
        GlucoseDays result = new GlucoseDays(states.length, days);
        for (int first = 0; first < states.length; first += LANES) {
            int lanes = Math.min(LANES, states.length - first);
            result.simulate(knowledge, states, keys, first, lanes);
        }
        return result;
    }

    private void simulate(DayKnowledge knowledge, GlucoseState[] states, long[] keys, int first, int lanes) {
        DayEngine engine = new DayEngine(knowledge, lanes);
        GlucoseState[] group = new GlucoseState[lanes];
        System.arraycopy(states, first, group, 0, lanes);
        double[] misfit = DayFit.fit(engine, knowledge, group);
        DayCourse[] course = new DayCourse[lanes];
        long[] key = new long[lanes];
        for (int i = 0; i < lanes; i++) {
            this.misfit[first + i] = misfit[i];
            readings[first + i] = new double[days * READINGS_A_DAY];
            course[i] = new DayCourse(knowledge);
            key[i] = CounterRandom.key(keys[first + i], COURSE);
            course[i].begin(key[i]);
        }
        // The first day leads from the usual one into the others and is not shown.
        for (int day = 0; day <= days; day++) {
            for (int i = 0; i < lanes; i++) {
                course[i].draw(key[i], day, group[i].variability());
                engine.day(i, course[i]);
            }
            engine.run();
            if (day > 0) {
                keep(engine, course, first, day - 1);
            }
        }
        GlucoseSensor sensor = new GlucoseSensor(knowledge.sensor());
        for (int i = 0; i < lanes; i++) {
            sensor.read(readings[first + i], 0, readings[first + i].length, CounterRandom.key(keys[first + i], SENSOR));
        }
    }

    private void keep(DayEngine engine, DayCourse[] course, int first, int day) {
        for (int i = 0; i < engine.lanes; i++) {
            fasting[first + i][day] = engine.fasting(i, course[i].step[0]);
            for (int step = 0; step < READINGS_A_DAY; step++) {
                plasma[first + i][day * READINGS_A_DAY + step] = engine.plasmaTrace[step * engine.lanes + i];
                readings[first + i][day * READINGS_A_DAY + step] = engine.interstitialTrace[step * engine.lanes + i];
            }
        }
    }

    /** Number of twins. */
    public int twins() {
        return readings.length;
    }

    /** Days of each. */
    public int days() {
        return days;
    }

    /**
     * How far fasting or mean glucose of a twin's usual day lies from the weekly model's, as a logarithm: 0 but for numerical
     * error, above 0.001 only where the weekly model has gone where no day leads (an overdose of insulin under which its
     * mean falls below its fasting glucose and both below 70 mg/dL); the nearest day is shown there.
     */
    public double misfit(int twin) {
        return misfit[twin];
    }

    /** What the sensor of a twin showed, {@code mg/dL}, every five minutes from the first midnight on. */
    public double[] readings(int twin) {
        return readings[twin].clone();
    }

    /** Plasma glucose behind the readings, {@code mg/dL}. */
    public double[] plasmaGlucose(int twin) {
        return plasma[twin].clone();
    }

    /** Plasma glucose before breakfast of each day, {@code mg/dL}. */
    public double[] fastingGlucose(int twin) {
        return fasting[twin].clone();
    }

    /**
     * What the sensor of a twin showed, with times.
     *
     * @param first the first day
     */
    public GlucoseTrace trace(int twin, LocalDate first) {
        LocalDateTime time = first.atStartOfDay();
        List<GlucoseTrace.Reading> trace = new ArrayList<>(readings[twin].length);
        for (double glucose : readings[twin]) {
            trace.add(new GlucoseTrace.Reading(time, glucose));
            time = time.plusMinutes(DayEngine.MINUTES);
        }
        return GlucoseTrace.of(trace);
    }

    /** Shares and spread of what the sensor of a twin showed. */
    public DayFigures figures(int twin) {
        return DayFigures.of(readings[twin]);
    }
}
