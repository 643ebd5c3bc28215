package org.hsdpo.hyperscore.meta;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hsdpo.clinical.wording.Counted;
import org.hsdpo.hyperscore.fusion.Term;
import org.hsdpo.hyperscore.fusion.Terms;
import org.hsdpo.hyperscore.fusion.Weights;
import org.hsdpo.hyperscore.sandbox.Distribution;

/**
 * V₀, the score without the meta term, is evaluated again with perturbed inputs, other models and each engine left out.
 * {@code meta = 1 − min(1, sd(V₀)/s_ref)}, unshrunk. Where the spread exceeds calibrated noise by more than one standard
 * deviation, each term is drawn towards V₀ in proportion to its variance, again and again, until it does not or the
 * iterations are used up. How far that moves V₀ is the total correction: it is reported, widens the score's deviation, and
 * above a limit the candidate is not recommended. It does not move the score itself: a score lowered where engines
 * disagree would let a regimen with more hypoglycaemia, about which they agree, overtake one with less.
 *
 * @param referenceSpread s_ref, above 0
 * @param noise mean spread on the reference population
 * @param noiseDeviation its standard deviation
 */
public record MetaLoop(double referenceSpread, double noise, double noiseDeviation) {
    private static final int MAXIMUM_ITERATIONS = 12;
    private static final double STEP = 0.5;
    private static final Term[] ENGINES = {Term.LOGIC, Term.NOVELTY, Term.IMPACT, Term.REPRODUCIBILITY};

    public MetaLoop {
        if (!(referenceSpread > 0) || !(noise >= 0) || !(noiseDeviation >= 0)) {
            throw new IllegalArgumentException("s_ref above 0 and noise of at least 0 are accepted");
        }
    }

    /**
     * What the loop found.
     *
     * @param meta the meta term
     * @param spread sd(V₀), unshrunk
     * @param corrected the terms after correction
     * @param correction change of V₀ by the correction, at least 0
     * @param converged whether the spread came within one standard deviation of noise
     * @param critique words and numbers
     */
    public record Outcome(
            double meta, double spread, Terms corrected, double correction, boolean converged, List<String> critique) {
        public Outcome {
            critique = List.copyOf(critique);
        }
    }

    /**
     * Runs the loop for one candidate.
     *
     * @param terms the engines' terms; the meta term is ignored
     * @param deviations standard deviation of each term by {@link Term#ordinal()}; the meta term's is ignored
     * @param reproduced the terms under each reproduction
     * @param names of the reproductions
     */
    public Outcome run(Terms terms, double[] deviations, List<Terms> reproduced, List<String> names, Weights weights) {
        double spread = spread(terms, reproduced, weights);
        double meta = 1 - Math.min(1, spread / referenceSpread);
        double before = withoutMeta(terms, weights);
        double variance = 0;
        for (Term engine : ENGINES) {
            variance += deviations[engine.ordinal()] * deviations[engine.ordinal()];
        }
        Terms corrected = terms;
        List<Terms> reproductions = reproduced;
        int iterations = 0;
        double now = spread;
        while (now > noise + noiseDeviation && variance > 0 && iterations < MAXIMUM_ITERATIONS) {
            corrected = drawn(corrected, deviations, variance, weights);
            double[] deviationsNow = deviations;
            double varianceNow = variance;
            reproductions = reproductions.stream()
                    .map(terms0 -> drawn(terms0, deviationsNow, varianceNow, weights))
                    .toList();
            now = spread(corrected, reproductions, weights);
            iterations++;
        }
        boolean converged = now <= noise + noiseDeviation;
        double correction = Math.abs(withoutMeta(corrected, weights) - before);
        List<String> critique = critique(terms, reproduced, names, weights, spread, before);
        if (iterations > 0) {
            critique.add(String.format(
                    Locale.ROOT,
                    "The engines disagree more than usual; reconciling them in %s moves V by %.3f%s.",
                    Counted.of(iterations, "round"),
                    correction,
                    converged ? "" : " and does not settle"));
        }
        return new Outcome(meta, spread, corrected, correction, converged, critique);
    }

    /** Standard deviation of V₀ over the candidate itself, its reproductions and the ablations. */
    public static double spread(Terms terms, List<Terms> reproduced, Weights weights) {
        List<Double> values = new ArrayList<>();
        values.add(withoutMeta(terms, weights));
        reproduced.forEach(again -> values.add(withoutMeta(again, weights)));
        for (Term engine : ENGINES) {
            values.add(weights.combineWithout(terms, Term.META, engine));
        }
        return Distribution.of(values.stream().mapToDouble(Double::doubleValue).toArray(), "1")
                .standardDeviation();
    }

    /** V₀: V without the meta term, weights renormalised. */
    public static double withoutMeta(Terms terms, Weights weights) {
        return weights.combineWithout(terms, Term.META);
    }

    private static Terms drawn(Terms terms, double[] deviations, double variance, Weights weights) {
        double centre = withoutMeta(terms, weights);
        double[] values = terms.toArray();
        for (Term engine : ENGINES) {
            int i = engine.ordinal();
            double share = deviations[i] * deviations[i] / variance;
            values[i] += STEP * share * (centre - values[i]);
        }
        return Terms.of(values);
    }

    private static List<String> critique(
            Terms terms, List<Terms> reproduced, List<String> names, Weights weights, double spread, double before) {
        List<String> critique = new ArrayList<>();
        Term odd = ENGINES[0];
        for (Term engine : ENGINES) {
            if (influence(terms, engine, weights, before) > influence(terms, odd, weights, before)) {
                odd = engine;
            }
        }
        critique.add(String.format(
                Locale.ROOT,
                "Leaving out %s changes V from %.2f to %.2f, more than any other engine; sd(V) %.3f.",
                odd.id(),
                before,
                weights.combineWithout(terms, Term.META, odd),
                spread));
        for (int i = 0; i < reproduced.size(); i++) {
            double again = withoutMeta(reproduced.get(i), weights);
            if (Math.abs(again - before) > spread) {
                critique.add(String.format(
                        Locale.ROOT, "With %s V becomes %.2f instead of %.2f.", names.get(i), again, before));
            }
        }
        return critique;
    }

    private static double influence(Terms terms, Term engine, Weights weights, double before) {
        return Math.abs(weights.combineWithout(terms, Term.META, engine) - before);
    }
}
