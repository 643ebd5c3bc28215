package org.hsdpo.clinical.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.hsdpo.clinical.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitProductTest {
    @ParameterizedTest
    @CsvSource({
        "mg/dL, g/L, 0.01",
        "mL/min, L/s, 1.6666666666666667e-5",
        "kg/m2, g/cm2, 0.1",
        "mmol/L, umol/mL, 1",
        "a, d, 365.25",
        "[in_i], cm, 2.54",
        "%, 1, 0.01",
        "[iU]/kg/d, [iU]/g/d, 0.001",
        "mL/min/{1.73_m2}, mL/min, 1"
    })
    void factorsAreThoseOfConversion(String unit, String other, double factor) {
        UnitProduct ratio = Ucum.product(unit).over(Ucum.product(other));
        assertThat(ratio.exponents()).isEmpty();
        assertThat(ratio.factor()).isCloseTo(factor, within(1e-12 * factor));
        assertThat(Ucum.convert(new Quantity(1, unit), other).value()).isCloseTo(factor, within(1e-12 * factor));
    }

    @Test
    void unitsAreTheSameOnlyWhereNumbersMeanTheSame() {
        assertThat(Ucum.product("mg/dL").isSameAs(Ucum.product("g/L"))).isFalse();
        assertThat(Ucum.product("mg/dL").isSameAs(Ucum.product("10.mg/L"))).isTrue();
        assertThat(Ucum.product("[iU]/d").isSameAs(Ucum.product("1/d")))
                .as("an international unit is no number")
                .isFalse();
        assertThat(Ucum.product("1").isOne()).isTrue();
        assertThat(Ucum.product("%").isOne()).isFalse();
    }

    @Test
    void powersNeedNotBeWhole() {
        UnitProduct root = Ucum.product("kg.cm").over(Ucum.product("kg.cm/m4")).power(0.5);
        assertThat(root.isSameAs(Ucum.product("m2"))).isTrue();
        assertThat(Ucum.product("mg/wk").power(0.5).power(2).isSameAs(Ucum.product("mg/wk")))
                .isTrue();
        assertThat(Ucum.product("m").over(Ucum.product("m"))).isEqualTo(UnitProduct.ONE);
    }

    @Test
    void aScaleOfItsOwnIsRefused() {
        assertThatThrownBy(() -> Ucum.product("Cel")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Ucum.product("mg per dL")).isInstanceOf(InvalidInputException.class);
    }
}
