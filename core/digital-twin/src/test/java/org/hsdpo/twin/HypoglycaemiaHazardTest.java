package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HypoglycaemiaHazardTest {
    private final TwinKnowledge.Hypoglycaemia figures = TwinKnowledge.shipped().hypoglycaemia();
    private final HypoglycaemiaHazard hazard = new HypoglycaemiaHazard(figures);

    @Test
    void episodesRiseInProportionWhileTheyAreFewAndNeverPassTheMost() {
        assertThat(hazard.episodes(1e-4, 1)).isCloseTo(figures.rate() * 1e-4, within(1e-4));
        double before = 0;
        for (double drive = 0.01; drive < 1e6; drive *= 2) {
            double episodes = hazard.episodes(1, drive);
            assertThat(episodes).isBetween(before, figures.mostPerYear());
            before = episodes;
        }
    }

    @Test
    void deeperEpisodesAreAmongTheOthers() {
        for (double below70 = 0; below70 <= 1; below70 += 0.05) {
            for (double below54 = 0; below54 <= below70; below54 += 0.02) {
                assertThat(hazard.shareOfLevel2(below54, below70)).isBetween(0.0, 0.5);
                assertThat(hazard.shareOfLevel2(below54, below70))
                        .isEqualTo(hazard.shareReaching(54, below54, below70));
            }
        }
        assertThat(hazard.shareReaching(70, 0.3, 0.3)).isEqualTo(1);
        assertThat(hazard.shareOfLevel2(0, 0)).isZero();
    }
}
