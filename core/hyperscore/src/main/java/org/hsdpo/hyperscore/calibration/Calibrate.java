package org.hsdpo.hyperscore.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.hyperscore.CandidateFindings;
import org.hsdpo.hyperscore.CandidateScore;
import org.hsdpo.hyperscore.EngineRoom;
import org.hsdpo.hyperscore.EvaluationOptions;
import org.hsdpo.hyperscore.HyperScoreEngine;
import org.hsdpo.hyperscore.fusion.HyperScoreFormula;
import org.hsdpo.hyperscore.fusion.ShapleyContributions;
import org.hsdpo.hyperscore.fusion.Term;
import org.hsdpo.hyperscore.fusion.Terms;
import org.hsdpo.hyperscore.fusion.WeightPrior;
import org.hsdpo.hyperscore.fusion.WeightSensitivity;
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
 * Fits every calibrated figure on simulated patients of {@code calibration.yaml}.
 *
 * <p>Each patient of the synthetic reference population is seen once through measurement error and scored by the system,
 * which decides with the standard model; what truly happens is simulated with the alternative model structure. Seven of
 * ten patients are fitted on, three are held out for the figures reported.
 */
public final class Calibrate {
    /** Patients of the shipped calibration. */
    public static final int PATIENTS = 2_000;

    /** So that every fold within a fold holds somebody. */
    public static final int LEAST_PATIENTS = 50;

    private static final int DRAWS = 200;
    private static final int TRUTH_TWINS = 20;
    private static final long SEED = 20_260_115;
    private static final int FOLDS = 5;
    private static final double BETA_PRIOR_SD = 1;
    private static final double GAMMA_PRIOR_SD = 1;
    /** A difference of V that a reader would notice, below which no correction is called large. */
    private static final double LEAST_CORRECTION_LIMIT = 0.05;

    private Calibrate() {}

    /** One candidate of one patient, and the share of truth twins on whom it succeeded. */
    private record Case(int patient, CandidateFindings findings, double success) {}

    /**
     * Calibrates.
     *
     * @param pool that does the simulation
     * @param patients synthetic patients, at least {@value #LEAST_PATIENTS}
     * @return text of {@code calibration.yaml}
     * @throws IllegalArgumentException where there are too few patients
     */
    public static String run(ExecutorService pool, int patients) {
        if (patients < LEAST_PATIENTS) {
            throw new IllegalArgumentException(
                    "a calibration needs at least " + LEAST_PATIENTS + " patients: " + patients);
        }
        List<Case> cases = cases(pool, patients);
        Measured measured = crossValidated(cases);
        return yaml(fitted(cases), patients, cases.size(), measured);
    }

    /** A calibration and what each term proved worth for it. */
    private record Fitted(Calibration calibration, double[] worth) {}

    private static Fitted fitted(List<Case> cases) {
        double impactMaximum = percentile95(
                cases.stream().mapToDouble(each -> each.findings().daysGained().orElseThrow()));
        double spreadReference = percentile95(cases.stream()
                .mapToDouble(each -> ReproducibilityEngine.spread(each.findings().again().stream()
                        .map(CandidateFindings.Again::simulation)
                        .toList())));
        WeightPrior prior = WeightPrior.shipped();
        Calibration first =
                scaled(cases, impactMaximum, spreadReference, prior.hierarchy().weights());
        double[] worth = worth(cases, first);
        Weights weights = prior.updated(
                worth, cases.stream().mapToInt(Case::patient).distinct().count());
        Calibration second = scaled(cases, impactMaximum, spreadReference, weights);
        List<CandidateScore> scores = scores(cases, second);
        double correctionLimit =
                Math.max(LEAST_CORRECTION_LIMIT, percentile95(scores.stream().mapToDouble(score -> score.meta()
                        .correction())));
        return new Fitted(
                new Calibration(
                        fit(cases, scores, weights),
                        weights,
                        mean(scores),
                        second.impact(),
                        spreadReference,
                        second.meta(),
                        correctionLimit,
                        List.of(),
                        ""),
                worth);
    }

    private static List<CandidateScore> scores(List<Case> cases, Calibration calibration) {
        return cases.stream()
                .map(each -> CandidateScore.of(each.findings(), calibration).orElseThrow())
                .toList();
    }

    /**
     * What held-out patients say.
     *
     * @param converged share of candidates whose engines agree within noise
     * @param stable share of patients whose best regimen stays the best whichever weight is halved or doubled
     */
    private record Measured(Reliability reliability, double converged, double stable) {}

