package org.hsdpo.agent.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.hsdpo.agent.observation.PatientFeatures;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.ActionSpace;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DosingAction;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.hyperscore.logic.CompiledRules;
import org.hsdpo.hyperscore.logic.PatientFacts;
import org.hsdpo.twin.AdverseEvent;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;

/**
 * Many persons treated side by side for {@value #WEEKS} weeks, with visits every 4 to 12 weeks. All share the calendar of
 * visits; each has its own twin, record and regimen. Deterministic in the seed and the actions; for one thread.
 */
public final class DosingEnvironment {
    /** Length of an episode: two years. */
    public static final int WEEKS = 104;

    /** How far the myopic optimum looks ahead. */
    private static final int LOOK_AHEAD_WEEKS = 12;

    private static final int SHORTEST_INTERVAL = 4;
    private static final int LONGEST_INTERVAL = 12;

    private final List<SyntheticPatient> persons;
    private final CompiledRules shield;
    private final Worth worth;
    private final SplittableRandom random;
    private final TwinBatch twins;
    private final Charting[] charts;
    private final Regimen[] regimens;
    private final Tally[] tallies;
    private List<Visit> visits;
    private int week;

    public DosingEnvironment(
            List<SyntheticPatient> persons, ModelVariant variant, CompiledRules shield, Worth worth, long seed) {
        this.persons = List.copyOf(persons);
        this.shield = shield;
        this.worth = worth;
        random = new SplittableRandom(seed);
        twins = new TwinBatch(TwinCohort.population(
                persons.stream().map(SyntheticPatient::twinInputs).toList(), seed, variant));
        charts = new Charting[persons.size()];
        regimens = new Regimen[persons.size()];
        tallies = new Tally[persons.size()];
        for (int i = 0; i < persons.size(); i++) {
            charts[i] = new Charting(persons.get(i), random.split());
            regimens[i] = persons.get(i).regimen();
            tallies[i] = new Tally();
        }
        observe();
    }

    public int size() {
        return persons.size();
    }

    /** Whether the two years are over. */
    public boolean isFinished() {
        return week >= WEEKS;
    }

    /** Every person as the record shows them now. */
    public List<Visit> visits() {
        return visits;
    }

    /** What has happened to a person so far. */
    public Tally tally(int person) {
        return tallies[person];
    }

    private void observe() {
        List<Visit> seen = new ArrayList<>(persons.size());
        for (int i = 0; i < persons.size(); i++) {
            charts[i].measure(twins, i, week);
            seen.add(visit(charts[i].state(week), regimens[i]));
        }
        visits = List.copyOf(seen);
    }

    private Visit visit(PatientState state, Regimen regimen) {
        PatientFacts facts = PatientFacts.of(state);
        boolean[] mask = shield.mask(facts, regimen);
        List<Candidate> admissible = new ArrayList<>();
        for (Candidate candidate : shield.oneStep(facts, regimen)) {
            if (mask[ActionSpace.index(candidate.action())]) {
                admissible.add(candidate);
            }
        }
        if (mask[ActionSpace.SAFETY_SWITCH]) {
            admissible.addAll(shield.safetySwitches(facts, regimen));
        }
        return new Visit(state, regimen, PatientFeatures.of(state, regimen, OptionalDouble.empty()), mask, admissible);
    }

    /**
     * What one step did to one person.
     *
     * @param weeks until the next visit
     * @param therapeutic T
     * @param adverse A
     * @param deviation H in 0 … 1, 0 where it was not asked for
     */
    public record Outcome(int weeks, double therapeutic, double adverse, double deviation) {
        /** R = α·T − β·A − γ·H. */
        public double reward(Worth worth) {
            return worth.alpha() * therapeutic - worth.beta() * adverse - worth.gamma() * deviation;
        }
    }

