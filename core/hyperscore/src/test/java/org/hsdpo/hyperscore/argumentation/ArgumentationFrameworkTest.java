package org.hsdpo.hyperscore.argumentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArgumentationFrameworkTest {
    @Test
    void anArgumentDefendedByAnUnattackedOneStands() {
        // Dung 1995: a is attacked by b, b by c, and nobody attacks c.
        ArgumentationFramework framework = new ArgumentationFramework()
                .claim("a", "")
                .claim("b", "")
                .claim("c", "")
                .attack("b", "a")
                .attack("c", "b");
        assertThat(framework.groundedExtension()).containsExactly("a", "c");
    }

    @Test
    void twoThatAttackEachOtherLeaveBothOpen() {
        ArgumentationFramework framework = new ArgumentationFramework()
                .claim("a", "")
                .claim("b", "")
                .attack("a", "b")
                .attack("b", "a");
        assertThat(framework.groundedExtension()).isEmpty();
    }

    @Test
    void anOddCycleHasAnEmptyGroundedExtension() {
        ArgumentationFramework framework = new ArgumentationFramework()
                .claim("a", "")
                .claim("b", "")
                .claim("c", "")
                .attack("a", "b")
                .attack("b", "c")
                .attack("c", "a");
        assertThat(framework.groundedExtension()).isEmpty();
        assertThat(framework.inWords()).allMatch(line -> line.contains("does not stand"));
    }

    @Test
    void anArgumentStandsOnce() {
        ArgumentationFramework framework = new ArgumentationFramework().claim("a", "");
        assertThatThrownBy(() -> framework.claim("a", "")).isInstanceOf(IllegalArgumentException.class);
    }
}
