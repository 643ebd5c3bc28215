package org.hsdpo.cli.cohort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.UnrecordedDose;
import org.hsdpo.data.nhanes.NhanesParticipant;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/**
 * What a survey can teach, and how much: a measurement predicted from covariates and the drugs taken, on participants left
 * out in turn. A survey shows everybody once, so that nothing here is a forecast.
 */
final class SurveyModels {
    static final int FOLDS = 5;
    static final List<Measurement> TARGETS = List.of(Measurement.HBA1C, Measurement.EGFR);

    private static final long SEED = 20_261_124L;
    private static final int EPOCHS = 60;
    private static final List<Measurement> COVARIATES = List.of(
            Measurement.BODY_MASS_INDEX,
            Measurement.SYSTOLIC_PRESSURE,
            Measurement.HDL_CHOLESTEROL,
            Measurement.TRIGLYCERIDES,
            Measurement.ALT,
            Measurement.HBA1C,
            Measurement.EGFR,
            Measurement.URINE_ALBUMIN_CREATININE_RATIO,
            Measurement.DIABETES_DURATION);
    /** Skewed: their logarithm is taken. */
    private static final Set<Measurement> SKEWED =
            Set.of(Measurement.TRIGLYCERIDES, Measurement.ALT, Measurement.URINE_ALBUMIN_CREATININE_RATIO);

    private SurveyModels() {}

    /**
     * How well a measurement is predicted.
     *
     * @param participants with the measurement
     * @param explained R² on participants left out
     * @param meanError mean absolute error, in the measurement's unit
     * @param relativeError mean absolute error over the value
     * @param relativeErrorOfMean the same of predicting everybody's mean
     */
    record Quality(
            Measurement target,
            int participants,
            double explained,
            double meanError,
            double relativeError,
            double relativeErrorOfMean) {}

