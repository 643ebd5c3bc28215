package org.hsdpo.data.glucose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceJsonReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant START = Instant.parse("2026-05-02T00:00:00Z");
    private final DeviceJsonReader reader = new DeviceJsonReader();

    private ClinicalFacts read(String json) {
        return reader.read(bytes(json), new Receipt("r", NOW));
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private Violation violation(byte[] content) {
        try {
            reader.read(content, new Receipt("r", NOW));
        } catch (InvalidInputException e) {
            return e.violations().getFirst();
        }
        throw new AssertionError("the file was taken");
    }

    private static String point(String schema, String body) {
        return "{'header':{'uuid':'a','user_id':'u1','schema_id':{'namespace':'omh','name':'" + schema
                + "','version':'4.0'},'acquisition_provenance':{'source_name':'App'}},'body':{" + body
                + ",'effective_time_frame':{'date_time':'2026-05-02T07:25:00+02:00'}}}";
    }

    private static String quantity(String value, String unit) {
        return "{'value':" + value + ",'unit':'" + unit + "'}";
    }

    private static String glucose(int i, double value, String unit, String more) {
        return "{'header':{'user_id':'u1'},'body':{'blood_glucose':" + quantity(Double.toString(value), unit)
                + ",'effective_time_frame':{'date_time':'" + START.plusSeconds(300L * i) + "'}" + more + "}}";
    }

    private static String trace(int count, String more) {
        return IntStream.range(0, count)
                .mapToObj(i -> i % 2 == 0 ? glucose(i, 90, "mg/dL", more) : glucose(i, 126 / 18.0156, "mmol/L", more))
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void openMHealthGivesWeightPressureAndPulse() {
        ClinicalFacts facts = read("["
                + point("body-weight", "'body_weight':" + quantity("200", "lb")) + ","
                + point(
                        "blood-pressure",
                        "'systolic_blood_pressure':" + quantity("125", "mmHg") + ",'diastolic_blood_pressure':"
                                + quantity("80", "mmHg"))
                + "," + point("heart-rate", "'heart_rate':" + quantity("61", "beats/min"))
                + ","
                + point(
                        "heart-rate",
                        "'heart_rate':" + quantity("131", "beats/min")
                                + ",'temporal_relationship_to_physical_activity':'during exercise'")
                + "]");
        assertThat(facts.observations())
                .extracting(Observation::measurement)
                .containsExactlyInAnyOrder(
                        Measurement.WEIGHT,
                        Measurement.SYSTOLIC_PRESSURE,
                        Measurement.DIASTOLIC_PRESSURE,
                        Measurement.HEART_RATE);
        assertThat(facts.observations())
                .allMatch(observation -> observation.time().equals(Instant.parse("2026-05-02T05:25:00Z"))
                        && observation.provenance().source() == Provenance.Source.PERSONAL_DEVICE);
        assertThat(facts.observations().getFirst().value().value())
                .as("pounds in kg")
                .isCloseTo(90.718474, within(1e-6));
        assertThat(facts.issues()).anyMatch(issue -> issue.message().contains("not taken at rest"));
    }

    @Test
    void aSeriesOfReadingsBecomesATraceWhetherTheSpecimenIsStatedOrNot() {
        for (String specimen : new String[] {"", ",'specimen_source':'interstitial fluid'"}) {
            ClinicalFacts facts = read(trace(400, specimen));
            assertThat(facts.glucose()).hasSize(400);
            assertThat(facts.observations())
                    .filteredOn(observation -> observation.measurement() == Measurement.CGM_MEAN_GLUCOSE)
                    .singleElement()
                    .satisfies(mean -> assertThat(mean.value().value()).isCloseTo(108, within(1e-6)));
            assertThat(facts.observations()).noneMatch(observation -> observation.measurement() == Measurement.GLUCOSE);
        }
    }

    @Test
    void fingerSticksStaySingleMeasurementsAndStatisticsAreNoReadings() {
        ClinicalFacts facts = read("[" + glucose(0, 110, "mg/dL", "") + "," + glucose(80, 7, "mmol/L", "") + ","
                + glucose(100, 95, "mg/dL", ",'descriptive_statistic':'minimum'") + "]");
        assertThat(facts.glucose()).isEmpty();
        assertThat(facts.observations()).hasSize(2).allMatch(o -> o.measurement() == Measurement.GLUCOSE);
        assertThat(facts.issues()).anyMatch(issue -> issue.message().contains("statistic"));
    }

    @Test
    void pointsGatheredUnderOneHeaderAreTaken() {
        ClinicalFacts facts = read("{'header':{'user_id':'u1'},'body':{'cgm':["
                + IntStream.range(0, 30)
                        .mapToObj(i ->
                                "{'blood_glucose':{'value':100,'unit':'mg/dL'},'effective_time_frame':{'time_interval':"
                                        + "{'start_date_time':'" + START.plusSeconds(300L * i) + "','end_date_time':'"
                                        + START.plusSeconds(300L * i) + "'}}}")
                        .collect(Collectors.joining(","))
                + "]}}");
        assertThat(facts.glucose()).hasSize(30);
    }

    @Test
    void tidepoolJsonSaysSensorFingerStickAndRange() {
        ClinicalFacts facts = read("[{'type':'upload','time':'2026-05-02T00:00:00Z','deviceId':'D'},"
                + IntStream.range(0, 300)
                        .mapToObj(i -> "{'type':'cbg','units':'mmol/L','value':" + (i == 0 ? "2.22030" : "6.0")
                                + ",'time':'" + START.plusSeconds(300L * i) + "','deviceId':'D'"
                                + (i == 0
                                        ? ",'annotations':'[{\\'code\\':\\'bg/out-of-range\\',\\'value\\':\\'low\\',\\'threshold\\':40}]'"
                                        : "")
                                + "}")
                        .collect(Collectors.joining(","))
                + ",{'type':'smbg','units':'mg/dL','value':101,'time':'2026-05-02T08:00:00.000Z','deviceId':'M'}]");
        assertThat(facts.glucose()).hasSize(300);
        assertThat(facts.glucose().getFirst().bound()).isEqualTo(Bound.BELOW);
        assertThat(facts.observations())
                .filteredOn(observation -> observation.measurement() == Measurement.GLUCOSE)
                .singleElement()
                .satisfies(stick -> assertThat(stick.value().value()).isEqualTo(101));
    }

    @Test
    void oneObjectALineIsReadLikeAnArray() {
        assertThat(read(glucose(0, 110, "mg/dL", "") + "\n" + glucose(50, 120, "mg/dL", "") + "\n")
                        .observations())
                .hasSize(2);
    }

    @Test
    void readingsPassedOnByASecondProgramCountOnce() {
        String twice = IntStream.range(0, 200)
                .mapToObj(i -> "{'header':{'acquisition_provenance':{'source_name':'first'}},"
                        + glucose(i, 100, "mg/dL", "").substring("{'header':{'user_id':'u1'},".length())
                        + (i % 2 == 0
                                ? ",{'header':{'acquisition_provenance':{'source_name':'second'}},'body':{'blood_glucose':"
                                        + "{'value':100,'unit':'mg/dL'},'effective_time_frame':{'date_time':'"
                                        + START.plusSeconds(300L * i + 20) + "'}}}"
                                : ""))
                .collect(Collectors.joining(",", "[", "]"));
        ClinicalFacts facts = read(twice);
        assertThat(facts.glucose()).hasSize(200);
        assertThat(facts.issues())
                .anyMatch(issue -> issue.message().startsWith("100 sensor readings of a second device"));
    }

    @Test
    void anEntryThatCannotBeReadIsLeftOutByItselfAndCounted() {
        ClinicalFacts facts = read("[" + point("body-weight", "'body_weight':" + quantity("80", "kg")) + ","
                + point("body-weight", "'body_weight':" + quantity("-80", "kg")) + ","
                + point("body-weight", "'body_weight':" + quantity("'NaN'", "kg")) + ","
                + point("body-weight", "'body_weight':" + quantity("80", "bananas")) + "]");
        assertThat(facts.observations()).hasSize(1);
        assertThat(facts.issues()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1,2,3]|HEADERS_UNKNOWN",
                "[[{}]]|HEADERS_UNKNOWN",
                "[{'a':1}]|HEADERS_UNKNOWN",
                "[]|NO_FACTS",
                "[{'type':'basal','time':'2026-05-02T00:00:00Z'}]|NO_FACTS",
                "[{'type':'cbg','value':6|JSON_INVALID",
                "[{'type':'cbg','type':'smbg'}]|JSON_INVALID",
                "[{'type':'cbg','value':NaN}]|JSON_INVALID",
                "[{'type':'smbg','_userId':'a'},{'type':'smbg','_userId':'b'}]|SEVERAL_PATIENTS",
            })
    void refusesWithTheReason(String json, String code) {
        assertThat(violation(bytes(json)).code()).isEqualTo(code);
    }

    @Test
    void valuesOfAnotherUnitAmongTheOthersRefuseTheFile() {
        String mixed = IntStream.range(0, 50)
                .mapToObj(i -> glucose(i, i < 30 ? 230 : 12.8, "mg/dL", ""))
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(violation(bytes(mixed)).code()).isEqualTo("UNIT_MIXED");
    }

    @Test
    void depthLengthAndTruncationAreRefusedInOwnWords() {
        assertThat(violation(bytes("[".repeat(100_000))).code()).isIn("JSON_INVALID", "HEADERS_UNKNOWN");
        assertThat(violation(bytes("[{'type':" + "[".repeat(100_000))).code()).isEqualTo("JSON_INVALID");
        assertThat(violation(bytes("[{'type':'" + "x".repeat(2_000_000) + "'}]"))
                        .code())
                .isEqualTo("JSON_INVALID");
        byte[] whole = bytes(trace(20, ""));
        for (int length = 1; length < whole.length; length += 53) {
            Violation refusal = violation(Arrays.copyOf(whole, length));
            assertThat(refusal.code()).isEqualTo("JSON_INVALID");
            assertThat(refusal.message()).doesNotContain("blood_glucose");
        }
        assertThat(violation(new byte[] {'[', '{', '"', (byte) 0xC3, (byte) 0x28, '"'})
                        .code())
                .isEqualTo("JSON_INVALID");
    }

    @Test
    void tellsDeviceDataFromFhir() {
        assertThat(DeviceJsonReader.recognises(bytes("[{'type':'cbg'}]"))).isTrue();
        assertThat(DeviceJsonReader.recognises(bytes(point("body-weight", "'a':1"))))
                .isTrue();
        assertThat(DeviceJsonReader.recognises(bytes("{'type':'collection','resourceType':'Bundle'}")))
                .isFalse();
        assertThat(DeviceJsonReader.recognises(bytes("{'type':'coll"))).isFalse();
    }
}
