package org.hsdpo.hyperscore.calibration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.hyperscore.CandidateFindings;
import org.hsdpo.hyperscore.CandidateScore;
import org.hsdpo.hyperscore.EvaluationOptions;
import org.hsdpo.hyperscore.HyperScoreEngine;
import org.hsdpo.hyperscore.fusion.HyperScoreFormula;
import org.hsdpo.hyperscore.fusion.ShapleyContributions;
import org.hsdpo.hyperscore.fusion.Term;
import org.hsdpo.hyperscore.fusion.Terms;
import org.hsdpo.hyperscore.fusion.WeightPrior;
import org.hsdpo.hyperscore.fusion.Weights;
import org.hsdpo.hyperscore.impact.ImpactScore;
import org.hsdpo.hyperscore.meta.MetaLoop;
import org.hsdpo.hyperscore.novelty.ReferencePatient;
import org.hsdpo.hyperscore.novelty.ReferencePopulation;
import org.hsdpo.hyperscore.plan.GlycaemicGoal;
import org.hsdpo.hyperscore.reproducibility.ReproducibilityEngine;
import org.hsdpo.hyperscore.sandbox.Simulation;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinCohort;

/**
 * Fits every calibrated figure on simulated patients and writes {@code calibration.yaml}.
 *
 * <p>Each patient of the synthetic reference population is seen once through measurement error and scored by the system,
 * which decides with the standard model; what truly happens is simulated with the alternative model structure. Seven of
 * ten patients are fitted on, three are held out for the figures reported.
 *
 * <pre>{@code java … org.hsdpo.hyperscore.calibration.Calibrate <file to write>}</pre>
 */
public final class Calibrate {
    private static final int PATIENTS = 1_000;
    private static final int DRAWS = 200;
    private static final int TRUTH_TWINS = 20;
    private static final long SEED = 20_260_115;
    private static final double TRAINING_SHARE = 0.7;
    private static final int BINS = 15;
    private static final int FOLDS = 5;
    private static final double BETA_PRIOR_SD = 1;
    private static final double GAMMA_PRIOR_SD = 1;
    /** A difference of V that a reader would notice, below which no correction is called large. */
    private static final double LEAST_CORRECTION_LIMIT = 0.05;

    private Calibrate() {}

    /** One candidate of one patient, and the share of truth twins on whom it succeeded. */
    private record Case(int patient, CandidateFindings findings, double success) {}

