package org.hsdpo.clinical.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.quantity.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BoundTest {
    @ParameterizedTest
    @CsvSource({
        "EXACT, false, true, false",
        "BELOW, true, false, false",
        "AT_MOST, true, true, false",
        "AT_LEAST, false, true, true",
        "ABOVE, false, false, true"
    })
    void admitsTheValuesOnItsSide(Bound bound, boolean lower, boolean same, boolean higher) {
        assertThat(bound.admits(29.9, 30)).isEqualTo(lower);
        assertThat(bound.admits(30, 30)).isEqualTo(same);
        assertThat(bound.admits(30.1, 30)).isEqualTo(higher);
    }

    @ParameterizedTest
    @EnumSource(Bound.class)
    void isFoundByItsSymbolAndReversedTwiceIsItself(Bound bound) {
        assertThat(Bound.ofSymbol(bound.symbol())).contains(bound);
        assertThat(bound.reversed().reversed()).isEqualTo(bound);
    }

    /** No living patient has an eGFR below 1 mL/min/1.73 m2 or an HbA1c above 25 %. */
    @ParameterizedTest
    @CsvSource({"EGFR, BELOW, 1", "HBA1C, ABOVE, 25"})
    void aBoundThatNobodyFulfilsIsImpossible(Measurement measurement, Bound bound, double number) {
        MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(measurement);
        Quantity quantity = Quantity.of(number, definition.unit());
        assertThat(definition.normalise(quantity, Bound.EXACT)).isEqualTo(quantity);
        assertThatThrownBy(() -> definition.normalise(quantity, bound))
                .isInstanceOfSatisfying(InvalidInputException.class, refused -> assertThat(
                                refused.violations().getFirst().code())
                        .isEqualTo("VALUE_IMPOSSIBLE"));
    }
}
