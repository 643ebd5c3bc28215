package org.hsdpo.cli.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.SlowEquations;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;
import org.hsdpo.twin.Workers;

/**
 * The slow model by weekly steps, and its equations ({@link SlowEquations}) by DP853 of Hipparchus and by deSolve with
 * compiled C: the same twins, drugs and weeks. The weekly step draws events as well, the others do not.
 */
final class SlowModelSpeed {
    private static final int WEEKS = 52;
    private static final int TWINS = 20_000;
    private static final int TWINS_COMPARED = 100;
    private static final int ROUNDS = 50;
    private static final int HBA1C = 4;
    private static final double STRICT = 1e-6;
    private static final List<Double> TOLERANCES = List.of(1e-2, 1e-3, 1e-4, STRICT, 1e-8);
    private static final double REFERENCE_TOLERANCE = 1e-11;

    /**
     * What the twins take.
     *
     * @param id in the ids of figures
     * @param states of each twin that change: effects of each drug and the concentration of one that accumulates, β-cells,
     *     resistance, eGFR, gastrointestinal tolerance, HbA1c
     */
    private enum Therapy {
        TABLETS("tablets", Regimen.of(Map.of(Drug.GLIMEPIRIDE, 4.0, Drug.PIOGLITAZONE, 30.0)), 9),
        INJECTIONS(
                "injections",
                Regimen.of(Map.of(Drug.METFORMIN, 2000.0, Drug.INSULIN_GLARGINE, 30.0, Drug.SEMAGLUTIDE, 1.0)),
                12);

        private final String id;
        private final Regimen regimen;
        private final int states;

        Therapy(String id, Regimen regimen, int states) {
            this.id = id;
            this.regimen = regimen;
            this.states = states;
        }
    }

    private final Consumer<String> progress;
    private final List<Metric> metrics = new ArrayList<>();

    SlowModelSpeed(Consumer<String> progress) {
        this.progress = progress;
    }

    /**
     * Speed and greatest error of one solver at one tolerance.
     *
     * @param error of HbA1c in %, at any week and twin; NaN where the solver lost a twin
     * @param rate twin-weeks in a second of processor time
     */
    record Solution(double tolerance, double error, double rate) {}

    List<Metric> measure() {
        load("before");
        memory();
        TwinCohort cohort = cohort(TWINS_COMPARED);
        for (Therapy therapy : Therapy.values()) {
            progress.accept("slow model, " + therapy.id + ": weekly steps of " + TWINS + " twins");
            double oneThread = weeklySteps(therapy);
            compareSolvers(therapy, cohort, oneThread);
        }
        load("after");
        return metrics;
    }

    private void load(String when) {
        metrics.add(new Metric(
                "load." + when,
                "load of the machine " + when + ", mean of a minute",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                "processes"));
    }

    private void add(Therapy therapy, String id, String name, double value, String unit) {
        metrics.add(new Metric("slow." + therapy.id + "." + id, therapy.id + ": " + name, value, unit));
    }

    private void compareSolvers(Therapy therapy, TwinCohort cohort, double oneThread) {
        progress.accept("slow model, " + therapy.id + ": reference solution of " + TWINS_COMPARED + " twins");
        double[][] reference = hipparchus(therapy, cohort, REFERENCE_TOLERANCE);
        double stepError = greatest(stepped(therapy, cohort), reference);
        add(therapy, "weekly.error", "weekly step, greatest error of HbA1c in 52 weeks", stepError, "%");
        List<Solution> solutions = new ArrayList<>();
        for (double tolerance : TOLERANCES) {
            progress.accept("slow model, " + therapy.id + ": Hipparchus DP853, tolerance " + tolerance);
            double seconds = ProcessorTime.leastSeconds(3, () -> hipparchusAtTheEnd(therapy, cohort, tolerance));
            solutions.add(new Solution(
                    tolerance,
                    greatest(hipparchus(therapy, cohort, tolerance), reference),
                    (double) TWINS_COMPARED * WEEKS / seconds));
        }
        compare(therapy, "dp853", "Hipparchus DP853", solutions, oneThread, stepError);
        List<SlowEquations> equations = IntStream.range(0, TWINS_COMPARED)
                .mapToObj(twin -> new SlowEquations(cohort, twin, therapy.regimen))
                .toList();
        solutions = new DeSolve(progress).solve(equations, WEEKS, TOLERANCES, reference);
        if (!solutions.isEmpty()) {
            compare(therapy, "desolve", "deSolve lsoda in C", solutions, oneThread, stepError);
        }
    }