    /** @param arguments the file to write */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: Calibrate <file to write>");
            System.exit(2);
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Files.writeString(Path.of(arguments[0]), run(pool, PATIENTS));
        }
    }

    static String run(ExecutorService pool, int patients) {
        List<Case> cases = cases(pool, patients);
        int training = (int) (TRAINING_SHARE * patients);
        List<Case> fitted =
                cases.stream().filter(each -> each.patient() < training).toList();
        List<Case> held =
                cases.stream().filter(each -> each.patient() >= training).toList();

        double impactMaximum = percentile95(
                fitted.stream().mapToDouble(each -> each.findings().daysGained().orElseThrow()));
        double spreadReference = percentile95(fitted.stream()
                .mapToDouble(each -> ReproducibilityEngine.spread(each.findings().again().stream()
                        .map(CandidateFindings.Again::simulation)
                        .toList())));
        WeightPrior prior = WeightPrior.shipped();
        Weights start = prior.hierarchy().weights();
        Calibration first = scaled(fitted, impactMaximum, spreadReference, start);
        double[] worth = worth(fitted, first);
        Weights weights = prior.updated(worth, training);
        Calibration second = scaled(fitted, impactMaximum, spreadReference, weights);
        HyperScoreFormula formula = fit(fitted, second);
        double correctionLimit =
                Math.max(LEAST_CORRECTION_LIMIT, percentile95(fitted.stream().mapToDouble(each -> CandidateScore.of(
                                each.findings(), second)
                        .orElseThrow()
                        .meta()
                        .correction())));
        Calibration last = new Calibration(
                formula,
                weights,
                meanTerms(fitted, second),
                second.impact(),
                spreadReference,
                second.meta(),
                correctionLimit,
                "");
        return yaml(last, patients, fitted.size(), held.size(), worth, measured(held, last));
    }

    private static List<Case> cases(ExecutorService pool, int patients) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        // Findings hold no calibrated figure, so any calibration serves to make the engine.
        HyperScoreEngine engine = new HyperScoreEngine(provisional(), pool);
        List<Case> cases = new ArrayList<>();
        List<ReferencePatient> population = ReferencePopulation.shipped().patients(patients, SEED);
        for (int i = 0; i < population.size(); i++) {
            ReferencePatient patient = population.get(i);
            PatientState seen = ReferenceRecord.of(patient, random);
            double goal = GlycaemicGoal.of(seen).hba1c();
            long seed = random.nextLong();
            try {
                TwinCohort truth =
                        TwinCohort.personalised(patient.inputs(), TRUTH_TWINS, seed ^ SEED, ModelVariant.ALTERNATIVE);
                for (CandidateFindings findings : engine.findings(seen, new EvaluationOptions(DRAWS, seed))) {
                    double success =
                            Simulation.run(truth, findings.course(), goal).success();
                    cases.add(new Case(i, findings, success));
                }
            } catch (InvalidInputException contradictory) {
                // The copula can join an HbA1c with a regimen that no physiology explains.
                System.err.println("patient " + i + " left out: no twin fits");
            }
        }
        return cases;
    }

    private static Calibration provisional() {
        return new Calibration(
                HyperScoreFormula.DEFAULT,
                WeightPrior.shipped().hierarchy().weights(),
                Terms.of(0.5, 0.5, 0.5, 0.5, 0.5),
                new ImpactScore(1),
                1,
                new MetaLoop(1, 0, 0),
                1,
                "");
    }

    /** Scales of the meta loop under given weights. */
    private static Calibration scaled(List<Case> cases, double impactMaximum, double spreadReference, Weights weights) {
        Calibration open = new Calibration(
                HyperScoreFormula.DEFAULT,
                weights,
                Terms.of(0.5, 0.5, 0.5, 0.5, 0.5),
                new ImpactScore(impactMaximum),
                spreadReference,
                new MetaLoop(1, 1, 0),
                1,
                "");
        double[] spreads = cases.stream()
                .mapToDouble(each -> CandidateScore.of(each.findings(), open)
                        .orElseThrow()
                        .meta()
                        .spread())
                .toArray();
        double noise = Arrays.stream(spreads).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(spreads)
                .map(spread -> (spread - noise) * (spread - noise))
                .average()
                .orElseThrow());
        return new Calibration(
                open.formula(),
                weights,
                open.mean(),
                open.impact(),
                spreadReference,
                new MetaLoop(percentile95(Arrays.stream(spreads)), noise, deviation),
                1,
                "");
    }

    /**
     * Shapley value of each term: log-likelihood of success predicted from the terms of a coalition, on patients left out in
     * turn of those fitted on. The patients held out for the figures reported take no part in it.
     */
    private static double[] worth(List<Case> fitted, Calibration calibration) {
        double[] worth = new double[1 << Term.COUNT];
        for (int coalition = 0; coalition < worth.length; coalition++) {
            int size = Integer.bitCount(coalition) + 1;
            double[] mean = new double[size];
            double[] sd = new double[size];
            Arrays.fill(sd, 5);
            double[][] all = predictors(fitted, calibration, coalition);
            double[] success = fitted.stream().mapToDouble(Case::success).toArray();
            for (int fold = 0; fold < FOLDS; fold++) {
                int[] rest = rows(fitted, fold, false);
                double[] beta = LogisticFit.fit(
                        Arrays.stream(rest).mapToObj(row -> all[row]).toArray(double[][]::new),
                        Arrays.stream(rest).mapToDouble(row -> success[row]).toArray(),
                        mean,
                        sd);
                for (int row : rows(fitted, fold, true)) {
                    double p = LogisticFit.probability(beta, all[row]);
                    double y = success[row];
                    worth[coalition] += (y * Math.log(p) + (1 - y) * Math.log(1 - p)) / all.length;
                }
            }
        }
        return ShapleyContributions.values(worth, Term.COUNT);
    }

    private static int[] rows(List<Case> cases, int fold, boolean inFold) {
        return IntStream.range(0, cases.size())
                .filter(row -> (cases.get(row).patient() % FOLDS == fold) == inFold)
                .toArray();
    }

    private static double[][] predictors(List<Case> cases, Calibration calibration, int coalition) {
        return cases.stream()
                .map(each -> {
                    double[] terms = CandidateScore.of(each.findings(), calibration)
                            .orElseThrow()
                            .terms()
                            .toArray();
                    double[] row = new double[Integer.bitCount(coalition)];
                    int k = 0;
                    for (int i = 0; i < terms.length; i++) {
                        if ((coalition >> i & 1) == 1) {
                            row[k++] = terms[i];
                        }
                    }
                    return row;
                })
                .toArray(double[][]::new);
    }

    private static HyperScoreFormula fit(List<Case> cases, Calibration calibration) {
        double[][] x = cases.stream()
                .map(each -> new double[] {Math.log(Math.max(v(each, calibration), HyperScoreFormula.FLOOR))})
                .toArray(double[][]::new);
        double[] y = cases.stream().mapToDouble(Case::success).toArray();
        HyperScoreFormula defaults = HyperScoreFormula.DEFAULT;
        double[] beta = LogisticFit.fit(
                x, y, new double[] {defaults.beta(), defaults.gamma()}, new double[] {BETA_PRIOR_SD, GAMMA_PRIOR_SD});
        return new HyperScoreFormula(beta[0], beta[1], defaults.kappa());
    }

    private static double v(Case each, Calibration calibration) {
        return calibration
                .weights()
                .combine(CandidateScore.of(each.findings(), calibration)
                        .orElseThrow()
                        .terms());
    }

    private static Terms meanTerms(List<Case> cases, Calibration calibration) {
        double[] mean = new double[Term.COUNT];
        for (Case each : cases) {
            double[] terms = CandidateScore.of(each.findings(), calibration)
                    .orElseThrow()
                    .terms()
                    .toArray();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += terms[i] / cases.size();
            }
        }
        return Terms.of(mean);
    }

    private record Measured(
            double brier, double baseRateBrier, double calibrationError, double baseRate, double converged) {}

    private static Measured measured(List<Case> held, Calibration calibration) {
        List<double[]> pairs = new ArrayList<>();
        int converged = 0;
        for (Case each : held) {
            pairs.add(new double[] {calibration.formula().probability(v(each, calibration)), each.success()});
            converged += CandidateScore.of(each.findings(), calibration)
                            .orElseThrow()
                            .meta()
                            .converged()
                    ? 1
                    : 0;
        }
        pairs.sort((a, b) -> Double.compare(a[0], b[0]));
        double baseRate = pairs.stream().mapToDouble(pair -> pair[1]).average().orElseThrow();
        // Of shares of truth twins the Brier score has this expectation over single twins.
        double brier = pairs.stream()
                .mapToDouble(pair -> pair[0] * pair[0] - 2 * pair[0] * pair[1] + pair[1])
                .average()
                .orElseThrow();
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            List<double[]> members = pairs.subList(pairs.size() * bin / BINS, pairs.size() * (bin + 1) / BINS);
            double predicted =
                    members.stream().mapToDouble(pair -> pair[0]).average().orElse(0);
            double found =
                    members.stream().mapToDouble(pair -> pair[1]).average().orElse(0);
            error += Math.abs(predicted - found) * members.size() / pairs.size();
        }
        return new Measured(brier, baseRate * (1 - baseRate), error, baseRate, (double) converged / held.size());
    }

    private static double percentile95(java.util.stream.DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[(int) (0.95 * (sorted.length - 1))];
    }

    private static String yaml(Calibration c, int patients, int fitted, int held, double[] worth, Measured measured) {
        StringBuilder text = new StringBuilder();
        text.append("# Written by org.hsdpo.hyperscore.calibration.Calibrate; see docs/hyperscore.md.\n");
        text.append("version: 1\n");
        text.append(String.format(
                Locale.ROOT,
                "provenance: \"%d synthetic reference patients, seed %d, %d draws; success on %d twins each of the alternative"
                        + " model structure; %d candidates fitted, %d held out\"%n",
                patients,
                SEED,
                DRAWS,
                TRUTH_TWINS,
                fitted,
                held));
        text.append(String.format(
                Locale.ROOT,
                "formula: {beta: %s, gamma: %s, kappa: %s}%n",
                c.formula().beta(),
                c.formula().gamma(),
                c.formula().kappa()));
        text.append("weights: ").append(byTerm(c.weights().toArray())).append('\n');
        text.append("mean: ").append(byTerm(c.mean().toArray())).append('\n');
        text.append("impact-maximum-days: ").append(c.impact().maximumDays()).append('\n');
        text.append("spread-reference: ").append(c.spreadReference()).append('\n');
        text.append(String.format(
                Locale.ROOT,
                "meta: {reference-spread: %s, noise: %s, noise-deviation: %s}%n",
                c.meta().referenceSpread(),
                c.meta().noise(),
                c.meta().noiseDeviation()));
        text.append("correction-limit: ").append(c.correctionLimit()).append('\n');
        text.append(
                "# On the held-out patients; shapley: worth of a term in log-likelihood, cross-validated over the patients fitted on.\n");
        text.append("measured:\n");
        line(text, "base-rate-of-success", measured.baseRate());
        line(text, "brier", measured.brier());
        line(text, "brier-of-the-base-rate", measured.baseRateBrier());
        line(text, "expected-calibration-error-15-bins", measured.calibrationError());
        line(text, "converged", measured.converged());
        for (Term term : Term.values()) {
            line(text, "shapley-" + term.id(), worth[term.ordinal()]);
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String key, double value) {
        text.append("  ").append(key).append(": ").append(value).append('\n');
    }

    private static String byTerm(double[] values) {
        StringBuilder text = new StringBuilder("{");
        for (Term term : Term.values()) {
            text.append(text.length() == 1 ? "" : ", ")
                    .append(term)
                    .append(": ")
                    .append(values[term.ordinal()]);
        }
        return text.append('}').toString();
    }
}
