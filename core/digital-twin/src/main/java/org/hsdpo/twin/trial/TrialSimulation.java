package org.hsdpo.twin.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.CounterRandom;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.NormalDistribution;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;
import org.hsdpo.twin.Workers;
import org.hsdpo.twin.trial.Trial.Arm;
import org.hsdpo.twin.trial.Trial.Endpoint;
import org.hsdpo.twin.trial.Trial.Estimand;
import org.hsdpo.twin.trial.Trial.Event;
import org.hsdpo.twin.trial.Trial.Measure;
import org.hsdpo.twin.trial.Trial.Population;
import org.hsdpo.twin.trial.Trial.Prescription;
import org.hsdpo.twin.trial.TrialResult.EndpointResult;
import org.hsdpo.twin.trial.TrialResult.Interval;

/**
 * Runs a trial on a population of twins. Every arm is run on the same twins with the same luck, so that a difference
 * between arms has no sampling error of its own people in it.
 */
public final class TrialSimulation {
    /** How near the mean HbA1c at randomisation has to come to the one stated, %. */
    private static final double BASELINE_WITHIN = 0.005;

    private static final int BASELINE_ROUNDS = 20;

    /** Stream of what happens in clinics. */
    private static final long CLINIC = -1;

    private final Trial trial;
    private final ModelVariant variant;
    private final Workers workers;
    private final TwinBatch randomised;
    private final int size;

    private TrialSimulation(Trial trial, ModelVariant variant, Workers workers) {
        this.trial = trial;
        this.variant = variant;
        this.workers = workers;
        this.size = trial.population().size();
        this.randomised = randomised();
    }

    /** The trial's endpoints as the twins of this variant come out. */
    public static TrialResult run(Trial trial, ModelVariant variant) {
        return run(trial, variant, Workers.callingThread());
    }

    /** The same, to the bit, by several threads that divide the people of each arm among themselves. */
    public static TrialResult run(Trial trial, ModelVariant variant, Workers workers) {
        return new TrialSimulation(trial, variant, workers).result();
    }

    private TrialResult result() {
        Map<String, ArmOutcome> outcomes = new HashMap<>();
        for (Arm arm : trial.arms()) {
            outcomes.put(arm.name(), run(arm));
        }
        List<EndpointResult> endpoints = new ArrayList<>();
        for (Endpoint endpoint : trial.endpoints()) {
            endpoints.add(compare(endpoint, outcomes));
        }
        return new TrialResult(trial.name(), trial.source(), trial.weeks(), size, variant, endpoints);
    }

    private EndpointResult compare(Endpoint endpoint, Map<String, ArmOutcome> outcomes) {
        Sample own = sample(endpoint, outcomes.get(endpoint.arm()));
        double simulated = own.estimate();
        double ofTrial = own.variance(patients(endpoint.arm()));
        double[] influence = own.influence();
        if (endpoint.versus().isPresent()) {
            Sample other = sample(endpoint, outcomes.get(endpoint.versus().get()));
            simulated -= other.estimate();
            ofTrial += other.variance(patients(endpoint.versus().get()));
            double[] others = other.influence();
            for (int i = 0; i < size; i++) {
                influence[i] -= others[i];
            }
        }
        double squares = 0;
        for (double value : influence) {
            squares += value * value;
        }
        boolean share =
                endpoint.measure() == Measure.RESPONDER_BELOW_7 || endpoint.measure() == Measure.ANY_HYPOGLYCAEMIA;
        boolean count = endpoint.measure() == Measure.HYPOGLYCAEMIA_RATE;
        double least = endpoint.versus().isEmpty() && (share || count) ? 0 : Double.NEGATIVE_INFINITY;
        double most = endpoint.versus().isEmpty() && share ? 1 : Double.POSITIVE_INFINITY;
        return new EndpointResult(
                endpoint,
                simulated,
                Interval.around(simulated, ofTrial, least, most),
                Interval.around(simulated, squares / (size - 1) / size, least, most));
    }

    private int patients(String arm) {
        return trial.arms().stream()
                .filter(each -> each.name().equals(arm))
                .findFirst()
                .orElseThrow()
                .patients()
                .orElse(size);
    }