    /** Twin-weeks in a second of processor time of one thread. */
    private double weeklySteps(Therapy therapy) {
        TwinCohort cohort = cohort(TWINS);
        double twinWeeks = (double) TWINS * WEEKS;
        double one = twinWeeks
                / ProcessorTime.leastSeconds(ROUNDS, () -> treated(therapy, cohort), batch -> batch.advance(WEEKS));
        TwinBatch another = treated(therapy, cohort);
        long before = ProcessorTime.allocatedBytes();
        another.advance(WEEKS);
        double allocated = (ProcessorTime.allocatedBytes() - before) / twinWeeks;
        int cores = Runtime.getRuntime().availableProcessors();
        double all = twinWeeks / leastSecondsOnAllCores(therapy, cohort, cores);
        double years = 1 / TwinBatch.WEEKS_PER_YEAR;
        String byTheClock = " on all " + cores + " cores, by the clock";
        add(therapy, "weekly.all-cores.twin-weeks", "twin-weeks/s" + byTheClock, all, "1/s");
        add(therapy, "weekly.all-cores.twin-years", "twin-years/s" + byTheClock, all * years, "1/s");
        add(therapy, "weekly.one-core.twin-weeks", "twin-weeks/s on one core, processor time", one, "1/s");
        add(therapy, "weekly.one-core.twin-years", "twin-years/s on one core, processor time", one * years, "1/s");
        String step = "a state-step: one of " + therapy.states + " states of a twin, a week";
        add(therapy, "weekly.one-core.state-step", step, 1e9 / one / therapy.states, "ns");
        add(therapy, "weekly.allocated", "allocated in the loop, a twin-week", allocated, "B");
        return one;
    }

    private static double leastSecondsOnAllCores(Therapy therapy, TwinCohort cohort, int cores) {
        double least = Double.POSITIVE_INFINITY;
        try (ExecutorService pool = Executors.newFixedThreadPool(cores)) {
            Workers workers = Workers.of(pool, cores);
            for (int round = 0; round < ROUNDS; round++) {
                TwinBatch shared = treated(therapy, cohort);
                long begun = System.nanoTime();
                shared.advance(WEEKS, workers);
                least = Math.min(least, (System.nanoTime() - begun) / 1e9);
            }
        }
        return least;
    }

    private static TwinBatch treated(Therapy therapy, TwinCohort cohort) {
        TwinBatch batch = new TwinBatch(cohort);
        batch.setAllDoses(therapy.regimen.toArray());
        return batch;
    }

    /** A batch allocates nothing but what it keeps. */
    private void memory() {
        TwinCohort few = cohort(1000);
        TwinCohort many = cohort(4000);
        metrics.add(new Metric(
                "memory.batch-of-1000", "memory of a batch, a twin of 1,000", allocatedBy(few) / 1000.0, "B"));
        metrics.add(new Metric(
                "memory.batch-of-4000", "memory of a batch, a twin of 4,000", allocatedBy(many) / 4000.0, "B"));
    }

    private static long allocatedBy(TwinCohort cohort) {
        new TwinBatch(cohort);
        long before = ProcessorTime.allocatedBytes();
        TwinBatch kept = new TwinBatch(cohort);
        long allocated = ProcessorTime.allocatedBytes() - before;
        if (kept.size() != cohort.size()) {
            throw new IllegalStateException("a batch has lost twins");
        }
        return allocated;
    }

