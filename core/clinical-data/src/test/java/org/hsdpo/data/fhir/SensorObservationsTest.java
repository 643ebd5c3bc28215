package org.hsdpo.data.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Point readings of a sensor as FHIR Observations. */
class SensorObservationsTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant START = Instant.parse("2026-05-02T00:00:00Z");

    private static ClinicalFacts read(int count, IntFunction<String> observation) {
        String json = "{'resourceType':'Bundle','type':'searchset','entry':["
                + IntStream.range(0, count)
                        .mapToObj(i -> "{'resource':" + observation.apply(i) + "}")
                        .collect(Collectors.joining(","))
                + "]}";
        return new FhirBundleReader()
                .read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), new Receipt("r", NOW));
    }

    private static String observation(String loinc, int minutes, double value, String unit) {
        return "{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'"
                + loinc + "'}]},'effectiveDateTime':'" + START.plusSeconds(60L * minutes)
                + "','device':{'reference':'Device/1'},'valueQuantity':{'value':" + value
                + ",'system':'http://unitsofmeasure.org','code':'" + unit + "'}}";
    }

    @ParameterizedTest
    @CsvSource({"99504-3, mg/dL, 108", "105272-9, mmol/L, 5.9948", "41653-7, mg/dL, 108"})
    void aSeriesOfReadingsBecomesOneTraceWithItsMetrics(String loinc, String unit, double value) {
        ClinicalFacts facts = read(400, i -> observation(loinc, 5 * i, value, unit));
        assertThat(facts.glucose()).hasSize(400);
        assertThat(facts.observations())
                .filteredOn(observation -> observation.measurement() == Measurement.CGM_MEAN_GLUCOSE)
                .singleElement()
                .satisfies(mean -> assertThat(mean.value().value()).isCloseTo(108, within(1e-3)));
        assertThat(facts.observations()).noneMatch(observation -> observation.measurement() == Measurement.GLUCOSE);
    }

    @Test
    void fingerSticksStaySingleMeasurementsWithTheirPlace() {
        ClinicalFacts facts = read(40, i -> observation("41653-7", 240 * i, 108, "mg/dL"));
        assertThat(facts.glucose()).isEmpty();
        assertThat(facts.observations()).hasSize(40);
        assertThat(facts.observations().get(3).provenance().sourceId()).isEqualTo("r#entry[3].resource");
    }

    @Test
    void laboratoryGlucoseIsNeverASensors() {
        ClinicalFacts facts = read(40, i -> observation("2345-7", 5 * i, 108, "mg/dL"));
        assertThat(facts.glucose()).isEmpty();
        assertThat(facts.observations()).hasSize(40);
    }

    @Test
    void unitsMixedUnderOneAreRefused() {
        assertThatThrownBy(() -> read(40, i -> observation("99504-3", 5 * i, i == 20 ? 12.9 : 232, "mg/dL")))
                .isInstanceOfSatisfying(InvalidInputException.class, refusal -> assertThat(
                                refusal.violations().getFirst().code())
                        .isEqualTo("UNIT_MIXED"));
    }
}