    /** What the estimand counts of each person. */
    private Sample sample(Endpoint endpoint, ArmOutcome outcome) {
        Sample sample = new Sample(size);
        boolean policy = trial.estimand() == Estimand.TREATMENT_POLICY;
        for (int i = 0; i < size; i++) {
            int observed = policy ? trial.weeks() : Math.min(outcome.stoppedAt[i], trial.weeks());
            boolean completed = observed == trial.weeks();
            TwinBatch end = outcome.end;
            switch (endpoint.measure()) {
                case HBA1C_CHANGE -> sample.change(i, completed, Measurement.HBA1C, randomised.hba1c(i), end.hba1c(i));
                case WEIGHT_CHANGE ->
                    sample.change(
                            i,
                            completed,
                            Measurement.WEIGHT,
                            randomised.weight(i),
                            end.weight(i) + trial.participationWeight());
                case FPG_CHANGE ->
                    sample.change(
                            i,
                            completed,
                            Measurement.FASTING_GLUCOSE,
                            randomised.fastingGlucose(i),
                            end.fastingGlucose(i));
                case FPG_END ->
                    sample.value(
                            i,
                            completed,
                            end.fastingGlucose(i),
                            error(Measurement.FASTING_GLUCOSE, end.fastingGlucose(i)));
                case INSULIN_DOSE -> sample.value(i, completed, outcome.insulin[i], 0);
                case INSULIN_DOSE_PER_KG -> sample.value(i, completed, outcome.insulin[i] / end.weight(i), 0);
                case RESPONDER_BELOW_7 -> sample.value(i, completed, end.hba1c(i) < 7 ? 1 : 0, 0);
                case HYPOGLYCAEMIA_RATE ->
                    sample.events(i, outcome.expected(endpoint.event(), i), observed / TwinBatch.WEEKS_PER_YEAR);
                case ANY_HYPOGLYCAEMIA -> sample.any(i, observed > 0, outcome.expected(endpoint.event(), i));
            }
        }
        return sample;
    }

    private static double error(Measurement measurement, double value) {
        return TwinInputs.measurementError(measurement, value);
    }

    /**
     * A mean over people, or events over the time they were exposed: the sum of amounts over the sum of weights. Weight 0
     * is who does not count.
     */
    private static final class Sample {
        private final double[] amount;
        private final double[] weight;
        /** Variance of one person's amount beside what differs between people: measurement, and the luck of events. */
        private final double[] luck;

        Sample(int size) {
            amount = new double[size];
            weight = new double[size];
            luck = new double[size];
        }

        /** @param error of the measurement, a standard deviation */
        void value(int i, boolean counts, double value, double error) {
            if (counts) {
                amount[i] = value;
                weight[i] = 1;
                luck[i] = error * error;
            }
        }

        void change(int i, boolean counts, Measurement measurement, double before, double after) {
            value(i, counts, after - before, Math.hypot(error(measurement, before), error(measurement, after)));
        }

        void events(int i, double expected, double years) {
            amount[i] = expected;
            weight[i] = years;
            luck[i] = expected;
        }

        void any(int i, boolean counts, double expected) {
            double probability = -Math.expm1(-expected);
            value(i, counts, probability, Math.sqrt(probability * (1 - probability)));
        }

        double estimate() {
            return sum(amount) / sum(weight);
        }

        /** How much each person moves the estimate, times the number of people; the mean is 0. */
        double[] influence() {
            double estimate = estimate();
            double meanWeight = sum(weight) / weight.length;
            double[] influence = new double[weight.length];
            for (int i = 0; i < influence.length; i++) {
                influence[i] = (amount[i] - estimate * weight[i]) / meanWeight;
            }
            return influence;
        }

        /** Of the estimate from so many people who are drawn, measured and struck by luck. */
        double variance(int people) {
            double meanWeight = sum(weight) / weight.length;
            double squares = sum(luck) / (meanWeight * meanWeight);
            for (double value : influence()) {
                squares += value * value;
            }
            return squares / weight.length / people;
        }

        private static double sum(double[] values) {
            return Arrays.stream(values).sum();
        }
    }

    /** People at randomisation, at the mean HbA1c the trial states. */
    private TwinBatch randomised() {
        double shift = 0;
        for (int round = 0; ; round++) {
            TwinBatch batch = new TwinBatch(
                    TwinCohort.population(people(shift), trial.population().seed(), variant, workers));
            if (trial.washoutWeeks() > 0) {
                batch.setAllDoses(doses(trial.background()).toArray());
                batch.advance(trial.washoutWeeks(), workers);
            }
            batch.resetEvents();
            double missing = trial.population().hba1c().mean() - mean(batch::hba1c);
            // Without a washout people are drawn at the stated HbA1c, up to the error of the draw.
            if (trial.washoutWeeks() == 0 || Math.abs(missing) < BASELINE_WITHIN || round == BASELINE_ROUNDS) {
                return batch;
            }
            shift += missing;
        }
    }

