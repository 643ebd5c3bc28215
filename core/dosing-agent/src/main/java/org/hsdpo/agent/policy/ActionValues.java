package org.hsdpo.agent.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.regimen.ActionSpace;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DosingAction;

/**
 * Q-values of one patient by head and indexed action.
 *
 * <p>A safety switch has one value for all its forms; among them the one whose new drug has the highest value as a start
 * comes first.
 */
public final class ActionValues {
    private final float[] values;
    private final int offset;
    private final int heads;

    /** @param values row-major, heads × {@link ActionSpace#SIZE} from {@code offset} */
    public ActionValues(float[] values, int offset, int heads) {
        this.values = values;
        this.offset = offset;
        this.heads = heads;
    }

    private double of(int head, int action) {
        return values[offset + head * ActionSpace.SIZE + action];
    }

    /** Mean over the heads. */
    public double mean(DosingAction action) {
        return mean(ActionSpace.index(action));
    }

    private double mean(int action) {
        double sum = 0;
        for (int head = 0; head < heads; head++) {
            sum += of(head, action);
        }
        return sum / heads;
    }

    /** Standard deviation over the heads: what training has not settled. */
    public double standardDeviation(DosingAction action) {
        int index = ActionSpace.index(action);
        double mean = mean(index);
        double sum = 0;
        for (int head = 0; head < heads; head++) {
            double difference = of(head, index) - mean;
            sum += difference * difference;
        }
        return heads == 1 ? 0 : Math.sqrt(sum / (heads - 1));
    }

    /** The candidate with the highest mean value; empty where there is none. Of equals the first. */
    public Optional<Candidate> best(List<Candidate> admissible) {
        return first(
                admissible,
                Comparator.comparingDouble((Candidate candidate) -> mean(candidate.action()))
                        .thenComparingDouble(this::startValue));
    }

    /** The candidate that one head values most; empty where there is none. */
    public Optional<Candidate> bestOfHead(int head, List<Candidate> admissible) {
        return first(
                admissible,
                Comparator.comparingDouble((Candidate candidate) -> of(head, ActionSpace.index(candidate.action())))
                        .thenComparingDouble(this::startValue));
    }

    private double startValue(Candidate candidate) {
        return candidate.action() instanceof DosingAction.SafetySwitch(var stopped, var start)
                ? mean(new DosingAction.StepUp(start))
                : 0;
    }

    private static Optional<Candidate> first(List<Candidate> candidates, Comparator<Candidate> order) {
        return candidates.stream().reduce((a, b) -> order.compare(b, a) > 0 ? b : a);
    }
}
