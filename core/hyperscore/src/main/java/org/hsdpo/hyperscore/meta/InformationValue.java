package org.hsdpo.hyperscore.meta;

import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * What it is worth to know a quantity before choosing among regimens: by how much the probability of success of the best
 * choice would rise if it were known exactly (expected value of partial perfect information).
 *
 * <p>Estimated from the draws at hand by choosing in each tenth of the draws, ordered by the quantity; because the best of
 * several noisy means is too good, what the same choice gains in tenths by chance is taken off. Source: Strong M, Oakley JE.
 * An efficient method for computing single-parameter partial expected value of perfect information. Med Decis Making
 * 2013;33:755-766.
 */
public final class InformationValue {
    private static final int TENTHS = 10;
    private static final int CHANCES = 20;

    private InformationValue() {}

    /**
     * The value of one quantity.
     *
     * @param succeeded for each regimen the draws in which it succeeds; all on the same draws
     * @param quantity its value in each draw, in any unit
     * @param seed of the division by chance
     * @return 0 to 1, a difference of probabilities
     */
    public static double of(List<BitSet> succeeded, double[] quantity, long seed) {
        if (succeeded.isEmpty()) {
            throw new IllegalArgumentException("there is no regimen to choose");
        }
        int[] order = IntStream.range(0, quantity.length)
                .boxed()
                .sorted((one, other) -> Double.compare(quantity[one], quantity[other]))
                .mapToInt(Integer::intValue)
                .toArray();
        double known = chosen(succeeded, order);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double chance = 0;
        for (int i = 0; i < CHANCES; i++) {
            shuffle(order, random);
            chance += chosen(succeeded, order) / CHANCES;
        }
        return Math.max(0, known - chance);
    }

    /** Share of draws that succeed where the best regimen is chosen in each tenth of them. */
    private static double chosen(List<BitSet> succeeded, int[] order) {
        int all = 0;
        for (int tenth = 0; tenth < TENTHS; tenth++) {
            int from = order.length * tenth / TENTHS;
            int to = order.length * (tenth + 1) / TENTHS;
            int best = 0;
            for (BitSet regimen : succeeded) {
                int count = 0;
                for (int i = from; i < to; i++) {
                    count += regimen.get(order[i]) ? 1 : 0;
                }
                best = Math.max(best, count);
            }
            all += best;
        }
        return (double) all / order.length;
    }

    private static void shuffle(int[] order, RandomGenerator random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int held = order[i];
            order[i] = order[j];
            order[j] = held;
        }
    }
}
