package org.hsdpo.hyperscore.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How far predicted probabilities come true.
 *
 * @param cases how many were predicted
 * @param baseRate mean of what was found
 * @param brier expected Brier score of the predictions over single people
 * @param brierOfBaseRate of predicting the base rate for all
 * @param calibrationError expected calibration error: mean over the bins of |predicted − found|, weighted by size
 * @param bins of equal mass, least probable first
 */
public record Reliability(
        int cases, double baseRate, double brier, double brierOfBaseRate, double calibrationError, List<Bin> bins) {
    /** Bins of equal mass. */
    public static final int BINS = 15;

    /**
     * What was predicted for one case and what was found.
     *
     * @param predicted probability of success
     * @param found share of people like this who succeeded, 0 to 1
     */
    public record Case(double predicted, double found) {}

    /**
     * Cases of similar probability.
     *
     * @param predicted mean probability
     * @param found mean share
     */
    public record Bin(double predicted, double found, int cases) {}

    public Reliability {
        bins = List.copyOf(bins);
    }

    /** @throws IllegalArgumentException where there are fewer cases than bins */
    public static Reliability of(List<Case> cases) {
        if (cases.size() < BINS) {
            throw new IllegalArgumentException("reliability needs at least " + BINS + " cases: " + cases.size());
        }
        List<Case> ordered = new ArrayList<>(cases);
        ordered.sort(Comparator.comparingDouble(Case::predicted));
        int n = ordered.size();
        double baseRate = ordered.stream().mapToDouble(Case::found).average().orElseThrow();
        // (p − y)² over people who succeed with the share found.
        double brier = ordered.stream()
                .mapToDouble(each ->
                        each.predicted() * each.predicted() - 2 * each.predicted() * each.found() + each.found())
                .average()
                .orElseThrow();
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int b = 0; b < BINS; b++) {
            List<Case> members = ordered.subList((int) ((long) n * b / BINS), (int) ((long) n * (b + 1) / BINS));
            Bin bin = new Bin(
                    members.stream().mapToDouble(Case::predicted).average().orElseThrow(),
                    members.stream().mapToDouble(Case::found).average().orElseThrow(),
                    members.size());
            bins.add(bin);
            error += Math.abs(bin.predicted() - bin.found()) * members.size() / n;
        }
        return new Reliability(n, baseRate, brier, baseRate * (1 - baseRate), error, bins);
    }
}
