package org.hsdpo.hyperscore.logic;

import static org.assertj.core.api.Assertions.assertThat;

import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.MeasurementDefinition.Range;
import org.hsdpo.clinical.patient.Truth;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {
    private static final Bounds POSSIBLE = Bounds.of(new Range(1, 250));
    private static final Bounds FROM_30_BELOW_45 = new Bounds(30, true, 45, false);

    /** Every way an open or closed end can meet the half-open interval [30, 45). */
    @ParameterizedTest
    @CsvSource({
        "BELOW, 30, FALSE",
        "AT_MOST, 30, UNKNOWN",
        "BELOW, 45, UNKNOWN",
        "AT_LEAST, 45, FALSE",
        "ABOVE, 45, FALSE",
        "ABOVE, 44.9, UNKNOWN",
        "AT_LEAST, 30, UNKNOWN",
        "EXACT, 30, TRUE",
        "EXACT, 45, FALSE",
    })
    void holdsOnlyWhereTheWholeIntervalAgrees(Bound bound, double number, Truth expected) {
        assertThat(FROM_30_BELOW_45.holdsOfAll(POSSIBLE.narrowedTo(bound, number)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "30, true, 45, false, TRUE",
        "30, true, 45, true, UNKNOWN",
        "30, false, 44, true, TRUE",
        "29.9, true, 44, true, UNKNOWN",
        "20, true, 30, false, FALSE",
        "20, true, 30, true, UNKNOWN"
    })
    void knowsWhetherOneIntervalLiesInAnother(
            double low, boolean lowIncluded, double high, boolean highIncluded, Truth expected) {
        assertThat(FROM_30_BELOW_45.holdsOfAll(new Bounds(low, lowIncluded, high, highIncluded)))
                .isEqualTo(expected);
    }
}
