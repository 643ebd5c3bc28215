package org.hsdpo.hyperscore.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.hipparchus.random.SobolSequenceGenerator;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.hyperscore.logic.Proof;
import org.hsdpo.hyperscore.logic.ProofStatus;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;
import org.hsdpo.twin.Workers;

/**
 * Looks for the edges of a regimen: where, if the patient were another, would it break an assertion of the sandbox? The box
 * of {@link EdgeAxis}es is filled evenly with places by a Sobol sequence; at each place {@value #PERSONS} persons with
 * physiology, drug responses and clearances of their own take the regimen for 26 weeks. All places have the same random
 * numbers, so they differ by where they are. Memory does not grow with the number of places.
 */
public final class EdgeSweep {
    /** Persons simulated at each place. */
    public static final int PERSONS = 64;
    /** Parts that an axis is divided into for the report. */
    public static final int PARTS = 10;
    /** Most points of one sweep. */
    public static final int MOST_POINTS = 1_000_000;

    private static final int WORST = 10;
    /** Places between two reports of progress: a fraction of a second's work. */
    private static final int CHUNK = 512;

    private final TwinInputs patient;
    private final DoseCourse course;
    private final double goal;
    private final Map<EdgeAxis, EdgeAxis.Range> ranges;
    private final int places;
    private final long seed;

    /**
     * @param patient who is moved
     * @param course what is taken
     * @param goal HbA1c goal, %
     * @param ranges axes to sweep and between which values, within {@link EdgeAxis#range()}; along the others the patient stays as recorded
     * @param points persons to simulate in all, {@value #PERSONS} at a place; from {@value #PERSONS} to {@value #MOST_POINTS},
     *     rounded down to whole places
     * @throws InvalidInputException where no axis is swept, or a range or the number of points is out of range
     */
    public EdgeSweep(
            TwinInputs patient,
            DoseCourse course,
            double goal,
            Map<EdgeAxis, EdgeAxis.Range> ranges,
            int points,
            long seed) {
        if (ranges.isEmpty()) {
            throw new InvalidInputException(
                    "ranges", "NOTHING_TO_SWEEP", "no axis is swept", "at least one of " + List.of(EdgeAxis.values()));
        }
        ranges.forEach((axis, range) -> {
            EdgeAxis.Range most = axis.range();
            if (!range.unit().equals(most.unit()) || range.low() < most.low() || range.high() > most.high()) {
                throw new InvalidInputException(
                        "ranges." + axis, "OUT_OF_RANGE", range + " cannot be swept", "a range within " + most);
            }
        });
        if (points < PERSONS || points > MOST_POINTS) {
            throw new InvalidInputException(
                    "points", "OUT_OF_RANGE", points + " points cannot be swept", PERSONS + " to " + MOST_POINTS);
        }
        this.patient = patient;
        this.course = course;
        this.goal = goal;
        this.ranges = new EnumMap<>(ranges);
        this.places = points / PERSONS;
        this.seed = seed;
    }

    /**
     * What a sweep found.
     *
     * @param places that were tried
     * @param edges one for each assertion that is violated somewhere, the most frequently violated first
     * @param worst the places with the most probable hypoglycaemia of level 2 or 3, worst first
     */
    public record Result(int places, List<Edge> edges, List<Place> worst) {}

    /**
     * Where an assertion is violated.
     *
     * @param assertion identifier
     * @param words what it asserts
     * @param share of the places where it is violated beyond Monte Carlo error, 0 to 1
     * @param byPart the same within each tenth of each axis, lowest first; NaN where no place lies
     */
    public record Edge(String assertion, String words, double share, Map<EdgeAxis, double[]> byPart) {}

    /**
     * A place and what happens there.
     *
     * @param values of the axes swept, in their units
     * @param hba1c mean at 26 weeks, %
     * @param level2or3 probability of hypoglycaemia of level 2 or 3 within 26 weeks
     */
    public record Place(Map<EdgeAxis, Double> values, double hba1c, double level2or3) {}

    private record Outcome(Place place, int[] parts, List<Proof> proofs) {}

