package org.hsdpo.hyperscore.fusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the best regimen stays the best when the weights of the terms are others.
 *
 * @param best the one with the highest V
 * @param overtaken one entry for each change of a weight that puts another regimen first
 */
public record WeightSensitivity(String best, List<Overtaken> overtaken) {
    private static final double[] FACTORS = {0.5, 2};

    /**
     * Another regimen comes first.
     *
     * @param term whose weight is changed, the others making up for it in proportion
     * @param factor by which it is changed
     * @param by what then has the highest V
     */
    public record Overtaken(Term term, double factor, String by) {}

    public WeightSensitivity {
        overtaken = List.copyOf(overtaken);
    }

    /**
     * Halves and doubles each weight in turn.
     *
     * @param terms by regimen, not empty; of equals the first is the best
     */
    public static WeightSensitivity of(Map<String, Terms> terms, Weights weights) {
        String best = best(terms, weights);
        List<Overtaken> overtaken = new ArrayList<>();
        for (Term term : Term.values()) {
            for (double factor : FACTORS) {
                String first = best(terms, weights.scaled(term, factor));
                if (!first.equals(best)) {
                    overtaken.add(new Overtaken(term, factor, first));
                }
            }
        }
        return new WeightSensitivity(best, overtaken);
    }

    private static String best(Map<String, Terms> terms, Weights weights) {
        String best = null;
        double highest = Double.NEGATIVE_INFINITY;
        for (Map.Entry<String, Terms> each : terms.entrySet()) {
            double v = weights.combine(each.getValue());
            if (v > highest) {
                highest = v;
                best = each.getKey();
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("there is no regimen to rank");
        }
        return best;
    }

    /** Whether no such change puts another regimen first. */
    public boolean isStable() {
        return overtaken.isEmpty();
    }
}
