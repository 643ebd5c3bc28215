package org.hsdpo.clinical.renal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.hsdpo.clinical.patient.Sex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenalFunctionTest {
    // Worked by hand from the equation of Inker et al. 2021.
    @ParameterizedTest
    @CsvSource({"1.0, 50, MALE, 91.7", "1.0, 50, FEMALE, 68.6", "0.7, 40, FEMALE, 112.1", "2.5, 70, MALE, 26.9"})
    void agreesWithTheEquation(double creatinine, double age, Sex sex, double expected) {
        assertThat(RenalFunction.ckdEpi2021(creatinine, age, sex)).isCloseTo(expected, within(0.6));
    }

    @Test
    void refusesChildrenAndImpossibleCreatinine() {
        assertThatThrownBy(() -> RenalFunction.ckdEpi2021(1, 12, Sex.MALE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RenalFunction.ckdEpi2021(0, 40, Sex.MALE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