    /**
     * Sweeps.
     *
     * @param workers who share the places
     * @param progress takes the number of places done, on the calling thread
     * @param cancelled asked at every report of progress
     * @throws CancellationException where {@code cancelled} said so
     * @throws InvalidInputException where the values that are not swept contradict each other
     */
    public Result run(Workers workers, IntConsumer progress, BooleanSupplier cancelled) {
        SobolSequenceGenerator sequence = new SobolSequenceGenerator(ranges.size());
        Tally tally = new Tally();
        for (int done = 0; done < places; ) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("the sweep was cancelled");
            }
            double[][] shares = new double[Math.min(CHUNK, places - done)][];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = sequence.nextVector();
            }
            Outcome[] outcomes = new Outcome[shares.length];
            workers.share(shares.length, PERSONS * Simulation.WEEKS, (from, to) -> {
                for (int i = from; i < to; i++) {
                    outcomes[i] = outcome(shares[i]);
                }
            });
            for (Outcome outcome : outcomes) {
                tally.add(outcome);
            }
            done += shares.length;
            progress.accept(done);
        }
        return tally.result();
    }

    private Outcome outcome(double[] shares) {
        Map<EdgeAxis, Double> values = new EnumMap<>(EdgeAxis.class);
        int[] parts = new int[shares.length];
        int axis = 0;
        for (Map.Entry<EdgeAxis, EdgeAxis.Range> entry : ranges.entrySet()) {
            parts[axis] = Math.min(PARTS - 1, (int) (shares[axis] * PARTS));
            values.put(entry.getKey(), entry.getValue().at(shares[axis]));
            axis++;
        }
        TwinCohort persons =
                TwinCohort.personalised(EdgeAxis.moved(patient, values), PERSONS, seed, ModelVariant.STANDARD);
        Simulation simulation = Simulation.run(persons, course, goal);
        return new Outcome(
                new Place(values, simulation.hba1c().mean(), simulation.level2or3()),
                parts,
                SimulationAssertions.shipped().check(simulation, Simulation.startingHba1c(persons), goal, 1));
    }

    /** Counts; fed in the order of the sequence, so the result does not depend on who did the work. */
    private final class Tally {
        private final Map<String, Violations> violations = new TreeMap<>();
        private final int[][] all = new int[ranges.size()][PARTS];
        private final PriorityQueue<Place> worst = new PriorityQueue<>(Comparator.comparingDouble(Place::level2or3));

        private final class Violations {
            private final String words;
            private final int[][] byPart = new int[ranges.size()][PARTS];
            private int total;

            Violations(String words) {
                this.words = words;
            }
        }

        void add(Outcome outcome) {

            count(all, outcome.parts());
            for (Proof proof : outcome.proofs()) {
                if (proof.status() == ProofStatus.VIOLATED) {
                    Violations each = violations.computeIfAbsent(
                            proof.ruleId(),
                            id -> new Violations(SimulationAssertions.shipped().words(id)));
                    each.total++;
                    count(each.byPart, outcome.parts());
                }
            }
            worst.add(outcome.place());
            if (worst.size() > WORST) {
                worst.remove();
            }
        }

        private static void count(int[][] counts, int[] parts) {
            for (int axis = 0; axis < parts.length; axis++) {
                counts[axis][parts[axis]]++;
            }
        }

        Result result() {
            List<Edge> edges = new ArrayList<>();
            violations.forEach((id, each) -> {
                Map<EdgeAxis, double[]> byPart = new EnumMap<>(EdgeAxis.class);
                int axis = 0;
                for (EdgeAxis swept : ranges.keySet()) {
                    double[] shares = new double[PARTS];
                    for (int part = 0; part < PARTS; part++) {
                        shares[part] = (double) each.byPart[axis][part] / all[axis][part];
                    }
                    byPart.put(swept, shares);
                    axis++;
                }
                edges.add(new Edge(id, each.words, (double) each.total / places, byPart));
            });
            edges.sort(Comparator.comparingDouble(Edge::share).reversed());
            List<Place> ordered = new ArrayList<>(worst);
            ordered.sort(Comparator.comparingDouble(Place::level2or3).reversed());
            return new Result(places, edges, ordered);
        }
    }
}
