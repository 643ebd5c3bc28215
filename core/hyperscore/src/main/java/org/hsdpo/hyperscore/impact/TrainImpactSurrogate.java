package org.hsdpo.hyperscore.impact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.ActionSpace;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.regimen.StepBasis;
import org.hsdpo.hyperscore.novelty.ReferencePatient;
import org.hsdpo.hyperscore.novelty.ReferencePopulation;
import org.hsdpo.hyperscore.sandbox.Distribution;
import org.hsdpo.hyperscore.sandbox.Simulation;
import org.hsdpo.twin.TwinCohort;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/**
 * Trains the impact surrogate on twins of the synthetic reference population and reports its cross-validated error, folds
 * split by patient.
 *
 * <pre>{@code java … org.hsdpo.hyperscore.impact.TrainImpactSurrogate <file to write>}</pre>
 */
public final class TrainImpactSurrogate {
    private static final int PATIENTS = 500;
    private static final int CANDIDATES_PER_PATIENT = 6;
    private static final int DRAWS = 64;
    private static final int FOLDS = 5;
    private static final double USUAL_GOAL = 7;

    private TrainImpactSurrogate() {}

    /** @param arguments the file to write */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: TrainImpactSurrogate <file to write>");
            System.exit(2);
        }
        List<List<Example<Regressor>>> byPatient = examples(PATIENTS, 1);
        double[] targets = byPatient.stream()
                .flatMap(List::stream)
                .mapToDouble(example -> example.getOutput().getValues()[0])
                .toArray();
        System.out.println("days gained: " + Distribution.of(targets, "d"));
        System.out.println(byPatient.size() + " patients; " + crossValidate(byPatient));
        train(byPatient.stream().flatMap(List::stream).toList()).serializeToFile(Path.of(arguments[0]));
    }

    /** Error over patients the model did not see. */
    record Error(double rootMeanSquare, double r2, double absolute90) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "cross-validated: root mean square error %.2f d, R2 %.3f, 90 %% of absolute errors below %.2f d",
                    rootMeanSquare,
                    r2,
                    absolute90);
        }
    }

    static List<List<Example<Regressor>>> examples(int patients, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        ActionSpace actions = new ActionSpace(Formulary.shipped());
        List<List<Example<Regressor>>> byPatient = new ArrayList<>();
        for (ReferencePatient patient : ReferencePopulation.shipped().patients(patients, seed)) {
            PatientRisk risk = new PatientRisk(
                    OptionalDouble.of(patient.age()),
                    Optional.of(patient.sex()),
                    OptionalDouble.of(patient.height()),
                    patient.cardiovascularDisease() ? Truth.TRUE : Truth.FALSE);
            TwinCohort cohort;
            try {
                cohort = TwinCohort.personalised(patient.inputs(), DRAWS, random.nextLong());
            } catch (InvalidInputException contradictory) {
                // The copula can join an HbA1c with a regimen that no physiology explains.
                continue;
            }
            Simulation untreated = Simulation.run(cohort, Regimen.none(), USUAL_GOAL);
            double without = mean(FiveYearForecast.run(cohort, Regimen.none(), risk));
            List<Candidate> candidates = actions.oneStep(
                    patient.regimen(),
                    new StepBasis(OptionalDouble.of(patient.egfr()), OptionalDouble.of(patient.weight()), Map.of()));
            List<Example<Regressor>> examples = new ArrayList<>();
            for (int i = 0; i < CANDIDATES_PER_PATIENT; i++) {
                DoseCourse course = DoseCourse.of(
                        patient.regimen(),
                        candidates.get(random.nextInt(candidates.size())).regimen(),
                        Formulary.shipped());
                double gained = mean(FiveYearForecast.run(cohort, course, risk)) - without;
                Simulation run = Simulation.run(cohort, course, USUAL_GOAL);
                examples.add(ImpactSurrogate.example(run, untreated, risk, OptionalDouble.of(gained)));
            }
            byPatient.add(examples);
        }
        return byPatient;
    }

    static Model<Regressor> train(List<Example<Regressor>> examples) {
        RegressionFactory factory = new RegressionFactory();
        MutableDataset<Regressor> data = new MutableDataset<>(
                new SimpleDataSourceProvenance("twins of the synthetic reference population", factory), factory);
        examples.forEach(data::add);
        return new LinearSGDTrainer(new SquaredLoss(), new AdaGrad(1.0), 100, -1, 16, 20_260_101L).train(data);
    }

    static Error crossValidate(List<List<Example<Regressor>>> byPatient) {
        List<double[]> pairs = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Example<Regressor>> training = new ArrayList<>();
            List<Example<Regressor>> held = new ArrayList<>();
            for (int i = 0; i < byPatient.size(); i++) {
                (i % FOLDS == fold ? held : training).addAll(byPatient.get(i));
            }
            Model<Regressor> model = train(training);
            for (Example<Regressor> example : held) {
                pairs.add(new double[] {
                    example.getOutput().getValues()[0],
                    model.predict(example).getOutput().getValues()[0]
                });
            }
        }
        return error(pairs);
    }

    static Error error(List<double[]> truthAndPrediction) {
        double[] absolute = truthAndPrediction.stream()
                .mapToDouble(pair -> Math.abs(pair[0] - pair[1]))
                .sorted()
                .toArray();
        double squares = Arrays.stream(absolute).map(e -> e * e).sum();
        double mean = truthAndPrediction.stream()
                .mapToDouble(pair -> pair[0])
                .average()
                .orElseThrow();
        double total = truthAndPrediction.stream()
                .mapToDouble(pair -> (pair[0] - mean) * (pair[0] - mean))
                .sum();
        return new Error(
                Math.sqrt(squares / absolute.length),
                1 - squares / total,
                absolute[(int) (0.9 * (absolute.length - 1))]);
    }

    private static double mean(FiveYearForecast forecast) {
        return Distribution.of(forecast.qualityAdjustedDays(), "d").mean();
    }
}
