package org.hsdpo.agent.learning;

/** Weights over slots with the sum of every subtree, so that drawing in proportion to the weights costs log₂ n. */
final class SumTree {
    private final int leaves;
    private final double[] sums;

    SumTree(int slots) {
        int size = 1;
        while (size < slots) {
            size *= 2;
        }
        leaves = size;
        sums = new double[2 * size];
    }

    /** @param weight at least 0 and finite */
    void set(int slot, double weight) {
        if (!(weight >= 0) || weight == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("a weight is finite and at least 0, not " + weight);
        }
        int node = leaves + slot;
        sums[node] = weight;
        // Each sum is recomputed from its two children, so rounding never accumulates.
        for (node /= 2; node >= 1; node /= 2) {
            sums[node] = sums[2 * node] + sums[2 * node + 1];
        }
    }

    double get(int slot) {
        return sums[leaves + slot];
    }

    double total() {
        return sums[1];
    }

    /** The slot in whose stretch of the cumulative weights {@code mass} falls; 0 ≤ mass < total. */
    int find(double mass) {
        int node = 1;
        double rest = mass;
        while (node < leaves) {
            int left = 2 * node;
            if (rest < sums[left] || sums[left + 1] == 0) {
                node = left;
            } else {
                rest -= sums[left];
                node = left + 1;
            }
        }
        return node - leaves;
    }
}
