package org.hsdpo.agent.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class PreferenceModelTest {
    private static final RewardWeights SHIPPED = new RewardWeights(1, 1, 0.05);
    private static final PreferenceKnowledge KNOWLEDGE = PreferenceKnowledge.shipped();
    private static final PreferenceModel MODEL = new PreferenceModel(SHIPPED, KNOWLEDGE);

    /** A reviewer who answers by weights of his own, sometimes by the toss of a coin, or always the wrong way. */
    private record Temperament(String name, RewardWeights weights, double careless, boolean malicious) {
        List<Comparison> answers(int count, RandomGenerator random) {
            List<Comparison> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Consequence a = consequence(random);
                Consequence b = consequence(random);
                double[] difference = a.minus(b);
                double[] weight = weights.toArray();
                double z = 0;
                for (int part = 0; part < 3; part++) {
                    z += weight[part] * difference[part];
                }
                boolean first = random.nextDouble() < careless
                        ? random.nextBoolean()
                        : random.nextDouble() < 1 / (1 + Math.exp(-KNOWLEDGE.sharpness() * z));
                answers.add(first != malicious ? new Comparison(name, a, b) : new Comparison(name, b, a));
            }
            return answers;
        }
    }

    private static Consequence consequence(RandomGenerator random) {
        return new Consequence(random.nextDouble(), random.nextDouble(), random.nextDouble());
    }

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    }

    @Test
    void cautiousReviewersRaiseTheWeightOfAdverseEventsToTheirs() {
        Temperament cautious = new Temperament("cautious", new RewardWeights(0.8, 1.6, 0.05), 0, false);
        PreferenceModel.Posterior posterior = MODEL.fit(cautious.answers(5_000, random()));
        assertThat(posterior.weights().alpha()).isCloseTo(0.8, within(0.15));
        assertThat(posterior.weights().beta()).isCloseTo(1.6, within(0.2));
        // Three standard deviations of the posterior hold the truth.
        assertThat(Math.abs(posterior.mode()[1] - 1.6))
                .isLessThan(3 * Math.sqrt(posterior.covariance().getEntry(1, 1)));
        assertThat(posterior.lapses().get("cautious")).isLessThan(0.1);
    }

    @Test
    void oneWhoAnswersByTheTossOfACoinIsFoundOutAndHardlyCounts() {
        RewardWeights truth = new RewardWeights(1.3, 0.9, 0.05);
        RandomGenerator random = random();
        List<Comparison> careful = new Temperament("careful", truth, 0, false).answers(600, random);
        List<Comparison> all = new ArrayList<>(careful);
        all.addAll(new Temperament("careless", truth, 1, false).answers(600, random));
        PreferenceModel.Posterior alone = MODEL.fit(careful);
        PreferenceModel.Posterior together = MODEL.fit(all);
        assertThat(together.lapses().get("careless")).isGreaterThan(0.6);
        assertThat(together.lapses().get("careful")).isLessThan(0.15);
        assertThat(together.weights().alpha()).isCloseTo(alone.weights().alpha(), within(0.2));
    }

    @Test
    void oneWhoAlwaysAnswersTheWrongWayCannotTurnTheWeightsAround() {
        RandomGenerator random = random();
        List<Comparison> all = new Temperament("careful", SHIPPED, 0, false).answers(300, random);
        all.addAll(new Temperament("malicious", SHIPPED, 0, true).answers(300, random));
        PreferenceModel.Posterior posterior = MODEL.fit(all);
        assertThat(posterior.lapses().get("malicious")).isGreaterThan(0.8);
        assertThat(posterior.weights().alpha()).isCloseTo(1, within(0.3));
        assertThat(posterior.weights().beta()).isCloseTo(1, within(0.3));
    }

    @Test
    void evenAloneHeMovesTheWeightsNoFartherThanTheRegion() {
        PreferenceModel.Posterior posterior =
                MODEL.fit(new Temperament("malicious", SHIPPED, 0, true).answers(2_000, random()));
        for (int part = 0; part < 3; part++) {
            assertThat(posterior.weights().toArray()[part])
                    .isBetween(0.5 * SHIPPED.toArray()[part], 2 * SHIPPED.toArray()[part]);
        }
    }

    @Test
    void aFewComparisonsMoveNothing() {
        List<Comparison> few =
                new Temperament("cautious", new RewardWeights(0.5, 2, 0.05), 0, false).answers(19, random());
        assertThat(MODEL.fit(few).weights()).isEqualTo(SHIPPED);
        assertThat(MODEL.fit(List.of()).weights()).isEqualTo(SHIPPED);
    }

    @Test
    void theOrderOfTheComparisonsDoesNotMatter() {
        List<Comparison> comparisons = new Temperament("a", SHIPPED, 0.1, false).answers(200, random());
        PreferenceModel.Posterior forwards = MODEL.fit(comparisons);
        PreferenceModel.Posterior backwards = MODEL.fit(comparisons.reversed());
        assertThat(backwards.mode()).containsExactly(forwards.mode(), within(1e-6));
    }

    @Test
    void aReviewIsReadAsWhatItPrefers() {
        Map<String, Consequence> shown = Map.of(
                "maintain", new Consequence(0.1, 0, 0),
                "up:metformin", new Consequence(0.5, 0.1, 0),
                "start:glimepiride", new Consequence(0.6, 0.5, 0));
        Review accepted = new Review("r", Review.Decision.ACCEPT, "up:metformin", Optional.empty(), List.of(), shown);
        assertThat(accepted.comparisons(KNOWLEDGE))
                .extracting(Comparison::chosen)
                .hasSize(2)
                .containsOnly(shown.get("up:metformin"));
        Review modified = new Review(
                "r",
                Review.Decision.MODIFY,
                "start:glimepiride",
                Optional.of("up:metformin"),
                List.of("HYPOGLYCAEMIA_RISK"),
                shown);
        assertThat(modified.comparisons(KNOWLEDGE))
                .containsExactly(new Comparison("r", shown.get("up:metformin"), shown.get("start:glimepiride")));
        Review rejected =
                new Review("r", Review.Decision.REJECT, "start:glimepiride", Optional.empty(), List.of("OTHER"), shown);
        assertThat(rejected.comparisons(KNOWLEDGE))
                .containsExactly(new Comparison("r", shown.get("maintain"), shown.get("start:glimepiride")));
        Review costly =
                new Review("r", Review.Decision.REJECT, "start:glimepiride", Optional.empty(), List.of("COST"), shown);
        assertThat(costly.comparisons(KNOWLEDGE)).isEmpty();
        Review elsewhere =
                new Review("r", Review.Decision.MODIFY, "up:metformin", Optional.of("start:insulin"), List.of(), shown);
        assertThat(elsewhere.comparisons(KNOWLEDGE)).isEmpty();
        assertThatThrownBy(() -> new Review(
                        "r", Review.Decision.ACCEPT, "up:metformin", Optional.of("maintain"), List.of(), shown))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aProposalWhoseAnswerIsForeseenComesLast() {
        PreferenceModel.Posterior posterior =
                MODEL.fit(new Temperament("careful", SHIPPED, 0, false).answers(300, random()));
        ReviewQueue.Item clear =
                new ReviewQueue.Item("clear", new Consequence(3, 0, 0), List.of(new Consequence(0, 3, 0)));
        ReviewQueue.Item open =
                new ReviewQueue.Item("open", new Consequence(1, 1, 0), List.of(new Consequence(0, 0, 0)));
        assertThat(ReviewQueue.ordered(List.of(clear, open), MODEL, posterior))
                .extracting(ReviewQueue.Place::id)
                .containsExactly("open", "clear");
    }

    @Test
    void manyProposalsAlikeDoNotKeepAnotherKindFromBeingReviewed() {
        List<ReviewQueue.Item> items = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            items.add(new ReviewQueue.Item("alike" + i, new Consequence(1, 1, 0), List.of(new Consequence(0, 0, 0))));
        }
        items.add(new ReviewQueue.Item("other", new Consequence(0.7, 0.2, 0), List.of(new Consequence(0, 0, 0))));
        List<ReviewQueue.Place> order = ReviewQueue.ordered(items, MODEL, MODEL.fit(List.of()));
        assertThat(order).hasSize(21);
        assertThat(order).extracting(ReviewQueue.Place::id).startsWith("alike0");
        assertThat(order.getLast().id()).isNotEqualTo("other");
        assertThat(order.get(1).information()).isLessThan(order.getFirst().information());
    }

    @Test
    void reviewsInTheOrderOfTheQueueTellMoreThanReviewsAtRandom() {
        RandomGenerator random = random();
        List<ReviewQueue.Item> items = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            items.add(new ReviewQueue.Item("p" + i, consequence(random), List.of(consequence(random))));
        }
        List<ReviewQueue.Place> order = ReviewQueue.ordered(items, MODEL, MODEL.fit(List.of()));
        assertThat(uncertaintyAfter(
                        order.subList(0, 20).stream().map(ReviewQueue.Place::id).toList(), items))
                .isLessThan(0.8
                        * uncertaintyAfter(
                                items.subList(0, 20).stream()
                                        .map(ReviewQueue.Item::id)
                                        .toList(),
                                items));
    }

    /** Volume of the posterior once the items were answered. */
    private static double uncertaintyAfter(List<String> ids, List<ReviewQueue.Item> items) {
        List<Comparison> answers = items.stream()
                .filter(item -> ids.contains(item.id()))
                .map(item ->
                        new Comparison("r", item.recommended(), item.others().getFirst()))
                .toList();
        var covariance = MODEL.fit(answers).covariance();
        return Math.sqrt(covariance.getEntry(0, 0) * covariance.getEntry(1, 1)
                - covariance.getEntry(0, 1) * covariance.getEntry(1, 0));
    }
}
