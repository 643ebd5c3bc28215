package org.hsdpo.data.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.fuzz.ReaderPromise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JSON that is made to exhaust who reads it. */
class HostileRecordsTest {
    private static final FhirBundleReader READER = new FhirBundleReader();
    private static final Receipt RECEIPT = new Receipt("record", Instant.parse("2026-11-01T00:00:00Z"));
    private static final String MILLION = "x".repeat(1_000_000);

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static String refusal(byte[] content) {
        InvalidInputException refused =
                catchThrowableOfType(InvalidInputException.class, () -> READER.read(content, RECEIPT));
        assertThat(refused).as("not refused").isNotNull();
        return refused.violations().getFirst().code();
    }

    @Test
    void nestingWithoutEndIsRefused() {
        for (String open : List.of("[", "{'a':", "{'resourceType':'Bundle','type':'collection','entry':[")) {
            assertThat(refusal(bytes(open.repeat(100_000)))).isIn("JSON_INVALID", "NOT_FHIR");
        }
        String extensions = "{'url':'u','extension':[".repeat(1_000) + "]}".repeat(1_000);
        assertThat(refusal(bytes("{'resourceType':'Patient','extension':[" + extensions + "]}")))
                .isEqualTo("JSON_INVALID");
        byte[] lines = bytes("{'resourceType':'Patient','gender':'female'}\n" + "{'a':".repeat(100_000) + "\n");
        assertThat(READER.readLines(lines, RECEIPT).issues())
                .anyMatch(issue -> issue.message().contains("JSON_INVALID"));
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        for (int[] wrong :
                new int[][] {{0xC3, 0x28}, {0xFF}, {0xED, 0xA0, 0x80}, {0xF8, 0x88, 0x80, 0x80, 0x80}, {0xC0, 0x80}}) {
            byte[] content = bytes("{'resourceType':'Patient','gender':'female','id':'          '}");
            for (int i = 0; i < wrong.length; i++) {
                content[content.length - 10 + i] = (byte) wrong[i];
            }
            assertThat(refusal(content)).isEqualTo("JSON_INVALID");
        }
    }

    @Test
    void aTextWithTheCharacterZeroIsRefusedAsNoDatabaseHoldsIt() {
        assertThat(refusal(bytes("{'resourceType':'MedicationStatement','status':'active',"
                        + "'medicationCodeableConcept':{'text':'metformin\\u0000 500 MG'}}")))
                .isEqualTo("JSON_INVALID");
    }

    @Test
    @Timeout(ReaderPromise.HANGS)
    void textsOfAMillionCharactersAreReadOrRefusedEverywhere() {
        for (String resource : List.of(
                "{'resourceType':'Patient','gender':'female','id':'@'}",
                "{'resourceType':'Patient','birthDate':'@'}",
                "{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'@'}]}}",
                "{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'2160-0'}]},"
                        + "'effectiveDateTime':'2026-10-01','valueQuantity':{'value':1,'unit':'@','code':'@'}}",
                "{'resourceType':'Condition','code':{'text':'@'}}",
                "{'resourceType':'MedicationRequest','status':'active','intent':'order','medicationCodeableConcept':{'text':'@'}}",
                "{'resourceType':'MedicationRequest','status':'active','intent':'order','medicationCodeableConcept':"
                        + "{'text':'metformin 500 MG Oral Tablet'},'dosageInstruction':[{'text':'@'}]}",
                "{'resourceType':'AllergyIntolerance','code':{'text':'@'}}",
                "{'@':1,'resourceType':'Patient'}",
                "{'resourceType':'@'}")) {
            for (String filler : List.of("x", "9", " ", "metformin ", "1 MG / ", "\\u0000")) {
                String text = filler.repeat(1_000_000 / filler.length());
                byte[] content = bytes(resource.replace("@", text));
                ReaderPromise.kept(receipt -> READER.read(content, receipt));
                ReaderPromise.kept(receipt -> READER.readLines(content, receipt));
            }
        }
        assertThat(refusal(bytes(MILLION))).isEqualTo("JSON_INVALID");
    }

    @Test
    @Timeout(ReaderPromise.HANGS)
    void numbersOutOfMeasureAreRefusedOrLeftOut() {
        for (String number : List.of(
                "1E999999999", "-1E999999999", "1E-999999999", "9".repeat(1_000_000), "0." + "0".repeat(90) + "1")) {
            for (String resource : List.of(
                    "{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'2160-0'}]},"
                            + "'effectiveDateTime':'2026-10-01','valueQuantity':{'value':@,'code':'mg/dL'},"
                            + "'referenceRange':[{'high':{'value':@}}]}",
                    "{'resourceType':'MedicationRequest','status':'active','intent':'order','medicationCodeableConcept':"
                            + "{'text':'metformin 500 MG Oral Tablet'},'dosageInstruction':[{'timing':{'repeat':{'frequency':1,"
                            + "'period':@,'periodUnit':'d'}},'doseAndRate':[{'doseQuantity':{'value':@,'unit':'mg'}}]}]}",
                    "{'resourceType':'MedicationDispense','status':'completed','medicationCodeableConcept':"
                            + "{'text':'metformin 500 MG Oral Tablet'},'whenHandedOver':'2026-10-01','daysSupply':{'value':@},"
                            + "'quantity':{'value':@}}")) {
                byte[] content = bytes(resource.replace("@", number));
                ReaderPromise.kept(receipt -> READER.read(content, receipt));
            }
        }
    }
}
