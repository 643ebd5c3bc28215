package org.hsdpo.agent.preference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A clinician's answer to a proposal.
 *
 * @param reviewer pseudonym of the clinician
 * @param decision the answer
 * @param recommended action that was proposed
 * @param ordered action ordered instead; present exactly where modified, and only then
 * @param reasons codes
 * @param consequences of every action that was shown and of the one ordered, by action
 */
public record Review(
        String reviewer,
        Decision decision,
        String recommended,
        Optional<String> ordered,
        List<String> reasons,
        Map<String, Consequence> consequences) {
    /** Identifier of leaving the regimen as it is. */
    private static final String MAINTAIN = "maintain";

    /** The answer. */
    public enum Decision {
        ACCEPT,
        MODIFY,
        REJECT
    }

    public Review {
        Objects.requireNonNull(reviewer, "reviewer");
        reasons = List.copyOf(reasons);
        consequences = Map.copyOf(consequences);
        if ((decision == Decision.MODIFY) != ordered.isPresent()) {
            throw new IllegalArgumentException("an order stands in a review that modifies, and in no other");
        }
        if (!consequences.containsKey(recommended)) {
            throw new IllegalArgumentException("nothing is known of the recommended action " + recommended);
        }
    }

    /**
     * What the review prefers to what. Accepted: the recommended action to every other one shown. Modified: the ordered
     * action to the recommended one. Rejected: leaving things as they are. A review whose reason lies beyond the reward, or
     * whose preferred action nobody forecast, compares nothing.
     */
    public List<Comparison> comparisons(PreferenceKnowledge knowledge) {
        if (reasons.stream().anyMatch(knowledge.reasonsBeyondReward()::contains)) {
            return List.of();
        }
        return switch (decision) {
            case ACCEPT -> {
                List<Comparison> all = new ArrayList<>();
                consequences.keySet().stream()
                        .sorted()
                        .filter(action -> !action.equals(recommended))
                        .forEach(action -> all.addAll(preferred(recommended, action)));
                yield all;
            }
            case MODIFY -> preferred(ordered.orElseThrow(), recommended);
            case REJECT -> preferred(MAINTAIN, recommended);
        };
    }

    private List<Comparison> preferred(String chosen, String declined) {
        return chosen.equals(declined) || !consequences.containsKey(chosen)
                ? List.of()
                : List.of(new Comparison(reviewer, consequences.get(chosen), consequences.get(declined)));
    }
}