    private void compare(
            Therapy therapy, String id, String solver, List<Solution> solutions, double weeklySteps, double stepError) {
        Solution strict = solutions.stream()
                .filter(each -> each.tolerance() == STRICT)
                .findFirst()
                .orElseThrow();
        String at = solver + " at 1e-6";
        add(therapy, id + ".strict.error", at + ", error of HbA1c", strict.error(), "%");
        add(therapy, id + ".strict.twin-weeks", at + ", twin-weeks/s", strict.rate(), "1/s");
        add(therapy, id + ".strict.slower", "weekly step against " + at, weeklySteps / strict.rate(), "times");
        solutions.stream()
                .filter(each -> each.error() <= stepError)
                .max((a, b) -> Double.compare(a.rate(), b.rate()))
                .ifPresent(equal -> {
                    String accuracy = solver + ", no less accurate";
                    double times = weeklySteps / equal.rate();
                    add(therapy, id + ".as-accurate.tolerance", accuracy + ": tolerance", equal.tolerance(), "1");
                    add(therapy, id + ".as-accurate.error", accuracy + ": error of HbA1c", equal.error(), "%");
                    add(therapy, id + ".as-accurate.twin-weeks", accuracy + ": twin-weeks/s", equal.rate(), "1/s");
                    add(therapy, id + ".as-accurate.slower", "weekly step against " + accuracy, times, "times");
                });
    }

    private static double[][] stepped(Therapy therapy, TwinCohort cohort) {
        TwinBatch batch = treated(therapy, cohort);
        double[][] hba1c = new double[cohort.size()][WEEKS];
        for (int week = 0; week < WEEKS; week++) {
            batch.advance(1);
            for (int twin = 0; twin < cohort.size(); twin++) {
                hba1c[twin][week] = batch.hba1c(twin);
            }
        }
        return hba1c;
    }

    /** HbA1c by twin and week. */
    private static double[][] hipparchus(Therapy therapy, TwinCohort cohort, double tolerance) {
        double[][] hba1c = new double[cohort.size()][WEEKS];
        for (int twin = 0; twin < cohort.size(); twin++) {
            SlowEquations equations = new SlowEquations(cohort, twin, therapy.regimen);
            DormandPrince853Integrator integrator = integrator(tolerance);
            double[] state = equations.start();
            for (int week = 0; week < WEEKS; week++) {
                state = integrate(integrator, equations, state, week, week + 1);
                hba1c[twin][week] = state[HBA1C];
            }
        }
        return hba1c;
    }

    private static void hipparchusAtTheEnd(Therapy therapy, TwinCohort cohort, double tolerance) {
        for (int twin = 0; twin < cohort.size(); twin++) {
            SlowEquations equations = new SlowEquations(cohort, twin, therapy.regimen);
            integrate(integrator(tolerance), equations, equations.start(), 0, WEEKS);
        }
    }

    private static DormandPrince853Integrator integrator(double tolerance) {
        return new DormandPrince853Integrator(1e-12, 4, tolerance, tolerance);
    }

    private static double[] integrate(
            DormandPrince853Integrator integrator, SlowEquations equations, double[] state, double from, double to) {
        return integrator
                .integrate(
                        new OrdinaryDifferentialEquation() {
                            @Override
                            public int getDimension() {
                                return state.length;
                            }

                            @Override
                            public double[] computeDerivatives(double week, double[] y) {
                                double[] derivatives = new double[y.length];
                                equations.derivatives(week, y, derivatives);
                                return derivatives;
                            }
                        },
                        new ODEState(from, state),
                        to)
                .getPrimaryState();
    }

    /** Greatest distance of two solutions. */
    static double greatest(double[][] solution, double[][] reference) {
        double greatest = 0;
        for (int twin = 0; twin < reference.length; twin++) {
            for (int week = 0; week < reference[twin].length; week++) {
                greatest = Math.max(greatest, Math.abs(solution[twin][week] - reference[twin][week]));
            }
        }
        return greatest;
    }

    static TwinCohort cohort(int draws) {
        TwinInputs someone = new TwinInputs(
                Covariate.known(58, 0.3),
                Optional.of(Sex.MALE),
                Covariate.known(92, 0.9),
                Covariate.known(176, 1),
                Covariate.known(90, 8),
                Covariate.known(8.2, 0.2),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.known(6, 1),
                Covariate.unknown(),
                Covariate.unknown(),
                Map.of(),
                Truth.FALSE,
                Truth.FALSE,
                Truth.FALSE,
                Regimen.none());
        return TwinCohort.personalised(someone, draws, 1, ModelVariant.STANDARD);
    }
}
