package org.hsdpo.data.glucose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppleHealthReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final String TYPES = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE HealthData [
            <!-- HealthKit Export Version: 13 -->
            <!ELEMENT HealthData (ExportDate,Me,(Record|Correlation)*)>
            <!ATTLIST HealthData
              locale CDATA #REQUIRED
            >
            <!ATTLIST Record
              type CDATA #REQUIRED
              value CDATA #IMPLIED
            >
            ]>
            """;
    private final AppleHealthReader reader = new AppleHealthReader();

    private ClinicalFacts read(String xml) {
        return reader.read(xml.getBytes(StandardCharsets.UTF_8), new Receipt("r", NOW));
    }

    private Violation violation(byte[] content) {
        try {
            reader.read(content, new Receipt("r", NOW));
        } catch (InvalidInputException e) {
            return e.violations().getFirst();
        }
        throw new AssertionError("the file was taken");
    }

    private Violation violation(String xml) {
        return violation(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String export(String records) {
        return TYPES + "<HealthData locale=\"en_US\">\n <ExportDate value=\"2026-05-20 10:00:00 +0200\"/>\n"
                + " <Me HKCharacteristicTypeIdentifierDateOfBirth=\"1961-02-03\"/>\n" + records + "</HealthData>\n";
    }

    private static String record(String type, String unit, String value, String time) {
        return " <Record type=\"HKQuantityTypeIdentifier" + type + "\" sourceName=\"Phone\" unit=\"" + unit
                + "\" creationDate=\"2026-05-20 09:00:00 +0200\" startDate=\"" + time + "\" endDate=\"" + time
                + "\" value=\"" + value + "\"><MetadataEntry key=\"HKWasUserEntered\" value=\"1\"/></Record>\n";
    }

    private static String sensor(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> record(
                        "BloodGlucose",
                        i % 2 == 0 ? "mg/dL" : "mmol&lt;180.1558800000541&gt;/L",
                        i % 2 == 0 ? "90" : Double.toString(126 / 18.01559),
                        LocalDateTime.parse("2026-05-02T00:00")
                                        .plusMinutes(5L * i)
                                        .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss"))
                                + " +0200"))
                .collect(Collectors.joining());
    }

    private static byte[] zip(String name, byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("apple_health_export/workout-routes/route.gpx"));
            zip.write("<gpx/>".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("apple_health_export/export_cda.xml"));
            zip.write("<ClinicalDocument/>".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(name));
            for (byte[] part : parts) {
                zip.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Test
    void readsWhatADosingDecisionUsesOncePlainAndZippedAlike() {
        String records = record("BodyMass", "lb", "200", "2026-05-03 07:00:00 +0200")
                + record("BodyMass", "lb", "200", "2026-05-03 07:00:00 +0200")
                + record("RestingHeartRate", "count/min", "61", "2026-05-03 00:00:00 +0200")
                + record("HeartRate", "count/min", "151", "2026-05-03 12:00:00 +0200")
                + record("StepCount", "count", "4000", "2026-05-03 12:00:00 +0200")
                + record("BloodPressureSystolic", "mmHg", "131", "2026-05-03 08:00:00 +0200")
                + record("BloodPressureDiastolic", "mmHg", "82", "2026-05-03 08:00:00 +0200")
                + "<Correlation type=\"HKCorrelationTypeIdentifierBloodPressure\">"
                + record("BloodPressureSystolic", "mmHg", "131", "2026-05-03 08:00:00 +0200") + "</Correlation>";
        ClinicalFacts plain = read(export(records));
        assertThat(plain.observations())
                .extracting(Observation::measurement)
                .containsExactlyInAnyOrder(
                        Measurement.WEIGHT,
                        Measurement.HEART_RATE,
                        Measurement.SYSTOLIC_PRESSURE,
                        Measurement.DIASTOLIC_PRESSURE);
        assertThat(plain.observations())
                .filteredOn(observation -> observation.measurement() == Measurement.WEIGHT)
                .singleElement()
                .satisfies(weight -> {
                    assertThat(weight.value().value()).isCloseTo(90.718474, within(1e-6));
                    assertThat(weight.time()).isEqualTo(Instant.parse("2026-05-03T05:00:00Z"));
                });
        assertThat(plain.birthDate()).isEmpty();
        assertThat(reader.read(
                        zip(
                                "apple_health_export/Exportación.xml",
                                export(records).getBytes(StandardCharsets.UTF_8)),
                        new Receipt("r", NOW)))
                .isEqualTo(plain);
    }

    @Test
    void mixedUnitsRecordByRecordMakeOneTrace() {
        ClinicalFacts facts = read(export(sensor(400)
                + record("BloodGlucose", "mg/dL", "101", "2026-05-10 07:00:00 +0200")
                        .replace("Phone", "Meter")));
        assertThat(facts.glucose()).hasSize(400);
        assertThat(facts.observations())
                .filteredOn(observation -> observation.measurement() == Measurement.CGM_MEAN_GLUCOSE)
                .singleElement()
                .satisfies(mean -> assertThat(mean.value().value()).isCloseTo(108, within(1e-3)));
        assertThat(facts.observations())
                .filteredOn(observation -> observation.measurement() == Measurement.GLUCOSE)
                .hasSize(1);
    }

    @Test
    void nothingOutsideTheFileIsEverRead(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "80");
        String weight = record("BodyMass", "kg", "81", "2026-05-03 07:00:00 +0200");
        for (String subset : new String[] {
            "<!DOCTYPE HealthData [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>",
            "<!DOCTYPE HealthData [<!ENTITY x \"80\">]>",
            "<!DOCTYPE HealthData SYSTEM \"" + secret.toUri() + "\">",
            "<!DOCTYPE HealthData SYSTEM \"" + secret.toUri() + "\" [<!ATTLIST Record a CDATA #IMPLIED>]>",
            "<!-- <!DOCTYPE HealthData [ --><!DOCTYPE HealthData PUBLIC \"p\" \"" + secret.toUri() + "\">",
            "<!DOCTYPE HealthData [<!ENTITY % p SYSTEM \"" + secret.toUri() + "\"> %p;]>",
        }) {
            for (String body :
                    new String[] {weight.replace("\"81\"", "\"8&x;1\""), "&x;" + weight, "<A>&x;</A>" + weight}) {
                Violation refusal = violation(subset + "<HealthData>" + body + "</HealthData>");
                assertThat(refusal.code()).isEqualTo("XML_INVALID");
                assertThat(refusal.message()).doesNotContain("80");
            }
        }
    }

    @Test
    void entitiesThatMultiplyAreNotExpanded() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE HealthData [<!ENTITY a0 \"lol\">");
        for (int i = 1; i < 12; i++) {
            laughs.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        assertThat(violation(laughs + "]><HealthData>&a11;</HealthData>").code())
                .isEqualTo("XML_INVALID");
    }

    @Test
    void whatInflatesWithoutMeasureIsRefused() {
        byte[] spaces = new byte[1 << 20];
        Arrays.fill(spaces, (byte) ' ');
        byte[][] parts = new byte[40][];
        Arrays.fill(parts, spaces);
        parts[0] = "<HealthData>".getBytes(StandardCharsets.UTF_8);
        assertThat(violation(zip("apple_health_export/export.xml", parts)).code())
                .isEqualTo("CONTENT_TOO_LARGE");
        assertThat(violation(zip("apple_health_export/other.bin", parts)).code())
                .isEqualTo("CONTENT_TOO_LARGE");
    }

    @Test
    void truncatedFilesAreRefused() {
        byte[] xml = export(sensor(20)).getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < xml.length - 2; length += 41) {
            assertThat(violation(Arrays.copyOf(xml, length)).code()).isIn("XML_INVALID", "HEADERS_UNKNOWN");
        }
        byte[] zip = zip("apple_health_export/export.xml", xml);
        for (int length = 5; length < zip.length / 2; length += 41) {
            assertThat(violation(Arrays.copyOf(zip, length)).code())
                    .isIn("ZIP_INVALID", "XML_INVALID", "HEADERS_UNKNOWN");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "-4", "", "INF", "1e400", "eighty"})
    void valuesThatAreNoneAreLeftOutAndCounted(String value) {
        ClinicalFacts facts = read(export(record("BodyMass", "kg", value, "2026-05-03 07:00:00 +0200")
                + record("BodyMass", "kg", "81", "2026-05-04 07:00:00 +0200")));
        assertThat(facts.observations()).hasSize(1);
        assertThat(facts.issues()).singleElement().satisfies(issue -> assertThat(issue.message())
                .startsWith("1 entries were left out"));
    }

    @Test
    void textOfAMillionCharactersIsNoTrouble() {
        String wide = "x".repeat(1_000_000);
        assertThat(read(export("<!--" + wide + "--><Other a=\"" + wide + "\">" + wide + "</Other>"
                                + record("BodyMass", "kg", "81", "2026-05-04 07:00:00 +0200")))
                        .observations())
                .hasSize(1);
        assertThat(violation(export(record("BodyMass", "kg", "9".repeat(1_000_000), "2026-05-04 07:00:00 +0200")))
                        .code())
                .isEqualTo("NO_FACTS");
    }

    @Test
    void otherFilesAreRefusedByName() {
        assertThat(violation("<Bundle/>").code()).isEqualTo("HEADERS_UNKNOWN");
        assertThat(violation("no xml").code()).isEqualTo("XML_INVALID");
        assertThat(violation(new byte[0]).code()).isEqualTo("INPUT_EMPTY");
        assertThat(violation(zip("a.txt", new byte[] {1, 2})).code()).isEqualTo("HEADERS_UNKNOWN");
        assertThat(violation(export("")).code()).isEqualTo("NO_FACTS");
        assertThat(violation(new byte[] {'<', 'H', (byte) 0xFF, (byte) 0xFE, '>'})
                        .code())
                .isEqualTo("XML_INVALID");
    }
}
