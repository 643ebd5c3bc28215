package org.hsdpo.twin.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Coverage of nominal 90 % intervals on 2,000 simulated patients of each truth, some minutes of processor time; asked for by
 * {@code -Dhsdpo.test.args=-Dhsdpo.coverage=true}. Leaves what it found in {@code target/coverage-….txt}.
 */
@EnabledIfSystemProperty(named = "hsdpo.coverage", matches = "true")
class HistoryCoverageTest {
    private static final int PATIENTS = 2000;
    private static final int DRAWS = 500;

    @ParameterizedTest
    @EnumSource
    void intervalsCoverWhatTheySay(HistoryCoverage.Truth truth) throws IOException {
        HistoryCoverage coverage = HistoryCoverage.of(truth, PATIENTS, DRAWS);
        Files.writeString(Path.of("target/coverage-" + truth + ".txt"), coverage.toString());
        assertThat(coverage.fromHistory().forecasts()).isGreaterThan(PATIENTS * 99 / 100);
        switch (truth) {
            case PRIOR, STANDARD ->
                assertThat(coverage.fromHistory().coverage()).isBetween(87.0, 93.0);
            // Reported, and pinned so that a change does not go by unseen: see docs/digital-twin.md.
            case ALTERNATIVE -> assertThat(coverage.fromHistory().coverage()).isBetween(80.0, 88.0);
        }
        assertThat(coverage.fromHistory().meanWidth())
                .as("a history is worth its measurements")
                .isLessThan(0.85 * coverage.fromNewest().meanWidth());
        assertThat(coverage.fromHistory().meanAbsoluteError())
                .isLessThan(0.9 * coverage.fromNewest().meanAbsoluteError());
    }
}
