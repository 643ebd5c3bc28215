package org.hsdpo.clinical.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.hsdpo.clinical.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UcumTest {
    @ParameterizedTest
    @CsvSource({
        "70, kg, g, 70000",
        "1.5, g, mg, 1500",
        "180, [lb_av], kg, 81.6466266",
        "5, [ft_i], cm, 152.4",
        "1000, mg/d, g/d, 1",
        "7, mg/wk, mg/d, 1",
        "1, g/d, mg/d, 1000",
        "1, g, ug, 1e6",
        "1, kg/m2, g/cm2, 0.1",
        "90, mL/min/{1.73_m2}, L/h/{1.73_m2}, 5.4",
        "4.5, 10*3/uL, /L, 4.5e9",
        "120, mm[Hg], kPa, 15.99864",
        "60, /min, /s, 1",
        "1, a, d, 365.25",
        "10, g/dL, g/L, 100",
        "1, L/(min.m2), mL/s/m2, 16.666666666666668",
        "30, m[iU]/L, u[iU]/mL, 30",
    })
    void convertsWithinADimension(double value, String from, String to, double expected) {
        assertThat(Ucum.convert(Quantity.of(value, from), to).value()).isCloseTo(expected, within(1e-9 * expected));
    }

    @ParameterizedTest
    @CsvSource({
        // ADA: 100 mg/dL of glucose is 5.55 mmol/L; creatinine 1 mg/dL is 88.4 umol/L.
        "100, mg/dL, mmol/L, 180.156, 5.5507",
        "5.5507, mmol/L, mg/dL, 180.156, 100",
        "1, mg/dL, umol/L, 113.12, 88.40",
        "88.4, umol/L, mg/dL, 113.12, 1.0",
    })
    void convertsBetweenMassAndSubstance(double value, String from, String to, double molarMass, double expected) {
        assertThat(Ucum.convert(Quantity.of(value, from), to, molarMass).value())
                .isCloseTo(expected, within(2e-4 * expected));
    }

    @ParameterizedTest
    @CsvSource({"[degF], Cel", "[pH], 1"})
    void refusesScalesOfTheirOwnThatAFactorCannotConvert(String from, String to) {
        assertThatThrownBy(() -> Ucum.convert(Quantity.of(98, from), to)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void roundTripsToTheLastDigitsOfADouble() {
        Quantity there = Ucum.convert(Quantity.of(6.3, "mmol/L"), "mg/dL", 180.156);
        assertThat(Ucum.convert(there, "mmol/L", 180.156).value()).isCloseTo(6.3, within(1e-12));
    }

    @Test
    @Timeout(30)
    void refusesExponentsThatNobodyMeansBeforeTheyAreComputed() {
        for (String unit :
                new String[] {"uL1101", "10/uL1101/uL", "m-1000", "m9".repeat(40), "(m30)2.(m31)", "g".repeat(1_000_000)
                }) {
            assertThat(Ucum.isValid(unit))
                    .as(unit.length() > 40 ? "long" : unit)
                    .isFalse();
            assertThat(Ucum.isComparable(unit, "mg/dL")).isFalse();
        }
        assertThat(Ucum.isValid("10*12/L")).isTrue();
        assertThat(Ucum.isValid("mL/min/{1.73_m2}")).isTrue();
    }

    @Test
    void refusesUnitsThatAreNothing() {
        for (String unit : new String[] {"0/0/L", "0", "mg/0.L", "0.g/L"}) {
            assertThat(Ucum.isValid(unit)).as(unit).isFalse();
        }
    }

    @Test
    void refusesAnUnknownUnitByName() {
        assertThatThrownBy(() -> Ucum.convert(Quantity.of(1, "furlongs"), "mg/dL"))
                .isInstanceOfSatisfying(InvalidInputException.class, failure -> assertThat(failure.violations())
                        .singleElement()
                        .satisfies(violation -> {
                            assertThat(violation.code()).isEqualTo("UNIT_UNKNOWN");
                            assertThat(violation.message()).contains("furlongs");
                        }));
    }

    @Test
    void refusesUnitsOfAnotherDimension() {
        assertThatThrownBy(() -> Ucum.convert(Quantity.of(1, "kg"), "mg/dL", 180.156))
                .isInstanceOfSatisfying(InvalidInputException.class, failure -> assertThat(
                                failure.violations().getFirst().code())
                        .isEqualTo("UNIT_INCOMPATIBLE"));
    }

    @Test
    void aQuantityHasAFiniteValueAndAUnit() {
        assertThatThrownBy(() -> Quantity.of(Double.NaN, "kg")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Quantity.of(Double.POSITIVE_INFINITY, "kg")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Quantity.of(1, " ")).isInstanceOf(InvalidInputException.class);
    }
}
