package org.hsdpo.twin;

/** Finds values by rank without sorting the rest (quickselect: Hoare 1961, Commun ACM 4:321, algorithm 65). */
final class OrderStatistics {
    /** A piece of this size or less is sorted by insertion. */
    private static final int SMALL = 16;

    private OrderStatistics() {}

    /**
     * Moves values so that at each of the ranks stands what would stand there after sorting.
     *
     * @param values finite
     * @param ranks ascending, inside the array
     */
    static void place(double[] values, int[] ranks) {
        place(values, 0, values.length - 1, ranks, 0, ranks.length);
    }

    private static void place(double[] values, int low, int high, int[] ranks, int first, int last) {
        if (first == last || low >= high) {
            return;
        }
        if (high - low < SMALL) {
            insert(values, low, high);
            return;
        }
        double pivot = median(values[low], values[(low + high) >>> 1], values[high]);
        int left = low;
        int right = high;
        while (left <= right) {
            while (values[left] < pivot) {
                left++;
            }
            while (values[right] > pivot) {
                right--;
            }
            if (left <= right) {
                double moved = values[left];
                values[left++] = values[right];
                values[right--] = moved;
            }
        }
        int split = first;
        while (split < last && ranks[split] <= right) {
            split++;
        }
        place(values, low, right, ranks, first, split);
        int rest = split;
        while (rest < last && ranks[rest] < left) {
            rest++;
        }
        place(values, left, high, ranks, rest, last);
    }

    private static void insert(double[] values, int low, int high) {
        for (int i = low + 1; i <= high; i++) {
            double value = values[i];
            int place = i;
            while (place > low && values[place - 1] > value) {
                values[place] = values[place - 1];
                place--;
            }
            values[place] = value;
        }
    }

    private static double median(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
