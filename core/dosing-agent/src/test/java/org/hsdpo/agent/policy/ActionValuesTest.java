package org.hsdpo.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.regimen.ActionSpace;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DosingAction;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.regimen.StepBasis;
import org.junit.jupiter.api.Test;

class ActionValuesTest {
    private static final ActionSpace ACTIONS = new ActionSpace(Formulary.shipped());
    private static final Regimen METFORMIN = Regimen.of(Drug.METFORMIN, 1000);

    private static float[] heads(double first, double second, DosingAction action) {
        float[] values = new float[2 * ActionSpace.SIZE];
        values[ActionSpace.index(action)] = (float) first;
        values[ActionSpace.SIZE + ActionSpace.index(action)] = (float) second;
        return values;
    }

    @Test
    void value_and_uncertainty_are_mean_and_standard_deviation_over_the_heads() {
        DosingAction action = new DosingAction.StepUp(Drug.METFORMIN);
        ActionValues values = new ActionValues(heads(1, 3, action), 0, 2);
        assertThat(values.mean(action)).isCloseTo(2, within(1e-6));
        assertThat(values.standardDeviation(action)).isCloseTo(Math.sqrt(2), within(1e-6));
    }

    @Test
    void only_admissible_candidates_are_compared() {
        ActionValues values = new ActionValues(heads(5, 5, new DosingAction.StepUp(Drug.GLIMEPIRIDE)), 0, 2);
        List<Candidate> admissible = ACTIONS.oneStep(METFORMIN, StepBasis.UNKNOWN).stream()
                .filter(candidate -> !candidate.action().equals(new DosingAction.StepUp(Drug.GLIMEPIRIDE)))
                .toList();
        assertThat(values.best(admissible).orElseThrow().action()).isEqualTo(new DosingAction.Maintain());
        assertThat(values.best(List.of())).isEmpty();
    }

    @Test
    void a_safety_switch_takes_the_start_with_the_highest_value() {
        float[] q = heads(0.4, 0.4, new DosingAction.StepUp(Drug.EMPAGLIFLOZIN));
        q[ActionSpace.SAFETY_SWITCH] = 1;
        q[ActionSpace.SIZE + ActionSpace.SAFETY_SWITCH] = 1;
        List<Candidate> switches = ACTIONS.safetySwitches(METFORMIN, Drug.METFORMIN, StepBasis.UNKNOWN);
        assertThat(new ActionValues(q, 0, 2).best(switches).orElseThrow().action())
                .isEqualTo(new DosingAction.SafetySwitch(Drug.METFORMIN, Drug.EMPAGLIFLOZIN));
    }
}
