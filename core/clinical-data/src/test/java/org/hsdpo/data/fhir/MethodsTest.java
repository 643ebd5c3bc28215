package org.hsdpo.data.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.hl7.Hl7Reader;
import org.hsdpo.data.hl7.SiteCodes;
import org.hsdpo.data.state.PatientStateAssembler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of one measurement by several methods. */
class MethodsTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Receipt RECEIPT = new Receipt("record", NOW);

    private static ClinicalFacts message(String birth, String... results) {
        return new Hl7Reader(Optional.empty(), SiteCodes.none())
                .read(
                        ("MSH|^~\\&|LAB|NORTH|HSDPO|NORTH|20261012080000+0200||ORU^R01^ORU_R01|42|P|2.5.1\r"
                                        + "PID|1||123^^^NORTH^MR||DOE^JOHN||" + birth + "|M\r"
                                        + "OBR|1||F1|24323-8^Panel^LN|||202610110800+0000\r"
                                        + String.join("\r", results) + "\r")
                                .getBytes(StandardCharsets.UTF_8),
                        RECEIPT);
    }

    private static PatientState state(String birth, String... results) {
        return new PatientStateAssembler().assemble("p", NOW, List.of(message(birth, results)));
    }

    private static String result(String loinc, String value, String unit) {
        return "OBX|1|NM|" + loinc + "^Result^LN||" + value + "|" + unit + "|||||F";
    }

    /** CKD-EPI 2021, man of 66, 0.9 mg/dL: 142·0.9938^66 = 94.2 mL/min/1.73 m2. */
    @ParameterizedTest
    @ValueSource(strings = {"33914-3", "48642-3", "48643-1", "77147-7", "62238-1", "88293-6", "88294-4"})
    void anEgfrByAnOlderEquationIsComputedAnewFromTheCreatinineOfItsDay(String loinc) {
        PatientState state =
                state("19600412", result("2160-0", "0.9", "mg/dL"), result(loinc, "89", "mL/min/{1.73_m2}"));
        assertThat(state.history(Measurement.EGFR)).singleElement().satisfies(rate -> {
            assertThat(rate.value().value()).isCloseTo(94.2, within(0.1));
            assertThat(rate.provenance().transformation()).contains("CKD-EPI 2021");
        });
    }

    @Test
    void withoutCreatinineItCountsWithLessConfidenceAndSaysSo() {
        PatientState state = state("19600412", result("33914-3", "55", "mL/min/{1.73_m2}"));
        Observation rate = state.latest(Measurement.EGFR).orElseThrow();
        assertThat(rate.value().value()).isEqualTo(55);
        assertThat(rate.provenance().confidence()).isEqualTo(0.8);
        assertThat(state.issues())
                .filteredOn(issue -> issue.field().equals("EGFR") && issue.kind() == DataIssue.Kind.ASSUMED)
                .singleElement()
                .satisfies(issue -> assertThat(issue.message()).contains("computed by MDRD", "CKD-EPI 2021"));
    }

    @Test
    void anEgfrByTheFactorForRaceIsBelievedLess() {
        assertThat(state("19600412", result("48643-1", "67", "mL/min/{1.73_m2}"))
                        .latest(Measurement.EGFR)
                        .orElseThrow()
                        .provenance()
                        .confidence())
                .isEqualTo(0.5);
    }

    @Test
    void anEgfrByTheEquationOf2021IsTakenAsItIs() {
        PatientState state =
                state("19600412", result("2160-0", "0.9", "mg/dL"), result("98979-8", "93", "mL/min/{1.73_m2}"));
        assertThat(state.history(Measurement.EGFR))
                .singleElement()
                .satisfies(rate -> assertThat(rate.value().value()).isEqualTo(93));
    }

    private static Observation glucose(String loinc, String method) {
        return message("19600412", "OBX|1|NM|" + loinc + "^Glucose^LN||100|mg/dL|||||F||||||^" + method)
                .observations()
                .getFirst();
    }

    @Test
    void glucoseOfWholeBloodBecomesThePlasmasWhereItsMethodSaysSo() {
        Observation glucose = glucose("2339-0", "amperometric, whole blood calibrated");
        assertThat(glucose.value().value()).isCloseTo(111, within(1e-9));
        assertThat(glucose.provenance().transformation()).contains("times 1.11 for plasma (IFCC 2005)");
    }

    @Test
    void glucoseInBloodStaysAsItIsWhereNobodySaysWhatItsNumberIs() {
        Observation glucose = glucose("2339-0", "");
        assertThat(glucose.value().value()).isEqualTo(100);
        assertThat(glucose.provenance().confidence()).isEqualTo(0.9);
        assertThat(glucose.provenance().transformation()).contains("measured in blood, taken as the plasma's");
        Observation plasma = glucose("2339-0", "whole blood, plasma equivalent");
        assertThat(plasma.value().value()).isEqualTo(100);
        assertThat(plasma.provenance().confidence()).isEqualTo(1);
    }

    @Test
    void capillaryGlucoseIsTakenAsItIsAndCalledCapillary() {
        Observation glucose = glucose("32016-8", "");
        assertThat(glucose.value().value()).isEqualTo(100);
        assertThat(glucose.provenance().transformation()).contains("measured in capillary blood");
        assertThat(glucose("2345-7", "").provenance().transformation()).isEmpty();
    }

    @Test
    void everyCodeOfTheFileIsOneThatIsRead() {
        for (String loinc :
                List.of("33914-3", "48642-3", "50044-7", "77147-7", "48643-1", "62238-1", "88294-4", "88293-6")) {
            assertThat(MeasurementCatalogue.shipped()
                            .byLoinc(loinc)
                            .orElseThrow()
                            .id())
                    .isEqualTo(Measurement.EGFR);
        }
    }
}