    /** Empty where too few participants have the measurement. */
    static Optional<Quality> crossValidated(List<NhanesParticipant> participants, Measurement target) {
        List<PatientState> states = new ArrayList<>(participants.stream()
                .map(NhanesParticipant::state)
                .filter(state -> state.currentValue(target).isPresent())
                .toList());
        if (states.size() < 20 * FOLDS) {
            return Optional.empty();
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        Collections.shuffle(states, java.util.Random.from(random));
        List<String> names = names(states);
        double[][] rows =
                states.stream().map(state -> row(state, target, names)).toArray(double[][]::new);
        double[] values = states.stream()
                .mapToDouble(state -> state.currentValue(target).getAsDouble())
                .toArray();
        double[] predicted = new double[values.length];
        double[] means = new double[values.length];
        for (int fold = 0; fold < FOLDS; fold++) {
            predict(fold, rows, values, names, predicted, means);
        }
        return Optional.of(quality(target, values, predicted, means));
    }

    private static void predict(
            int fold, double[][] rows, double[] values, List<String> names, double[] predicted, double[] means) {
        Scales scales = Scales.of(fold, rows);
        double mean = 0;
        int training = 0;
        for (int i = 0; i < values.length; i++) {
            if (i % FOLDS != fold) {
                mean += values[i];
                training++;
            }
        }
        mean /= training;
        RegressionFactory factory = new RegressionFactory();
        MutableDataset<Regressor> data =
                new MutableDataset<>(new SimpleDataSourceProvenance("survey participants", factory), factory);
        for (int i = 0; i < values.length; i++) {
            if (i % FOLDS != fold) {
                data.add(example(scales.apply(rows[i]), names, values[i] - mean));
            }
        }
        Model<Regressor> model =
                new LinearSGDTrainer(new SquaredLoss(), new AdaGrad(0.1), EPOCHS, -1, 16, SEED).train(data);
        for (int i = fold; i < values.length; i += FOLDS) {
            predicted[i] = mean
                    + model.predict(example(scales.apply(rows[i]), names, 0))
                            .getOutput()
                            .getValues()[0];
            means[i] = mean;
        }
    }

    private static Example<Regressor> example(double[] scaled, List<String> names, double value) {
        return new ArrayExample<>(new Regressor("value", value), names.toArray(String[]::new), scaled);
    }

    private static Quality quality(Measurement target, double[] values, double[] predicted, double[] means) {
        int n = values.length;
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = 0;
        double total = 0;
        double absolute = 0;
        double relative = 0;
        double relativeOfMean = 0;
        for (int i = 0; i < n; i++) {
            squares += (values[i] - predicted[i]) * (values[i] - predicted[i]);
            total += (values[i] - mean) * (values[i] - mean);
            absolute += Math.abs(values[i] - predicted[i]);
            relative += Math.abs(values[i] - predicted[i]) / values[i];
            relativeOfMean += Math.abs(values[i] - means[i]) / values[i];
        }
        return new Quality(target, n, 1 - squares / total, absolute / n, relative / n, relativeOfMean / n);
    }

    /** Age, sex, the covariates, whether each is known, and every drug that somebody takes. */
    private static List<String> names(List<PatientState> states) {
        List<String> names = new ArrayList<>(List.of("age", "male"));
        for (Measurement covariate : COVARIATES) {
            names.add(covariate.name());
            names.add(covariate.name() + " known");
        }
        Set<String> drugs = new TreeSet<>();
        states.forEach(state -> drugs.addAll(drugs(state)));
        drugs.forEach(drug -> names.add("takes " + drug));
        return names;
    }

    private static List<String> drugs(PatientState state) {
        List<String> drugs = new ArrayList<>(state.currentTherapy().otherGlucoseLowering());
        state.currentTherapy().unrecorded().stream().map(UnrecordedDose::label).forEach(drugs::add);
        return drugs;
    }

    /** What is not known is NaN; the target itself takes no part. */
    private static double[] row(PatientState state, Measurement target, List<String> names) {
        double[] row = new double[names.size()];
        row[0] = state.age().isPresent() ? state.age().getAsInt() : Double.NaN;
        row[1] = state.sex().map(sex -> sex.value() == Sex.MALE ? 1.0 : 0.0).orElse(Double.NaN);
        List<String> drugs = drugs(state);
        for (int i = 2; i < row.length; i++) {
            String name = names.get(i);
            if (name.startsWith("takes ")) {
                row[i] = drugs.contains(name.substring("takes ".length())) ? 1 : 0;
            }
        }
        for (int k = 0; k < COVARIATES.size(); k++) {
            Measurement covariate = COVARIATES.get(k);
            OptionalDouble value = covariate == target ? OptionalDouble.empty() : state.currentValue(covariate);
            row[2 + 2 * k] = value.isEmpty()
                    ? Double.NaN
                    : SKEWED.contains(covariate) ? Math.log(value.getAsDouble() + 1) : value.getAsDouble();
            row[3 + 2 * k] = value.isPresent() ? 1 : 0;
        }
        return row;
    }

    /** Means and deviations of the participants that are learnt from; an unknown stands at the mean, and says so beside it. */
    private record Scales(double[] mean, double[] sd) {
        static Scales of(int fold, double[][] rows) {
            int width = rows[0].length;
            double[] mean = new double[width];
            double[] sd = new double[width];
            for (int f = 0; f < width; f++) {
                double sum = 0;
                double squares = 0;
                int n = 0;
                for (int i = 0; i < rows.length; i++) {
                    if (i % FOLDS != fold && !Double.isNaN(rows[i][f])) {
                        sum += rows[i][f];
                        squares += rows[i][f] * rows[i][f];
                        n++;
                    }
                }
                mean[f] = n == 0 ? 0 : sum / n;
                sd[f] = n == 0 ? 0 : Math.sqrt(Math.max(0, squares / n - mean[f] * mean[f]));
            }
            return new Scales(mean, sd);
        }

        double[] apply(double[] row) {
            double[] scaled = new double[row.length];
            for (int f = 0; f < row.length; f++) {
                scaled[f] = Double.isNaN(row[f]) || sd[f] == 0 ? 0 : (row[f] - mean[f]) / sd[f];
            }
            return scaled;
        }
    }
}
