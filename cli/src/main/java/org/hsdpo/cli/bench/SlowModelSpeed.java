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
    private static final Regimen REGIMEN = Regimen.of(Map.of(Drug.GLIMEPIRIDE, 4.0, Drug.PIOGLITAZONE, 30.0));
    /** Of each twin: two effects of each drug, β-cells, resistance, eGFR, gastrointestinal tolerance, HbA1c. */
    private static final int STATES = 9;

    private static final int WEEKS = 52;
    private static final int TWINS = 20_000;
    private static final int TWINS_COMPARED = 100;
    private static final int ROUNDS = 15;
    private static final int HBA1C = 4;
    private static final double STRICT = 1e-6;
    private static final List<Double> TOLERANCES = List.of(1e-2, 1e-3, 1e-4, STRICT, 1e-8);
    private static final double REFERENCE_TOLERANCE = 1e-11;

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
        metrics.add(new Metric(
                "load of the machine before, mean of a minute",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                "processes"));
        progress.accept("slow model, weekly steps of " + TWINS + " twins");
        double oneThread = weeklySteps();
        memory();
        TwinCohort cohort = cohort(TWINS_COMPARED);
        progress.accept("slow model, reference solution of " + TWINS_COMPARED + " twins");
        double[][] reference = hipparchus(cohort, REFERENCE_TOLERANCE);
        double stepError = greatest(stepped(cohort), reference);
        metrics.add(new Metric("weekly step, greatest error of HbA1c in 52 weeks", stepError, "%"));
        List<Solution> solutions = new ArrayList<>();
        for (double tolerance : TOLERANCES) {
            progress.accept("slow model by Hipparchus DP853, tolerance " + tolerance);
            double seconds = ProcessorTime.leastSeconds(3, () -> hipparchusAtTheEnd(cohort, tolerance));
            solutions.add(new Solution(
                    tolerance,
                    greatest(hipparchus(cohort, tolerance), reference),
                    (double) TWINS_COMPARED * WEEKS / seconds));
        }
        compare("Hipparchus DP853", solutions, oneThread, stepError);
        List<SlowEquations> equations = IntStream.range(0, TWINS_COMPARED)
                .mapToObj(twin -> new SlowEquations(cohort, twin, REGIMEN))
                .toList();
        solutions = new DeSolve(progress).solve(equations, WEEKS, TOLERANCES, reference);
        if (!solutions.isEmpty()) {
            compare("deSolve lsoda in C", solutions, oneThread, stepError);
        }
        return metrics;
    }

    /** Twin-weeks in a second of processor time of one thread. */
    private double weeklySteps() {
        TwinCohort cohort = cohort(TWINS);
        double twinWeeks = (double) TWINS * WEEKS;
        double one =
                twinWeeks / ProcessorTime.leastSeconds(ROUNDS, () -> treated(cohort), batch -> batch.advance(WEEKS));
        TwinBatch another = treated(cohort);
        long before = ProcessorTime.allocatedBytes();
        another.advance(WEEKS);
        double allocated = (ProcessorTime.allocatedBytes() - before) / twinWeeks;
        int cores = Runtime.getRuntime().availableProcessors();
        double all = twinWeeks / leastSecondsOnAllCores(cohort, cores);
        metrics.add(new Metric("twin-weeks/s on all " + cores + " cores, by the clock", all, "1/s"));
        metrics.add(new Metric(
                "twin-years/s on all " + cores + " cores, by the clock", all / TwinBatch.WEEKS_PER_YEAR, "1/s"));
        metrics.add(new Metric("twin-weeks/s on one core, processor time", one, "1/s"));
        metrics.add(new Metric("twin-years/s on one core, processor time", one / TwinBatch.WEEKS_PER_YEAR, "1/s"));
        metrics.add(new Metric("a state-step: one of 9 states of a twin, a week", 1e9 / one / STATES, "ns"));
        metrics.add(new Metric("allocated in the loop, a twin-week", allocated, "B"));
        return one;
    }

    private static double leastSecondsOnAllCores(TwinCohort cohort, int cores) {
        double least = Double.POSITIVE_INFINITY;
        try (ExecutorService pool = Executors.newFixedThreadPool(cores)) {
            Workers workers = Workers.of(pool, cores);
            for (int round = 0; round < ROUNDS; round++) {
                TwinBatch shared = treated(cohort);
                long begun = System.nanoTime();
                shared.advance(WEEKS, workers);
                least = Math.min(least, (System.nanoTime() - begun) / 1e9);
            }
        }
        return least;
    }

    private static TwinBatch treated(TwinCohort cohort) {
        TwinBatch batch = new TwinBatch(cohort);
        batch.setAllDoses(REGIMEN.toArray());
        return batch;
    }

    /** A batch allocates nothing but what it keeps. */
    private void memory() {
        TwinCohort few = cohort(1000);
        TwinCohort many = cohort(4000);
        metrics.add(new Metric("memory of a batch, a twin of 1,000", allocatedBy(few) / 1000.0, "B"));
        metrics.add(new Metric("memory of a batch, a twin of 4,000", allocatedBy(many) / 4000.0, "B"));
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

    private void compare(String solver, List<Solution> solutions, double weeklySteps, double stepError) {
        Solution strict = solutions.stream()
                .filter(each -> each.tolerance() == STRICT)
                .findFirst()
                .orElseThrow();
        metrics.add(new Metric(solver + " at 1e-6, error of HbA1c", strict.error(), "%"));
        metrics.add(new Metric(solver + " at 1e-6, twin-weeks/s", strict.rate(), "1/s"));
        metrics.add(new Metric("weekly step against " + solver + " at 1e-6", weeklySteps / strict.rate(), "times"));
        solutions.stream()
                .filter(each -> each.error() <= stepError)
                .max((a, b) -> Double.compare(a.rate(), b.rate()))
                .ifPresent(equal -> {
                    String accuracy = solver + ", no less accurate (" + equal.tolerance() + ")";
                    metrics.add(new Metric(accuracy + ": error of HbA1c", equal.error(), "%"));
                    metrics.add(new Metric(accuracy + ": twin-weeks/s", equal.rate(), "1/s"));
                    metrics.add(new Metric(
                            "weekly step against " + solver + ", no less accurate",
                            weeklySteps / equal.rate(),
                            "times"));
                });
    }

    private static double[][] stepped(TwinCohort cohort) {
        TwinBatch batch = treated(cohort);
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
    private static double[][] hipparchus(TwinCohort cohort, double tolerance) {
        double[][] hba1c = new double[cohort.size()][WEEKS];
        for (int twin = 0; twin < cohort.size(); twin++) {
            SlowEquations equations = new SlowEquations(cohort, twin, REGIMEN);
            DormandPrince853Integrator integrator = integrator(tolerance);
            double[] state = equations.start();
            for (int week = 0; week < WEEKS; week++) {
                state = integrate(integrator, equations, state, week, week + 1);
                hba1c[twin][week] = state[HBA1C];
            }
        }
        return hba1c;
    }

    private static void hipparchusAtTheEnd(TwinCohort cohort, double tolerance) {
        for (int twin = 0; twin < cohort.size(); twin++) {
            SlowEquations equations = new SlowEquations(cohort, twin, REGIMEN);
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