    private List<TwinInputs> people(double shift) {
        Population population = trial.population();
        Regimen before = doses(trial.background());
        for (Prescription prior : trial.priorTherapy()) {
            before = before.with(prior.drug(), prior.dose());
        }
        Sampler sampler = new Sampler(population);
        List<TwinInputs> people = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            people.add(sampler.person(i, shift, before));
        }
        return people;
    }

    private ArmOutcome run(Arm arm) {
        TwinBatch batch = randomised.copy();
        ArmOutcome outcome = new ArmOutcome(batch, size, trial.endpoints(), trial.estimand());
        Optional<Prescription> titrated = arm.regimen().stream()
                .filter(prescription -> prescription.fastingTarget().isPresent())
                .findFirst();
        InsulinClinic clinic = titrated.map(found -> new InsulinClinic(
                        size,
                        CounterRandom.key(trial.population().seed(), CLINIC),
                        found.dose(),
                        found.fastingTarget().getAsDouble()))
                .orElse(null);
        for (int i = 0; i < size; i++) {
            long key = CounterRandom.key(~trial.population().seed(), i);
            boolean stops = CounterRandom.uniform(key, Sampler.STOPS) < trial.dropout();
            outcome.stoppedAt[i] =
                    stops ? (int) (CounterRandom.uniform(key, Sampler.STOPS_AT) * trial.weeks()) : Integer.MAX_VALUE;
        }
        double[] background = doses(trial.background()).toArray();
        double[][] armDoses = IntStream.range(0, trial.weeks())
                .mapToObj(week -> armDoses(arm, week).toArray())
                .toArray(double[][]::new);
        workers.share(size, trial.weeks(), (from, to) -> {
            double[] doses = new double[background.length];
            for (int week = 0; week < trial.weeks(); week++) {
                for (int i = from; i < to; i++) {
                    boolean treated = week < outcome.stoppedAt[i];
                    System.arraycopy(treated ? armDoses[week] : background, 0, doses, 0, doses.length);
                    if (clinic != null && treated) {
                        doses[Drug.INSULIN_GLARGINE.ordinal()] = clinic.visit(batch, i, week);
                    }
                    outcome.insulin[i] = doses[Drug.INSULIN_GLARGINE.ordinal()];
                    for (int d = 0; d < doses.length; d++) {
                        doses[d] *= trial.adherence();
                    }
                    batch.setDoses(i, doses);
                }
                batch.advance(1, from, to);
                outcome.watch(from, to, week);
            }
        });
        return outcome;
    }

    private Regimen armDoses(Arm arm, int week) {
        Regimen regimen = doses(trial.background());
        for (Prescription prescription : arm.regimen()) {
            regimen = regimen.with(prescription.drug(), reached(prescription, week));
        }
        return regimen;
    }

    /** The dose in a week, up the label's ladder where the trial did so. */
    private static double reached(Prescription prescription, int week) {
        if (prescription.weeksPerStep() == 0) {
            return prescription.dose();
        }
        List<Double> ladder = Formulary.shipped().entry(prescription.drug()).ladder();
        int rung = week / prescription.weeksPerStep();
        return rung >= ladder.size() ? prescription.dose() : Math.min(prescription.dose(), ladder.get(rung));
    }

    private static Regimen doses(List<Prescription> prescriptions) {
        Regimen regimen = Regimen.none();
        for (Prescription prescription : prescriptions) {
            regimen = regimen.with(prescription.drug(), prescription.dose());
        }
        return regimen;
    }

    private double mean(IntToDoubleFunction value) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += value.applyAsDouble(i);
        }
        return sum / size;
    }

    /** What became of each person of an arm. */
    private static final class ArmOutcome {
        private final TwinBatch end;
        private final int[] stoppedAt;
        private final double[] insulin;
        private final double[] limits;
        private final Estimand estimand;
        /** Expected episodes below each limit, and of each level, while the estimand counts a person. */
        private final double[][] episodes;

        private final double[][] ofLevel = new double[3][];

        ArmOutcome(TwinBatch batch, int size, List<Endpoint> endpoints, Estimand estimand) {
            end = batch;
            this.estimand = estimand;
            Arrays.setAll(ofLevel, level -> new double[size]);
            stoppedAt = new int[size];
            insulin = new double[size];
            limits = endpoints.stream()
                    .map(Endpoint::event)
                    .filter(event -> event.below().isPresent())
                    .mapToDouble(event -> event.below().getAsDouble())
                    .distinct()
                    .toArray();
            episodes = new double[limits.length][size];
        }

        /** Looks at the week that has just passed. */
        void watch(int from, int to, int week) {
            for (int i = from; i < to; i++) {
                if (estimand == Estimand.ON_TREATMENT && week >= stoppedAt[i]) {
                    continue;
                }
                for (int limit = 0; limit < limits.length; limit++) {
                    episodes[limit][i] += end.recognisedHypoglycaemiaRate(i, limits[limit]) / TwinBatch.WEEKS_PER_YEAR;
                }
                for (int level = 1; level <= ofLevel.length; level++) {
                    ofLevel[level - 1][i] = end.expectedHypoglycaemia(i, level);
                }
            }
        }

        double expected(Event event, int i) {
            return event.below().isPresent()
                    ? episodes[index(event.below().getAsDouble())][i]
                    : ofLevel[event.level() - 1][i];
        }

        private int index(double limit) {
            for (int at = 0; at < limits.length; at++) {
                if (limits[at] == limit) {
                    return at;
                }
            }
            throw new IllegalStateException("no endpoint asks for episodes below " + limit);
        }
    }

    /** Draws the people of a population. */
    private static final class Sampler {
        private static final int HBA1C = 0;
        private static final int FPG = 1;
        private static final int AGE = 2;
        private static final int SEX = 3;
        private static final int BMI = 4;
        private static final int HEIGHT = 5;
        private static final int WEIGHT = 6;
        private static final int EGFR = 7;
        private static final int DURATION = 8;
        static final int STOPS = 9;
        static final int STOPS_AT = 10;

        /** Below this there is no diabetes to treat, %. */
        private static final double LEAST_HBA1C = 5;
        /** Correlation of fasting glucose with HbA1c; an assumption of the order seen in untreated type 2 diabetes. */
        private static final double FPG_CORRELATION = 0.7;

        private final Population population;
        private final double[] centres = new double[DURATION + 1];

        Sampler(Population population) {
            this.population = population;
            centres[HBA1C] = population.hba1c().centre();
            centre(FPG, population.fastingGlucose());
            centre(AGE, population.age());
            centre(BMI, population.bodyMassIndex());
            centre(WEIGHT, population.weight());
            centre(EGFR, population.egfr());
            centre(DURATION, population.duration());
        }

        private void centre(int at, Optional<Distribution> distribution) {
            centres[at] = distribution.map(Distribution::centre).orElse(0.0);
        }

        TwinInputs person(int i, double shift, Regimen before) {
            long key = CounterRandom.key(~population.seed(), i);
            double randomised = population.hba1c().at(CounterRandom.uniform(key, HBA1C), centres[HBA1C]);
            double hba1c = Math.max(LEAST_HBA1C, randomised + shift);
            Sex sex = population.female().isEmpty()
                    ? null
                    : CounterRandom.uniform(key, SEX) < population.female().getAsDouble() ? Sex.FEMALE : Sex.MALE;
            Covariate bodyMassIndex = drawn(population.bodyMassIndex(), key, BMI);
            Covariate height = Covariate.unknown();
            Covariate weight = drawn(population.weight(), key, WEIGHT);
            if (bodyMassIndex.isKnown()) {
                if (sex == null) {
                    sex = CounterRandom.uniform(key, SEX) < TwinInputs.referenceFemaleShare() ? Sex.FEMALE : Sex.MALE;
                }
                double centimetres = TwinInputs.referenceHeight(sex, CounterRandom.normal(key, HEIGHT));
                height = Covariate.known(centimetres, 0);
                weight = Covariate.known(bodyMassIndex.value().getAsDouble() * centimetres * centimetres * 1e-4, 0);
            }
            return new TwinInputs(
                    drawn(population.age(), key, AGE),
                    Optional.ofNullable(sex),
                    weight,
                    height,
                    drawn(population.egfr(), key, EGFR),
                    Covariate.known(hba1c, 0),
                    fastingGlucose(key),
                    Covariate.unknown(),
                    Covariate.unknown(),
                    drawn(population.duration(), key, DURATION),
                    Covariate.unknown(),
                    Covariate.unknown(),
                    Map.of(),
                    // Trials leave out people with severe hypoglycaemia or heart failure.
                    Truth.FALSE,
                    Truth.FALSE,
                    Truth.UNKNOWN,
                    before);
        }

        private Covariate fastingGlucose(long key) {
            if (population.fastingGlucose().isEmpty()) {
                return Covariate.unknown();
            }
            double normal = FPG_CORRELATION * CounterRandom.normal(key, HBA1C)
                    + Math.sqrt(1 - FPG_CORRELATION * FPG_CORRELATION) * CounterRandom.normal(key, FPG);
            double measured =
                    population.fastingGlucose().get().at(NormalDistribution.probability(normal), centres[FPG]);
            return Covariate.known(measured, TwinInputs.measurementError(Measurement.FASTING_GLUCOSE, measured));
        }

        private Covariate drawn(Optional<Distribution> distribution, long key, int stream) {
            return distribution
                    .map(found -> Covariate.known(found.at(CounterRandom.uniform(key, stream), centres[stream]), 0))
                    .orElseGet(Covariate::unknown);
        }
    }
}
