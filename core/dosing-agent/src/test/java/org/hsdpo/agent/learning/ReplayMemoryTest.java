package org.hsdpo.agent.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReplayMemoryTest {
    private static final NetworkShape SHAPE = new NetworkShape(2, 4, 4, 3, 2);
    private static final boolean[] ALL = {true, true};

    private static ReplayMemory filled(int capacity, int count) {
        ReplayMemory memory = new ReplayMemory(SHAPE, capacity, 1);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < count; i++) {
            memory.add(new float[] {i, 0}, i % 2, i, 0.5, new float[] {i + 1, 0}, ALL, random);
        }
        return memory;
    }

    @Test
    void a_sum_tree_finds_the_slot_whose_stretch_holds_the_mass() {
        SumTree tree = new SumTree(5);
        double[] weights = {1, 0, 2, 0.5, 3};
        for (int i = 0; i < weights.length; i++) {
            tree.set(i, weights[i]);
        }
        assertThat(tree.total()).isEqualTo(6.5);
        assertThat(tree.find(0)).isEqualTo(0);
        assertThat(tree.find(0.999)).isEqualTo(0);
        assertThat(tree.find(1)).isEqualTo(2);
        assertThat(tree.find(3.2)).isEqualTo(3);
        assertThat(tree.find(6.49)).isEqualTo(4);
        tree.set(4, 0);
        assertThat(tree.find(3.49)).isEqualTo(3);
        assertThatThrownBy(() -> tree.set(0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void transitions_are_drawn_in_proportion_to_their_priority() {
        ReplayMemory memory = filled(4, 4);
        memory.reprioritise(new int[] {0, 1, 2, 3}, new float[] {0.999f, 1.999f, 2.999f, 3.999f});
        SplittableRandom random = new SplittableRandom(5);
        int[] count = new int[4];
        for (int round = 0; round < 1000; round++) {
            for (int slot : memory.draw(10, random)) {
                count[slot]++;
            }
        }
        for (int slot = 0; slot < 4; slot++) {
            assertThat(count[slot] / 10000.0).isCloseTo((slot + 1) / 10.0, within(0.01));
        }
    }

    @Test
    void importance_weights_undo_the_preference() {
        ReplayMemory memory = filled(4, 4);
        memory.reprioritise(new int[] {0, 1, 2, 3}, new float[] {0.999f, 1.999f, 2.999f, 3.999f});
        assertThat(memory.minibatch(new int[] {0, 1, 3}, 1).weight()).containsExactly(1, 0.5f, 0.25f);
        assertThat(memory.minibatch(new int[] {0, 1, 3}, 0).weight()).containsExactly(1, 1, 1);
    }

    @Test
    void the_oldest_transition_makes_room_for_the_newest() {
        ReplayMemory memory = filled(4, 6);
        assertThat(memory.size()).isEqualTo(4);
        assertThat(memory.minibatch(new int[] {0, 1, 2, 3}, 0).returns()).containsExactly(4, 5, 2, 3);
    }

    @Test
    void every_transition_teaches_at_least_one_head_and_heads_differ() {
        ReplayMemory memory = filled(300, 300);
        int[] slots = new int[300];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = i;
        }
        float[] heads = memory.minibatch(slots, 0).bootstrap();
        int taught = 0;
        for (int i = 0; i < 300; i++) {
            float own = heads[3 * i] + heads[3 * i + 1] + heads[3 * i + 2];
            assertThat(own).isBetween(1f, 3f);
            taught += (int) own;
        }
        assertThat(taught / 900.0).isCloseTo(0.54, within(0.05));
    }

    @Test
    void n_step_returns_discount_each_step_by_its_own_duration() {
        ReplayMemory memory = new ReplayMemory(SHAPE, 10, 1);
        NStepReturns returns = new NStepReturns(2, memory);
        SplittableRandom random = new SplittableRandom(1);
        returns.step(new float[] {0, 0}, 0, 1, 0.5, new float[] {1, 0}, ALL, false, false, random);
        assertThat(memory.size()).isZero();
        returns.step(new float[] {1, 0}, 1, 2, 0.25, new float[] {2, 0}, ALL, false, false, random);
        returns.step(new float[] {2, 0}, 0, 4, 0.5, new float[] {3, 0}, ALL, false, true, random);
        Minibatch all = memory.minibatch(new int[] {0, 1, 2}, 0);
        assertThat(all.returns()).containsExactly(1 + 0.5f * 2, 2 + 0.25f * 4, 4);
        assertThat(all.discount()).containsExactly(0.125f, 0.125f, 0.5f);
        assertThat(all.nextObservation()).containsExactly(2, 0, 3, 0, 3, 0);
    }

    @Test
    void nothing_follows_the_end_of_an_episode() {
        ReplayMemory memory = new ReplayMemory(SHAPE, 10, 1);
        NStepReturns returns = new NStepReturns(3, memory);
        SplittableRandom random = new SplittableRandom(1);
        returns.step(new float[] {0, 0}, 0, 1, 0.5, new float[] {1, 0}, ALL, true, true, random);
        assertThat(memory.minibatch(new int[] {0}, 0).discount()).containsExactly(0);
    }
}
