package org.hsdpo.agent.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hsdpo.twin.AdverseEvent;
import org.junit.jupiter.api.Test;

class WorthTest {
    private static final Worth WORTH = Worth.shipped();

    private static Worth.Course course(double excessBefore, double excessAfter, double[] hypoglycaemia) {
        return new Worth.Course(52, excessBefore, excessAfter, 60, 5, 5, hypoglycaemia, new double[AdverseEvent.COUNT]);
    }

    @Test
    void the_decrement_is_the_sum_of_the_published_and_stated_parts() {
        // 1 % above goal at 0.03, BMI 30 at 5 * 0.0061, two level-1, one level-2 and half a severe event.
        double expected = 0.03 + 5 * 0.0061 + 2 * 0.004 + 0.007 + 0.5 * 0.06;
        assertThat(WORTH.decrement(course(1, 1, new double[] {2, 1, 0.5}))).isCloseTo(expected, within(1e-12));
    }

    @Test
    void reaching_the_goal_is_worth_more_than_missing_it_and_hypoglycaemia_costs() {
        double[] none = new double[3];
        assertThat(WORTH.therapeutic(course(2, 0, none))).isGreaterThan(WORTH.therapeutic(course(2, 2, none)));
        assertThat(WORTH.adverse(course(1, 1, new double[] {0, 0, 1})))
                .isGreaterThan(WORTH.adverse(course(1, 1, new double[] {0, 1, 0})));
        assertThat(WORTH.adverse(course(1, 1, none))).isZero();
    }

    @Test
    void the_goal_is_looser_for_the_frail() {
        assertThat(WORTH.goal(true)).isGreaterThan(WORTH.goal(false));
    }

    @Test
    void the_reward_weighs_its_three_parts() {
        DosingEnvironment.Outcome outcome = new DosingEnvironment.Outcome(4, 0.5, 0.25, 1);
        assertThat(outcome.reward(WORTH.withGamma(0.1)))
                .isCloseTo(WORTH.alpha() * 0.5 - WORTH.beta() * 0.25 - 0.1, within(1e-12));
    }
}
