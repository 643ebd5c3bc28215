package org.hsdpo.clinical.wording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
    @Test
    void oneIsSingularAndAllElseIsPlural() {
        assertThat(Counted.of(1, "rule")).isEqualTo("1 rule");
        assertThat(Counted.of(0, "rule")).isEqualTo("0 rules");
        assertThat(Counted.of(12, "rule")).isEqualTo("12 rules");
        assertThat(Counted.of(1, "is", "are") + " not proven").isEqualTo("1 is not proven");
        assertThat(Counted.of(2, "entry", "entries")).isEqualTo("2 entries");
    }
}
