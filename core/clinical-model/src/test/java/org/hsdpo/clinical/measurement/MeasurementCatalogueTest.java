package org.hsdpo.clinical.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.quantity.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MeasurementCatalogueTest {
    private final MeasurementCatalogue catalogue = MeasurementCatalogue.shipped();

    @ParameterizedTest
    @EnumSource(Measurement.class)
    void everyMeasurementIsDefined(Measurement measurement) {
        assertThat(catalogue.definition(measurement).id()).isEqualTo(measurement);
    }

    @ParameterizedTest
    @CsvSource({"4548-4, HBA1C", "1558-6, FASTING_GLUCOSE", "38483-4, CREATININE", "29463-7, WEIGHT", "33914-3, EGFR"})
    void findsMeasurementsByLoinc(String code, Measurement measurement) {
        assertThat(catalogue.byLoinc(code))
                .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo(measurement));
    }

    @ParameterizedTest
    @CsvSource({
        // NGSP master equation: 53 mmol/mol = 7.0 %, 86 mmol/mol = 10.0 %.
        "HBA1C, 53, mmol/mol, 7.0",
        "HBA1C, 86, mmol/mol, 10.0",
        "FASTING_GLUCOSE, 7, mmol/L, 126.1",
        "CREATININE, 88.4, umol/L, 1.0",
        "LDL_CHOLESTEROL, 2.586, mmol/L, 100.0",
        "WEIGHT, 200, [lb_av], 90.72",
    })
    void normalisesToTheCanonicalUnit(Measurement measurement, double value, String unit, double canonical) {
        assertThat(catalogue
                        .definition(measurement)
                        .normalise(Quantity.of(value, unit))
                        .value())
                .isCloseTo(canonical, within(0.02 * canonical / 10));
    }

    @Test
    void refusesAnHba1cOf700PercentAndSaysWhatIsPossible() {
        assertThatThrownBy(() -> catalogue.definition(Measurement.HBA1C).normalise(Quantity.of(700, "%")))
                .isInstanceOfSatisfying(InvalidInputException.class, failure -> {
                    assertThat(failure.violations().getFirst().code()).isEqualTo("VALUE_IMPOSSIBLE");
                    assertThat(failure.violations().getFirst().accepted()).isEqualTo("2.5 to 25.0 %");
                });
    }

    @Test
    void flagsWhatIsPossibleButRare() {
        MeasurementDefinition hba1c = catalogue.definition(Measurement.HBA1C);
        assertThat(hba1c.isPlausible(8.4)).isTrue();
        assertThat(hba1c.isPlausible(19)).isFalse();
    }

    @Test
    void anUnknownKeyOfTheKnowledgeFileIsAnErrorWithItsPlace() {
        KnowledgeFile file =
                new KnowledgeFile("measurements.yaml", "version: 1\n\ncolour: red".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> MeasurementCatalogue.load(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("measurements.yaml line 3")
                .hasMessageContaining("colour");
    }
}
