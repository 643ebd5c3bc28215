package org.hsdpo.agent.learning;

import java.util.random.RandomGenerator;

/**
 * Prioritised replay (proportional variant of Schaul et al. 2016): a transition is drawn with probability
 * p_i^α / Σ p^α, p_i = |temporal-difference error| + ε, and weighted by (N·P(i))^−β over the largest such weight in the
 * draw. The oldest transition makes room for the newest. A new transition has the largest priority seen, so that it is
 * learnt from at least once soon.
 *
 * <p>Each transition carries the heads that learn from it (Bernoulli ½, at least one), drawn once when it is stored.
 */
public final class ReplayMemory {
    private static final double EPSILON = 1e-3;

    private final NetworkShape shape;
    private final int capacity;
    private final double alpha;
    private final SumTree priorities;
    private final float[] observation;
    private final float[] nextObservation;
    private final float[] nextMask;
    private final int[] action;
    private final float[] returns;
    private final float[] discount;
    private final float[] bootstrap;
    private int size;
    private int next;
    private double largest = 1;

    public ReplayMemory(NetworkShape shape, int capacity, double alpha) {
        this.shape = shape;
        this.capacity = capacity;
        this.alpha = alpha;
        priorities = new SumTree(capacity);
        observation = new float[capacity * shape.inputs()];
        nextObservation = new float[capacity * shape.inputs()];
        nextMask = new float[capacity * shape.actions()];
        action = new int[capacity];
        returns = new float[capacity];
        discount = new float[capacity];
        bootstrap = new float[capacity * shape.heads()];
    }

    public int size() {
        return size;
    }

    /**
     * Stores an n-step transition.
     *
     * @param nextDiscount 0 where the episode ended, or where nothing is admissible afterwards
     */
    public void add(
            float[] from,
            int taken,
            double nStepReturn,
            double nextDiscount,
            float[] to,
            boolean[] admissibleAfter,
            RandomGenerator random) {
        int slot = next;
        System.arraycopy(from, 0, observation, slot * shape.inputs(), shape.inputs());
        System.arraycopy(to, 0, nextObservation, slot * shape.inputs(), shape.inputs());
        for (int a = 0; a < shape.actions(); a++) {
            nextMask[slot * shape.actions() + a] = admissibleAfter[a] ? 1 : 0;
        }
        action[slot] = taken;
        returns[slot] = (float) nStepReturn;
        discount[slot] = (float) nextDiscount;
        drawHeads(slot, random);
        priorities.set(slot, largest);
        next = (next + 1) % capacity;
        size = Math.min(size + 1, capacity);
    }

    private void drawHeads(int slot, RandomGenerator random) {
        int heads = shape.heads();
        boolean any = false;
        for (int k = 0; k < heads; k++) {
            boolean learns = random.nextBoolean();
            bootstrap[slot * heads + k] = learns ? 1 : 0;
            any |= learns;
        }
        if (!any) {
            bootstrap[slot * heads + random.nextInt(heads)] = 1;
        }
    }

    /** Slots of a stratified draw in proportion to the priorities. */
    public int[] draw(int count, RandomGenerator random) {
        if (size == 0) {
            throw new IllegalStateException("nothing can be drawn from an empty memory");
        }
        int[] slots = new int[count];
        double stretch = priorities.total() / count;
        for (int i = 0; i < count; i++) {
            slots[i] = priorities.find((i + random.nextDouble()) * stretch);
        }
        return slots;
    }

    /** @param beta 0 = no correction of the bias of prioritised drawing, 1 = full */
    public Minibatch minibatch(int[] slots, double beta) {
        int n = slots.length;
        float[] weight = new float[n];
        double heaviest = 0;
        for (int i = 0; i < n; i++) {
            double probability = priorities.get(slots[i]) / priorities.total();
            weight[i] = (float) Math.pow(size * probability, -beta);
            heaviest = Math.max(heaviest, weight[i]);
        }
        int[] taken = new int[n];
        float[] gained = new float[n];
        float[] discounted = new float[n];
        for (int i = 0; i < n; i++) {
            weight[i] /= (float) heaviest;
            taken[i] = action[slots[i]];
            gained[i] = returns[slots[i]];
            discounted[i] = discount[slots[i]];
        }
        return new Minibatch(
                n,
                rows(observation, shape.inputs(), slots),
                taken,
                gained,
                discounted,
                rows(nextObservation, shape.inputs(), slots),
                rows(nextMask, shape.actions(), slots),
                weight,
                rows(bootstrap, shape.heads(), slots));
    }

    private static float[] rows(float[] table, int width, int[] slots) {
        float[] rows = new float[slots.length * width];
        for (int i = 0; i < slots.length; i++) {
            System.arraycopy(table, slots[i] * width, rows, i * width, width);
        }
        return rows;
    }

    /** Sets the priorities after a training step. */
    public void reprioritise(int[] slots, float[] absoluteErrors) {
        for (int i = 0; i < slots.length; i++) {
            double priority = Math.pow(absoluteErrors[i] + EPSILON, alpha);
            priorities.set(slots[i], priority);
            largest = Math.max(largest, priority);
        }
    }
}
