package org.hsdpo.hyperscore.fusion;

/**
 * Each term's Shapley contribution to a regimen's HyperScore, against a population-mean regimen. Exact over the 2⁵
 * coalitions; the contributions add up to the difference of the two HyperScores.
 *
 * <p>Source: Shapley 1953, A value for n-person games; Lundberg and Lee 2017 for its use as an explanation.
 */
public final class ShapleyContributions {
    private ShapleyContributions() {}

    /** Points by {@link Term#ordinal()}. */
    public static double[] of(Terms terms, Terms mean, Weights weights, HyperScoreFormula formula) {
        int n = Term.COUNT;
        double[] worth = new double[1 << n];
        for (int coalition = 0; coalition < worth.length; coalition++) {
            double[] mixed = mean.toArray();
            for (int i = 0; i < n; i++) {
                if ((coalition >> i & 1) == 1) {
                    mixed[i] = terms.toArray()[i];
                }
            }
            worth[coalition] = formula.score(weights.combine(Terms.of(mixed)));
        }
        return values(worth, n);
    }

    /** Shapley values of a game whose worth is given for each coalition (bit i = player i takes part). */
    public static double[] values(double[] worth, int players) {
        double[] shares = new double[players];
        for (int coalition = 0; coalition < worth.length; coalition++) {
            int size = Integer.bitCount(coalition);
            for (int i = 0; i < players; i++) {
                if ((coalition >> i & 1) == 0) {
                    double chance = factorial(size) * factorial(players - size - 1) / factorial(players);
                    shares[i] += chance * (worth[coalition | 1 << i] - worth[coalition]);
                }
            }
        }
        return shares;
    }

    private static double factorial(int n) {
        double product = 1;
        for (int i = 2; i <= n; i++) {
            product *= i;
        }
        return product;
    }
}
