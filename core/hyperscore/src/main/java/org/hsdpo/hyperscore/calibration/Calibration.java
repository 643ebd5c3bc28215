package org.hsdpo.hyperscore.calibration;

import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.hyperscore.fusion.HyperScoreFormula;
import org.hsdpo.hyperscore.fusion.Term;
import org.hsdpo.hyperscore.fusion.Terms;
import org.hsdpo.hyperscore.fusion.Weights;
import org.hsdpo.hyperscore.impact.ImpactScore;
import org.hsdpo.hyperscore.meta.MetaLoop;

/**
 * Calibrated figures, from {@code calibration.yaml}, which {@link Calibrate} writes.
 *
 * @param formula of the HyperScore
 * @param weights of the terms
 * @param mean population-mean terms, against which contributions are told
 * @param impact scale of the impact term
 * @param spreadReference 95th percentile of the forecast's spread, % HbA1c
 * @param meta scales of the meta loop
 * @param correctionLimit change of V above which a candidate is not recommended
 * @param reliability of probabilities for patients left out, least probable first; empty where it was not measured
 * @param hash SHA-256 of the file
 */
public record Calibration(
        HyperScoreFormula formula,
        Weights weights,
        Terms mean,
        ImpactScore impact,
        double spreadReference,
        MetaLoop meta,
        double correctionLimit,
        List<Reliability.Bin> reliability,
        String hash) {
    public Calibration {
        reliability = List.copyOf(reliability);
    }

    private record File(
            int version,
            String provenance,
            Formula formula,
            Map<Term, Double> weights,
            Map<Term, Double> mean,
            double impactMaximumDays,
            double spreadReference,
            Meta meta,
            double correctionLimit,
            Map<String, Double> measured,
            List<Reliability.Bin> reliability) {}

    private record Formula(double beta, double gamma, double kappa) {}

    private record Meta(double referenceSpread, double noise, double noiseDeviation) {}

    private static final class Holder {
        static final Calibration SHIPPED = load(KnowledgeFile.resource(Calibration.class, "calibration.yaml"));
    }

    /** The calibration shipped with this version. */
    public static Calibration shipped() {
        return Holder.SHIPPED;
    }

    /** @throws IllegalStateException where the file does not fit; a figure out of range is refused by its own type */
    public static Calibration load(KnowledgeFile knowledge) {
        File file = knowledge.as(File.class);
        return new Calibration(
                new HyperScoreFormula(
                        file.formula().beta(),
                        file.formula().gamma(),
                        file.formula().kappa()),
                Weights.of(byTerm(file.weights())),
                Terms.of(byTerm(file.mean())),
                new ImpactScore(file.impactMaximumDays()),
                file.spreadReference(),
                new MetaLoop(
                        file.meta().referenceSpread(),
                        file.meta().noise(),
                        file.meta().noiseDeviation()),
                file.correctionLimit(),
                file.reliability(),
                knowledge.hash());
    }

    private static double[] byTerm(Map<Term, Double> values) {
        double[] array = new double[Term.COUNT];
        for (Term term : Term.values()) {
            Double value = values.get(term);
            if (value == null) {
                throw new IllegalStateException("calibration.yaml has no value for " + term.id());
            }
            array[term.ordinal()] = value;
        }
        return array;
    }
}
