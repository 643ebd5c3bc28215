package org.hsdpo.agent.preference;

import java.util.Set;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/**
 * How reviews are read, from {@code preference.yaml}.
 *
 * @param relativeSd standard deviation of each weight before any review, as a share of the weight
 * @param sharpness log-odds of a preference by difference of the reward
 * @param lapse prior of the share of comparisons answered without regard to the reward
 * @param region how far the weights may move, as shares of the shipped ones
 * @param leastComparisons that move anything
 * @param reasonsBeyondReward codes of reasons that say nothing about the reward
 */
public record PreferenceKnowledge(
        int version,
        double relativeSd,
        double sharpness,
        Lapse lapse,
        Region region,
        int leastComparisons,
        Set<String> reasonsBeyondReward) {
    private static final class Holder {
        static final PreferenceKnowledge SHIPPED = KnowledgeFile.resource(PreferenceKnowledge.class, "preference.yaml")
                .as(PreferenceKnowledge.class);
    }

    /** Parameters of a beta distribution, both at least 1 so that its mode exists. */
    public record Lapse(double answeredWithoutRegard, double answeredByReward) {
        public Lapse {
            if (!(answeredWithoutRegard >= 1 && answeredByReward >= 1)) {
                throw new IllegalArgumentException("both parameters of the lapse are at least 1");
            }
        }
    }

    /** Bounds as shares of the shipped weight. */
    public record Region(double low, double high) {
        public Region {
            if (!(low > 0 && low <= 1 && high >= 1 && Double.isFinite(high))) {
                throw new IllegalArgumentException("the region holds the shipped weights: " + low + " to " + high);
            }
        }
    }

    public PreferenceKnowledge {
        reasonsBeyondReward = Set.copyOf(reasonsBeyondReward);
        if (!(relativeSd > 0 && sharpness > 0 && leastComparisons > 0)) {
            throw new IllegalArgumentException("preference.yaml: standard deviation, sharpness and count are above 0");
        }
    }

    public static PreferenceKnowledge shipped() {
        return Holder.SHIPPED;
    }
}