    /**
     * Carries out one choice for each person and goes on to the next visit.
     *
     * @param chosen one candidate a person; null leaves the regimen as it is (nothing was admissible)
     * @param withDeviation whether H is to be computed, which costs a look-ahead
     */
    public List<Outcome> step(List<Candidate> chosen, boolean withDeviation) {
        double[] deviation = withDeviation ? deviation(chosen) : new double[size()];
        int weeks =
                Math.min(WEEKS - week, SHORTEST_INTERVAL + random.nextInt(LONGEST_INTERVAL - SHORTEST_INTERVAL + 1));
        for (int i = 0; i < size(); i++) {
            Regimen after = chosen.get(i) == null ? regimens[i] : chosen.get(i).regimen();
            charts[i].prescribe(regimens[i], after, week);
            regimens[i] = after;
            twins.setDoses(i, after.toArray());
        }
        Snapshot before = new Snapshot(twins);
        twins.resetEvents();
        twins.advance(weeks);
        week += weeks;
        List<Outcome> outcomes = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            Worth.Course course = course(twins, before, i, weeks);
            outcomes.add(new Outcome(weeks, worth.therapeutic(course), worth.adverse(course), deviation[i]));
            tallies[i].add(course, worth.decrement(course), twins.hba1c(i), twins.weight(i));
            if (twins.hypoglycaemia(i, 3) > 0) {
                charts[i].noteSevereHypoglycaemia();
            }
        }
        observe();
        return outcomes;
    }

    /**
     * The admissible candidate that is best over the next {@value #LOOK_AHEAD_WEEKS} weeks by α·T − β·A, by the person's
     * own twin: it knows the twin's parameters, which no physician does. Null where nothing is admissible.
     */
    public List<Candidate> myopicOptimum() {
        Candidate[] best = new Candidate[size()];
        double[] bestWorth = new double[size()];
        int most = visits.stream()
                .mapToInt(visit -> visit.admissible().size())
                .max()
                .orElse(0);
        Snapshot before = new Snapshot(twins);
        for (int k = 0; k < most; k++) {
            TwinBatch ahead = twins.copy();
            for (int i = 0; i < size(); i++) {
                if (k < visits.get(i).admissible().size()) {
                    ahead.setDoses(
                            i, visits.get(i).admissible().get(k).regimen().toArray());
                }
            }
            ahead.resetEvents();
            ahead.advance(LOOK_AHEAD_WEEKS);
            for (int i = 0; i < size(); i++) {
                if (k < visits.get(i).admissible().size()) {
                    Worth.Course course = course(ahead, before, i, LOOK_AHEAD_WEEKS);
                    double gain = worth.alpha() * worth.therapeutic(course) - worth.beta() * worth.adverse(course);
                    if (best[i] == null || gain > bestWorth[i]) {
                        best[i] = visits.get(i).admissible().get(k);
                        bestWorth[i] = gain;
                    }
                }
            }
        }
        List<Candidate> optimum = new ArrayList<>(size());
        for (Candidate candidate : best) {
            optimum.add(candidate);
        }
        return optimum;
    }

    /** H: distance of the chosen doses from the myopic optimum, over the farthest admissible candidate's. */
    private double[] deviation(List<Candidate> chosen) {
        List<Candidate> optimum = myopicOptimum();
        double[] deviation = new double[size()];
        for (int i = 0; i < size(); i++) {
            if (chosen.get(i) == null || optimum.get(i) == null) {
                continue;
            }
            Regimen best = optimum.get(i).regimen();
            double farthest = visits.get(i).admissible().stream()
                    .mapToDouble(candidate -> distance(candidate.regimen(), best))
                    .max()
                    .orElse(0);
            deviation[i] = farthest == 0 ? 0 : distance(chosen.get(i).regimen(), best) / farthest;
        }
        return deviation;
    }

    private static double distance(Regimen one, Regimen other) {
        double sum = 0;
        for (Drug drug : Drug.values()) {
            sum += Math.abs(Formulary.shipped().entry(drug).ladderFraction(one.dose(drug))
                    - Formulary.shipped().entry(drug).ladderFraction(other.dose(drug)));
        }
        return sum;
    }

    private Worth.Course course(TwinBatch after, Snapshot before, int i, int weeks) {
        SyntheticPatient person = persons.get(i);
        double goal = worth.goal(person.isFrail());
        double squareMetres = person.height() * person.height() / 1e4;
        double[] hypoglycaemia = new double[3];
        for (int level = 1; level <= 3; level++) {
            hypoglycaemia[level - 1] = after.expectedHypoglycaemia(i, level);
        }
        double[] adverse = new double[AdverseEvent.COUNT];
        for (AdverseEvent kind : AdverseEvent.values()) {
            adverse[kind.ordinal()] = after.expectedAdverseEvents(i, kind);
        }
        return new Worth.Course(
                weeks,
                Math.max(0, before.hba1c[i] - goal),
                Math.max(0, after.hba1c(i) - goal),
                (before.timeInRange[i] + after.timeInRange(i)) / 2,
                Math.max(0, before.weight[i] / squareMetres - 25),
                Math.max(0, after.weight(i) / squareMetres - 25),
                hypoglycaemia,
                adverse);
    }

    /** What has to be remembered of the start of an interval. */
    private static final class Snapshot {
        final double[] hba1c;
        final double[] timeInRange;
        final double[] weight;

        Snapshot(TwinBatch twins) {
            hba1c = new double[twins.size()];
            timeInRange = new double[twins.size()];
            weight = new double[twins.size()];
            for (int i = 0; i < twins.size(); i++) {
                hba1c[i] = twins.hba1c(i);
                timeInRange[i] = twins.timeInRange(i);
                weight[i] = twins.weight(i);
            }
        }
    }

    /** Running totals of one person. */
    public static final class Tally {
        private int weeks;
        private double decrement;
        private double excessWeeks;
        private final double[] hypoglycaemia = new double[3];
        private double adverseEvents;
        private double lastHba1c;
        private double lastWeight;

        private void add(Worth.Course course, double lost, double hba1c, double weight) {
            weeks += course.weeks();
            decrement += lost;
            excessWeeks += course.weeks() * (course.excessBefore() + course.excessAfter()) / 2;
            for (int level = 0; level < 3; level++) {
                hypoglycaemia[level] += course.hypoglycaemia()[level];
            }
            for (double events : course.adverseEvents()) {
                adverseEvents += events;
            }
            lastHba1c = hba1c;
            lastWeight = weight;
        }

        private double years() {
            return weeks / 52.0;
        }

        /** Clinical utility lost, per patient-year. */
        public double decrementPerYear() {
            return decrement / years();
        }

        /** Mean HbA1c above the goal, %. */
        public double meanExcess() {
            return excessWeeks / weeks;
        }

        /** Expected events of a level, 1 to 3, per patient-year. */
        public double hypoglycaemiaPerYear(int level) {
            return hypoglycaemia[level - 1] / years();
        }

        /** Expected adverse events other than hypoglycaemia, per patient-year. */
        public double adverseEventsPerYear() {
            return adverseEvents / years();
        }

        /** HbA1c at the last visit, %. */
        public double lastHba1c() {
            return lastHba1c;
        }

        /** Weight at the last visit, kg. */
        public double lastWeight() {
            return lastWeight;
        }
    }

    /** The person's HbA1c goal, %. */
    public double goal(int person) {
        return worth.goal(persons.get(person).isFrail());
    }

    /** Weight at the start, kg. */
    public double startWeight(int person) {
        return persons.get(person).weight();
    }

    /** Whether a candidate leaves the regimen as it is. */
    public static boolean isMaintain(Candidate candidate) {
        return candidate.action() instanceof DosingAction.Maintain;
    }
}
