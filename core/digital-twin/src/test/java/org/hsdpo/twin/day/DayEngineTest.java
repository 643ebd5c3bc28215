package org.hsdpo.twin.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.GlucoseState;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.pk.DormandPrince853;
import org.junit.jupiter.api.Test;

class DayEngineTest {
    private static final DayKnowledge KNOWLEDGE = DayKnowledge.shipped();
    private static final double TOLERANCE = 1e-10;

    /** People on every kind of drug. */
    private static GlucoseState[] people() {
        List<GlucoseState> people = new ArrayList<>();
        List<Regimen> regimens = List.of(
                Regimen.none(),
                Regimen.of(Drug.GLIMEPIRIDE, 4),
                Regimen.of(Drug.EMPAGLIFLOZIN, 25).with(Drug.SITAGLIPTIN, 100),
                Regimen.of(Drug.SEMAGLUTIDE, 1),
                Regimen.of(Drug.INSULIN_GLARGINE, 40).with(Drug.METFORMIN, 2000));
        for (Regimen regimen : regimens) {
            TwinBatch batch = new TwinBatch(EmulatorStates.population(regimen, 7.2, 0.7, 4, 11));
            for (int i = 0; i < batch.size(); i++) {
                people.add(batch.glucoseState(i));
            }
        }
        return people.toArray(GlucoseState[]::new);
    }

    @Test
    void aDayAgreesWithAnAdaptiveSolverOfHighOrder() {
        GlucoseState[] people = people();
        DayEngine engine = new DayEngine(KNOWLEDGE, people.length);
        DayFit.fit(engine, KNOWLEDGE, people);
        double glucose = 0;
        double interstitial = 0;
        for (int day = 0; day < 3; day++) {
            double[][] start = new double[people.length][];
            DayCourse[] course = new DayCourse[people.length];
            for (int i = 0; i < people.length; i++) {
                course[i] = new DayCourse(KNOWLEDGE);
                course[i].begin(i);
                course[i].draw(i, day, people[i].variability());
                engine.day(i, course[i]);
                double[] depots = engine.depots(i);
                start[i] = new double[] {
                    engine.glucose[i],
                    engine.secreted[i],
                    engine.acting[i],
                    engine.interstitial[i],
                    depots[0],
                    depots[1],
                    depots[2],
                    depots[3]
                };
            }
            engine.run();
            for (int i = 0; i < people.length; i++) {
                double[][] reference = solve(engine, i, people[i], course[i], start[i]);
                for (int step = 0; step <= DayEngine.STEPS; step++) {
                    glucose = Math.max(
                            glucose, Math.abs(reference[step][0] - engine.plasmaTrace[step * people.length + i]));
                    interstitial = Math.max(
                            interstitial,
                            Math.abs(reference[step][3] - engine.interstitialTrace[step * people.length + i]));
                }
            }
        }
        System.out.printf("greatest error of a day in mg/dL: plasma %.4f, interstitial %.4f%n", glucose, interstitial);
        assertThat(glucose).as("plasma glucose, mg/dL").isLessThan(0.05);
        assertThat(interstitial).as("interstitial glucose, mg/dL").isLessThan(0.5);
    }

    /** Every five minutes, begun anew there: meals, the injection and the corners of the hourly course lie on these times. */
    private static double[][] solve(DayEngine engine, int lane, GlucoseState person, DayCourse course, double[] start) {
        DayEquations equations = new DayEquations(
                KNOWLEDGE, person, course, engine.level[lane], engine.dawn[lane], engine.daytime[lane]);
        double[] absolute = new double[start.length];
        java.util.Arrays.fill(absolute, TOLERANCE);
        DormandPrince853 solver = new DormandPrince853(TOLERANCE, absolute);
        double[][] trace = new double[DayEngine.STEPS + 1][];
        double[] state = start.clone();
        trace[0] = state.clone();
        for (int step = 0; step < DayEngine.STEPS; step++) {
            for (int m = 0; m < course.step.length; m++) {
                if (course.step[m] == step) {
                    state[4] += course.carbohydrate[m] * engine.perGram[lane] * engine.appetite[lane];
                }
            }
            if (step == DayCourse.stepAt(KNOWLEDGE.glargine().hour())) {
                state[6] += course.injected;
            }
            solver.restart();
            assertThat(solver.integrate(equations, step * DayEngine.MINUTES, DayEngine.MINUTES, state))
                    .isTrue();
            trace[step + 1] = state.clone();
        }
        return trace;
    }

    @Test
    void withoutMealsAndHoursItStandsWhereTheWeeklyModelStands() {
        GlucoseState[] people = people();
        DayEngine engine = new DayEngine(KNOWLEDGE, people.length);
        DayCourse nothing = new DayCourse(KNOWLEDGE);
        nothing.usual();
        java.util.Arrays.fill(nothing.carbohydrate, 0);
        for (int i = 0; i < people.length; i++) {
            engine.person(i, people[i]);
            engine.day(i, nothing);
        }
        for (int day = 0; day < 5; day++) {
            engine.run();
        }
        for (int i = 0; i < people.length; i++) {
            if (people[i].exogenousInsulin() == 0
                    && people[i].fastingGlucose() < KNOWLEDGE.glucose().renalThreshold()) {
                assertThat(engine.glucose[i]).isCloseTo(people[i].fastingGlucose(), within(1e-6));
                assertThat(engine.acting[i]).isCloseTo(1, within(1e-9));
            }
        }
    }

    @Test
    void afterOneDoseADayForEverTheDepotIsTheSameEveryMidnight() {
        DayEngine engine = new DayEngine(KNOWLEDGE, 1);
        GlucoseState person = people()[16];
        engine.person(0, person);
        DayCourse usual = new DayCourse(KNOWLEDGE);
        usual.usual();
        engine.day(0, usual);
        double[] before = engine.depots(0);
        engine.run();
        double[] after = engine.depots(0);
        assertThat(after[2]).isCloseTo(before[2], within(1e-12));
        assertThat(after[3]).isCloseTo(before[3], within(1e-12));
    }

    @Test
    void everyPersonsUsualDayHasTheFastingAndMeanGlucoseOfTheWeeklyModel() {
        GlucoseState[] people = people();
        DayEngine engine = new DayEngine(KNOWLEDGE, people.length);
        DayFit.fit(engine, KNOWLEDGE, people);
        int breakfast = DayCourse.stepAt(KNOWLEDGE.meals().getFirst().hour());
        for (int i = 0; i < people.length; i++) {
            assertThat(engine.fasting(i, breakfast)).isCloseTo(people[i].fastingGlucose(), within(1e-5));
            assertThat(engine.mean(i)).isCloseTo(people[i].meanGlucose(), within(1e-5));
        }
    }

    @Test
    void theLoopAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        GlucoseState[] people = people();
        DayEngine engine = new DayEngine(KNOWLEDGE, people.length);
        DayFit.fit(engine, KNOWLEDGE, people);
        DayCourse course = new DayCourse(KNOWLEDGE);
        course.begin(1);
        long least = Long.MAX_VALUE;
        for (int day = 0; day < 20; day++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < people.length; i++) {
                course.draw(1, day, 1);
                engine.day(i, course);
            }
            engine.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes").isLessThan(2048);
    }
}
