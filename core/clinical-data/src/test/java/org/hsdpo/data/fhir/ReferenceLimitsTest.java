package org.hsdpo.data.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.hl7.Hl7Reader;
import org.hsdpo.data.hl7.SiteCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reference range that speaks of another unit than its result. */
class ReferenceLimitsTest {
    private static final Receipt RECEIPT = new Receipt("record", Instant.parse("2026-11-01T00:00:00Z"));

    private static ClinicalFacts fhir(String loinc, String value, String unit, String ranges) {
        return new FhirBundleReader()
                .read(
                        ("{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":"
                                        + "{\"resourceType\":\"Patient\",\"gender\":\"female\"}},{\"resource\":"
                                        + "{\"resourceType\":\"Observation\",\"status\":\"final\",\"effectiveDateTime\":\"2026-10-11\","
                                        + "\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\""
                                        + loinc + "\"}]},\"valueQuantity\":{\"value\":" + value + ",\"code\":\"" + unit
                                        + "\"},\"referenceRange\":[" + ranges + "]}}]}")
                                .getBytes(StandardCharsets.UTF_8),
                        RECEIPT);
    }

    private static ClinicalFacts hl7(String loinc, String value, String unit, String range) {
        return new Hl7Reader(Optional.empty(), SiteCodes.none())
                .read(
                        ("MSH|^~\\&|LAB|NORTH|HSDPO|NORTH|20261012080000+0200||ORU^R01^ORU_R01|42|P|2.5.1\r"
                                        + "PID|1||123^^^NORTH^MR||DOE^JANE||19600412|F\r"
                                        + "OBR|1||F1|24323-8^Panel^LN|||20261011\r"
                                        + "OBX|1|NM|" + loinc + "^Result^LN||" + value + "|" + unit + "|" + range
                                        + "||||F|||20261011\r")
                                .getBytes(StandardCharsets.UTF_8),
                        RECEIPT);
    }

    private static void isLeftOut(ClinicalFacts facts, String other) {
        assertThat(facts.observations()).isEmpty();
        assertThat(facts.issues())
                .filteredOn(issue -> issue.kind() == DataIssue.Kind.QUARANTINED)
                .singleElement()
                .satisfies(issue -> assertThat(issue.message())
                        .contains("its reference range is one in " + other, "one of both is wrong"));
    }

    @ParameterizedTest
    @CsvSource({
        "2345-7, 95, mmol/L, 70-99, mg/dL",
        "2345-7, 30, mmol/L, 70 - 99, mg/dL",
        "2345-7, 5.3, mg/dL, 3.9-5.5, mmol/L",
        "2345-7, 12.1, mg/dL, 3.9-6.1 mmol/L, mmol/L",
        "1558-6, 5.3, mg/dL, 3.9 – 5.5, mmol/L",
        "2160-0, 1.1, umol/L, 0.6-1.2, mg/dL",
        "2160-0, 106, mg/dL, 62-106, umol/L",
        "4548-4, 53, %, 20-42, mmol/mol",
        "4548-4, 7.0, mmol/mol, <5.7, %",
        "4548-4, 7.0, mmol/mol, 4.0-6.0, %",
        "2089-1, 3.1, mg/dL, <3.0, mmol/L",
        "2085-9, 1.2, mg/dL, >1.0, mmol/L",
        "2571-8, 1.4, mg/dL, 0.5-1.7, mmol/L",
        "718-7, 14.1, g/L, 12.0-15.5, g/dL",
    })
    void aResultWhoseRangeIsInAnotherUnitIsLeftOutAndNeverConverted(
            String loinc, String value, String unit, String range, String other) {
        isLeftOut(hl7(loinc, value, unit, range), other);
    }

    @ParameterizedTest
    @CsvSource({
        "2345-7, 95, mg/dL, 70-99",
        "2345-7, 5.3, mmol/L, 3.9-5.5",
        "2345-7, 20, mmol/L, 3.9-11.1",
        "2160-0, 1.1, mg/dL, 0.6-1.2",
        "2160-0, 700, umol/L, 62-106",
        "4548-4, 53, mmol/mol, 20-42",
        "59261-8, 53, mmol/mol, <48",
        "59261-8, 7.0, %, 4.0-6.0",
        "2089-1, 130, mg/dL, <100",
        "2085-9, 45, mg/dL, >40",
        "718-7, 141, g/L, 120-155",
        "2345-7, 95, mg/dL, see comment",
        "2345-7, 95, mg/dL, 1-2",
        "2823-3, 4.1, mmol/L, 3.5-5.1",
    })
    void aResultIsTakenWhereItsRangeAgreesOrDoesNotTell(String loinc, String value, String unit, String range) {
        assertThat(hl7(loinc, value, unit, range).observations()).hasSize(1);
    }

    /** 5.3 mg/dL is nobody's glucose: the interface converted the result and left the range as it was. */
    @Test
    void aRangeThatWasNotConvertedWithItsResultDoesNoHarm() {
        assertThat(hl7("2345-7", "5.3", "mmol/L", "70-99").observations())
                .singleElement()
                .satisfies(glucose -> assertThat(glucose.value().value()).isBetween(95.0, 96.0));
        assertThat(hl7("2160-0", "106", "umol/L", "0.6-1.2").observations()).hasSize(1);
    }

    @Test
    void rangesOfResourcesCountAlike() {
        isLeftOut(fhir("2345-7", "95", "mmol/L", "{\"low\":{\"value\":70},\"high\":{\"value\":99}}"), "mg/dL");
        isLeftOut(
                fhir(
                        "2345-7",
                        "95",
                        "mmol/L",
                        "{\"low\":{\"value\":70,\"code\":\"mg/dL\"},\"high\":{\"value\":99,\"code\":\"mg/dL\"}}"),
                "mg/dL");
        assertThat(fhir("2345-7", "5.3", "mmol/L", "{\"high\":{\"value\":99,\"unit\":\"mg/dl\"}}")
                        .observations())
                .hasSize(1);
        assertThat(fhir(
                                "4548-4",
                                "6.1",
                                "%",
                                "{\"high\":{\"value\":5.6}},{\"low\":{\"value\":5.7},\"high\":{\"value\":6.4}}")
                        .observations())
                .hasSize(1);
    }

    @Test
    void anHba1cOfTheIfccsProtocolInPercentIsLeftOutUnlessItsRangeTellsWhoseNumberItIs() {
        assertThat(hl7("59261-8", "7.0", "%", "").observations()).isEmpty();
        assertThat(fhir("59261-8", "53", "mmol/mol", "").observations())
                .singleElement()
                .satisfies(hba1c ->
                        assertThat(hba1c.value().value()).isCloseTo(7.0, org.assertj.core.api.Assertions.within(0.01)));
    }

    /** Else a range could not tell one unit from the other. */
    @Test
    void noLimitIsCredibleInTwoUnits() {
        for (ReferenceLimits.Limit limit : ReferenceLimits.all()) {
            var definition = MeasurementCatalogue.shipped().definition(limit.measurement());
            assertThat(limit.units()).contains(definition.unit());
            for (int step = 0; step <= 4000; step++) {
                double number = 0.1 * Math.pow(1.003, step);
                List<String> credible = limit.units().stream()
                        .filter(unit -> ReferenceLimits.isCredible(limit, definition, number, unit))
                        .toList();
                assertThat(credible).as(limit.measurement() + " " + number).hasSizeLessThanOrEqualTo(1);
            }
        }
        assertThat(ReferenceLimits.all())
                .extracting(ReferenceLimits.Limit::measurement)
                .contains(Measurement.GLUCOSE);
    }
}
