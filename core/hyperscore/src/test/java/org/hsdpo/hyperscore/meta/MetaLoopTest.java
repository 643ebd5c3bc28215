package org.hsdpo.hyperscore.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.hyperscore.fusion.Term;
import org.hsdpo.hyperscore.fusion.Terms;
import org.hsdpo.hyperscore.fusion.Weights;
import org.junit.jupiter.api.Test;

class MetaLoopTest {
    private static final Weights WEIGHTS = Weights.of(new double[] {0.4, 0.1, 0.25, 0.15, 0.1});
    private static final List<String> NAMES = List.of("another seed");

    @Test
    void enginesThatAgreeHaveAMetaTermOfOneAndAreNotCorrected() {
        Terms terms = Terms.of(0.8, 0.8, 0.8, 0.8, 0);
        MetaLoop.Outcome outcome = new MetaLoop(0.2, 0.05, 0.02)
                .run(terms, new double[] {0.1, 0.1, 0.1, 0.1, 0}, List.of(terms), NAMES, WEIGHTS);
        assertThat(outcome.meta()).isCloseTo(1, within(1e-9));
        assertThat(outcome.correction()).isZero();
        assertThat(outcome.converged()).isTrue();
        assertThat(outcome.corrected()).isEqualTo(terms);
    }

    @Test
    void disagreementLowersTheMetaTermAndIsReconciledByVariance() {
        Terms terms = Terms.of(0.95, 0.1, 0.2, 0.9, 0);
        double[] deviations = {0.01, 0.2, 0.3, 0.01, 0};
        MetaLoop loop = new MetaLoop(0.3, 0.03, 0.01);
        MetaLoop.Outcome outcome = loop.run(terms, deviations, List.of(terms), NAMES, WEIGHTS);

        assertThat(outcome.meta()).isLessThan(1);
        assertThat(outcome.meta()).isEqualTo(1 - MetaLoop.spread(terms, List.of(terms), WEIGHTS) / 0.3);
        assertThat(outcome.correction()).isPositive();
        assertThat(Math.abs(outcome.corrected().value(Term.IMPACT) - 0.2))
                .isGreaterThan(Math.abs(outcome.corrected().value(Term.LOGIC) - 0.95));
        assertThat(outcome.critique()).anyMatch(line -> line.contains("reconciling them in "));
    }

    @Test
    void whatCannotBeReconciledDoesNotConverge() {
        Terms terms = Terms.of(1, 0, 0, 1, 0);
        MetaLoop.Outcome outcome =
                new MetaLoop(0.3, 0, 0).run(terms, new double[] {0.001, 0, 0, 0, 0}, List.of(terms), NAMES, WEIGHTS);
        assertThat(outcome.converged()).isFalse();
    }

    /**
     * Each round moves a term a share s of the way to a weighted mean of the terms, so no term leaves the range they began
     * in, and where all vary, the range shrinks to at most 1 − min s of itself.
     */
    @Test
    void everyRoundDrawsTheTermsTogether() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);
        for (int i = 0; i < 10_000; i++) {
            double[] values = random.doubles(4).toArray();
            double[] deviations = new double[5];
            double variance = 0;
            for (int engine = 0; engine < 4; engine++) {
                deviations[engine] = 0.01 + random.nextDouble();
                variance += deviations[engine] * deviations[engine];
            }
            double leastShare = Double.POSITIVE_INFINITY;
            for (int engine = 0; engine < 4; engine++) {
                leastShare = Math.min(leastShare, 0.5 * deviations[engine] * deviations[engine] / variance);
            }
            Terms terms = Terms.of(values[0], values[1], values[2], values[3], 0);
            // Noise of 0 makes the loop go on to its last round.
            MetaLoop.Outcome outcome = new MetaLoop(0.3, 0, 0).run(terms, deviations, List.of(terms), NAMES, WEIGHTS);

            double[] corrected = Arrays.copyOf(outcome.corrected().toArray(), 4);
            double before = range(values);
            assertThat(range(corrected)).isLessThanOrEqualTo(before * Math.pow(1 - leastShare, 12) + 1e-12);
            assertThat(Arrays.stream(corrected).min().getAsDouble())
                    .isGreaterThanOrEqualTo(Arrays.stream(values).min().getAsDouble() - 1e-12);
            assertThat(Arrays.stream(corrected).max().getAsDouble())
                    .isLessThanOrEqualTo(Arrays.stream(values).max().getAsDouble() + 1e-12);
            assertThat(outcome.correction()).isLessThanOrEqualTo(before);
        }
    }

    private static double range(double[] values) {
        return Arrays.stream(values).max().getAsDouble()
                - Arrays.stream(values).min().getAsDouble();
    }

    @Test
    void theTermsOrderOfReproductionsDoesNotMatter() {
        Terms terms = Terms.of(0.9, 0.5, 0.4, 0.7, 0);
        Terms a = Terms.of(0.8, 0.5, 0.3, 0.7, 0);
        Terms b = Terms.of(0.9, 0.4, 0.6, 0.7, 0);
        assertThat(MetaLoop.spread(terms, List.of(a, b), WEIGHTS))
                .isEqualTo(MetaLoop.spread(terms, List.of(b, a), WEIGHTS));
    }
}