    private static Measured crossValidated(List<Case> cases) {
        List<Reliability.Case> predictions = new ArrayList<>();
        int converged = 0;
        int stable = 0;
        int ranked = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            int held = fold;
            Calibration calibration = fitted(cases.stream()
                            .filter(each -> outerFold(each) != held)
                            .toList())
                    .calibration();
            Map<Integer, Map<String, Terms>> byPatient = new LinkedHashMap<>();
            for (Case each :
                    cases.stream().filter(each -> outerFold(each) == held).toList()) {
                CandidateScore score =
                        CandidateScore.of(each.findings(), calibration).orElseThrow();
                double v = calibration.weights().combine(score.terms());
                predictions.add(new Reliability.Case(calibration.formula().probability(v), each.success()));
                converged += score.meta().converged() ? 1 : 0;
                Map<String, Terms> regimens =
                        byPatient.computeIfAbsent(each.patient(), patient -> new LinkedHashMap<>());
                regimens.put(String.valueOf(regimens.size()), score.terms());
            }
            for (Map<String, Terms> regimens : byPatient.values()) {
                stable += WeightSensitivity.of(regimens, calibration.weights()).isStable() ? 1 : 0;
                ranked++;
            }
        }
        return new Measured(
                Reliability.of(predictions), (double) converged / predictions.size(), (double) stable / ranked);
    }

    /** Crosses the folds that the weights are found by, which go by the last digit. */
    private static int outerFold(Case each) {
        return each.patient() / FOLDS % FOLDS;
    }

    private static List<Case> cases(ExecutorService pool, int patients) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        // Findings hold no calibrated figure, so any calibration serves to make the engine.
        HyperScoreEngine engine = new HyperScoreEngine(provisional(), pool, EngineRoom.OPEN);
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
                List.of(),
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
                List.of(),
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
                List.of(),
                "");
    }

    /**
     * Shapley value of each term: log-likelihood of success predicted from the terms of a coalition, on patients left out in
     * turn of those fitted on.
     */
    private static double[] worth(List<Case> fitted, Calibration calibration) {
        double[] worth = new double[1 << Term.COUNT];
        double[][] terms = scores(fitted, calibration).stream()
                .map(score -> score.terms().toArray())
                .toArray(double[][]::new);
        double[] success = fitted.stream().mapToDouble(Case::success).toArray();
        for (int coalition = 0; coalition < worth.length; coalition++) {
            int size = Integer.bitCount(coalition) + 1;
            double[] mean = new double[size];
            double[] sd = new double[size];
            Arrays.fill(sd, 5);
            double[][] all = members(terms, coalition);
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

    /** The terms of a coalition. */
    private static double[][] members(double[][] terms, int coalition) {
        int[] members = IntStream.range(0, Term.COUNT)
                .filter(i -> (coalition >> i & 1) == 1)
                .toArray();
        return Arrays.stream(terms)
                .map(row -> Arrays.stream(members).mapToDouble(i -> row[i]).toArray())
                .toArray(double[][]::new);
    }

    private static HyperScoreFormula fit(List<Case> cases, List<CandidateScore> scores, Weights weights) {
        double[][] x = scores.stream()
                .map(score ->
                        new double[] {Math.log(Math.max(weights.combine(score.terms()), HyperScoreFormula.FLOOR))})
                .toArray(double[][]::new);
        double[] y = cases.stream().mapToDouble(Case::success).toArray();
        HyperScoreFormula defaults = HyperScoreFormula.DEFAULT;
        double[] beta = LogisticFit.fit(
                x, y, new double[] {defaults.beta(), defaults.gamma()}, new double[] {BETA_PRIOR_SD, GAMMA_PRIOR_SD});
        return new HyperScoreFormula(beta[0], beta[1], defaults.kappa());
    }

    private static Terms mean(List<CandidateScore> scores) {
        double[] mean = new double[Term.COUNT];
        for (CandidateScore score : scores) {
            double[] terms = score.terms().toArray();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += terms[i] / scores.size();
            }
        }
        return Terms.of(mean);
    }

    private static double percentile95(java.util.stream.DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[(int) (0.95 * (sorted.length - 1))];
    }

    private static String yaml(Fitted fitted, int patients, int candidates, Measured measured) {
        Calibration c = fitted.calibration();
        StringBuilder text = new StringBuilder();
        text.append("# Written by org.hsdpo.hyperscore.calibration.Calibrate; see docs/hyperscore.md.\n");
        text.append("version: 1\n");
        text.append(String.format(
                Locale.ROOT,
                "provenance: \"%d synthetic reference patients, seed %d, %d draws; success on %d twins each of the alternative"
                        + " model structure; fitted on %d candidates\"%n",
                patients,
                SEED,
                DRAWS,
                TRUTH_TWINS,
                candidates));
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
                "# On patients left out, in five folds; shapley: worth of a term in log-likelihood, cross-validated within"
                        + " all patients.\n");
        text.append("measured:\n");
        Reliability reliability = measured.reliability();
        line(text, "base-rate-of-success", reliability.baseRate());
        line(text, "brier", reliability.brier());
        line(text, "brier-of-the-base-rate", reliability.brierOfBaseRate());
        line(text, "expected-calibration-error-15-bins", reliability.calibrationError());
        line(text, "converged", measured.converged());
        line(text, "best-whichever-weight-is-halved-or-doubled", measured.stable());
        for (Term term : Term.values()) {
            line(text, "shapley-" + term.id(), fitted.worth()[term.ordinal()]);
        }
        text.append("reliability:\n");
        for (Reliability.Bin bin : reliability.bins()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  - {predicted: %s, found: %s, cases: %d}%n",
                    bin.predicted(),
                    bin.found(),
                    bin.cases()));
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
