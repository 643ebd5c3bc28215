package org.hsdpo.hyperscore.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusionTest {
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(1);

    @Test
    void familyDefaultsGiveThePublishedScores() {
        assertThat(HyperScoreFormula.DEFAULT.score(1)).isCloseTo(111.1, within(0.05));
        assertThat(HyperScoreFormula.DEFAULT.score(0.95)).isCloseTo(107.8, within(0.05));
    }

    @Test
    void vIsFlooredBeforeItsLogarithm() {
        assertThat(HyperScoreFormula.DEFAULT.score(0))
                .isEqualTo(HyperScoreFormula.DEFAULT.score(HyperScoreFormula.FLOOR))
                .isGreaterThanOrEqualTo(100);
    }

    @Test
    void scoreRisesWithV() {
        // Below V = 0.2 the sigmoid adds less to 100 than a double can hold.
        for (double v = 0.2; v < 0.99; v += 0.01) {
            assertThat(HyperScoreFormula.DEFAULT.score(v + 0.01)).isGreaterThan(HyperScoreFormula.DEFAULT.score(v));
        }
    }

    @Test
    void slopeIsTheDerivative() {
        double h = 1e-6;
        for (double v : new double[] {0.2, 0.5, 0.8, 0.95}) {
            double numeric =
                    (HyperScoreFormula.DEFAULT.score(v + h) - HyperScoreFormula.DEFAULT.score(v - h)) / (2 * h);
            assertThat(HyperScoreFormula.DEFAULT.slope(v)).isCloseTo(numeric, within(1e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.001, 1.001, Double.POSITIVE_INFINITY})
    void aTermOutsideItsRangeIsAnErrorThatNamesIt(double value) {
        assertThatThrownBy(() -> Terms.of(0.5, 0.5, value, 0.5, 0.5)).hasMessageContaining("impact");
        assertThatThrownBy(() -> HyperScoreFormula.DEFAULT.score(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void kappaMustStretch() {
        assertThatThrownBy(() -> new HyperScoreFormula(5, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contributionsAddUpForAnyTermsAndWeights() {
        for (int i = 0; i < 200; i++) {
            Terms terms = randomTerms();
            Terms mean = randomTerms();
            Weights weights = randomWeights();
            double[] points = ShapleyContributions.of(terms, mean, weights, HyperScoreFormula.DEFAULT);
            double sum = 0;
            for (double point : points) {
                sum += point;
            }
            double difference = HyperScoreFormula.DEFAULT.score(weights.combine(terms))
                    - HyperScoreFormula.DEFAULT.score(weights.combine(mean));
            assertThat(sum).isCloseTo(difference, within(1e-10));
        }
    }

    @Test
    void aTermAtItsMeanContributesNothing() {
        Terms mean = randomTerms();
        Terms terms = mean.with(Term.LOGIC, 0.9);
        double[] points = ShapleyContributions.of(terms, mean, randomWeights(), HyperScoreFormula.DEFAULT);
        assertThat(points[Term.IMPACT.ordinal()]).isZero();
        assertThat(points[Term.LOGIC.ordinal()]).isNotZero();
    }

    @Test
    void aConsistentMatrixGivesBackItsWeights() {
        double[] truth = {0.4, 0.1, 0.25, 0.15, 0.1};
        double[][] matrix = new double[5][5];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                matrix[i][j] = truth[i] / truth[j];
            }
        }
        AnalyticHierarchy hierarchy = AnalyticHierarchy.of(matrix);
        assertThat(hierarchy.weights().toArray()).containsExactly(truth, within(1e-9));
        assertThat(hierarchy.consistencyRatio()).isCloseTo(0, within(1e-9));
    }

    @Test
    void aContradictoryMatrixIsRefused() {
        double[][] matrix = new double[5][5];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                // Each term is nine times as important as the next, and the last as the first.
                matrix[i][j] = i == j ? 1 : (j - i + 5) % 5 <= 2 ? 9 : 1.0 / 9;
            }
        }
        assertThatThrownBy(() -> AnalyticHierarchy.of(matrix)).hasMessageContaining("consistency ratio");
    }

    @Test
    void theShippedPriorIsConsistentAndGivesNoveltyTheSmallestWeight() {
        AnalyticHierarchy hierarchy = WeightPrior.shipped().hierarchy();
        assertThat(hierarchy.consistencyRatio()).isLessThan(0.1);
        for (Term term : Term.values()) {
            assertThat(hierarchy.weights().of(Term.NOVELTY))
                    .isLessThanOrEqualTo(hierarchy.weights().of(term));
        }
    }

    @Test
    void littleDataKeepThePriorAndMuchDataOverrideIt() {
        WeightPrior prior = WeightPrior.shipped();
        double[] worth = {0, 0, 0.3, 0, 0};
        assertThat(prior.updated(worth, 0).toArray())
                .containsExactly(prior.hierarchy().weights().toArray(), within(1e-12));
        assertThat(prior.updated(worth, 1e9).of(Term.IMPACT)).isCloseTo(1, within(1e-5));
    }

    private Terms randomTerms() {
        return Terms.of(
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble());
    }

    private Weights randomWeights() {
        double[] weights = new double[Term.COUNT];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextDouble();
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return Weights.of(weights);
    }

    @Test
    void theBestRegimenIsNamedWithEveryWeightWhoseChangePutsAnotherFirst() {
        Weights weights = Weights.of(new double[] {0.6, 0.1, 0.1, 0.1, 0.1});
        Terms logical = Terms.of(0.8, 0.5, 0.2, 0.5, 0.5);
        Terms effective = Terms.of(0.7, 0.5, 0.75, 0.5, 0.5);
        WeightSensitivity sensitivity = WeightSensitivity.of(Map.of("a", logical, "b", effective), weights);
        assertThat(sensitivity.best()).isEqualTo("a");
        // V(a) − V(b) = 0.06 − 0.055: half of logic or twice the impact turns it.
        assertThat(sensitivity.overtaken())
                .containsExactly(
                        new WeightSensitivity.Overtaken(Term.LOGIC, 0.5, "b"),
                        new WeightSensitivity.Overtaken(Term.IMPACT, 2, "b"));
        assertThat(sensitivity.isStable()).isFalse();
        assertThat(WeightSensitivity.of(Map.of("a", logical), weights).isStable())
                .isTrue();
        assertThatThrownBy(() -> WeightSensitivity.of(Map.of(), weights)).isInstanceOf(IllegalArgumentException.class);
    }
}
