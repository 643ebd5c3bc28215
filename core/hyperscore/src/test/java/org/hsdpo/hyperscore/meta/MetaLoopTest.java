package org.hsdpo.hyperscore.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
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

    @Test
    void theTermsOrderOfReproductionsDoesNotMatter() {
        Terms terms = Terms.of(0.9, 0.5, 0.4, 0.7, 0);
        Terms a = Terms.of(0.8, 0.5, 0.3, 0.7, 0);
        Terms b = Terms.of(0.9, 0.4, 0.6, 0.7, 0);
        assertThat(MetaLoop.spread(terms, List.of(a, b), WEIGHTS))
                .isEqualTo(MetaLoop.spread(terms, List.of(b, a), WEIGHTS));
    }
}
