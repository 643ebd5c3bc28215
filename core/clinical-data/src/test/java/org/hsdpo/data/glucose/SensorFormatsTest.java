package org.hsdpo.data.glucose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layouts of sensor makers as their programs write them, and what no program writes. */
class SensorFormatsTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDateTime START = LocalDateTime.parse("2026-05-02T00:00");
    private static final String CLARITY = "Index,Timestamp (YYYY-MM-DDThh:mm:ss),Event Type,Event Subtype,Patient Info,"
            + "Device Info,Source Device ID,Glucose Value (mg/dL),Insulin Value (u),Carb Value (grams),Duration (hh:mm:ss),"
            + "Glucose Rate of Change (mg/dL/min),Transmitter Time (Long Integer),Transmitter ID\n"
            + "1,,FirstName,,Somebody,,,,,,,,,\n2,,LastName,,Secret,,,,,,,,,\n3,,Device,,,Dexcom G6 Mobile App,iPhone,,,,,,,\n"
            + "4,,Alert,Low,,,iPhone,70,,,,,,\n5,,Alert,High,,,iPhone,250,,,,,,\n";
    private final GlucoseExportReader reader = new GlucoseExportReader();

    private ClinicalFacts read(String text) {
        return reader.read(text.getBytes(StandardCharsets.UTF_8), new Receipt("r", NOW), Optional.of(BERLIN));
    }

    private Violation violation(byte[] content) {
        try {
            reader.read(content, new Receipt("r", NOW), Optional.of(BERLIN));
        } catch (InvalidInputException e) {
            return e.violations().getFirst();
        }
        throw new AssertionError("the file was taken");
    }

    private Violation violation(String text) {
        return violation(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String rows(int count, IntFunction<String> row) {
        return IntStream.range(0, count).mapToObj(row).collect(Collectors.joining("\n", "", "\n"));
    }

    private static double mean(ClinicalFacts facts) {
        return facts.observations().stream()
                .filter(observation -> observation.measurement() == Measurement.CGM_MEAN_GLUCOSE)
                .findFirst()
                .orElseThrow()
                .value()
                .value();
    }

    @Test
    void clarityIsReadPastItsSubHeadersAndOtherEvents() {
        ClinicalFacts facts = read(CLARITY
                + rows(
                        400,
                        i -> (i + 6) + "," + START.plusMinutes(5L * i) + ":00,EGV,,,,iPhone," + (i % 2 == 0 ? 100 : 140)
                                + ",,,,,"
                                + (5_000 + 300L * i) + ",8ABC")
                + "406,2026-05-02T09:00:00,Insulin,Fast-Acting,,,iPhone,,4.5,,,,,\n"
                + "407,2026-05-02T09:00:00,Carbs,,,,iPhone,,,45,,,,\n");
        assertThat(facts.glucose()).hasSize(400);
        assertThat(mean(facts)).isCloseTo(120, within(1e-9));
        assertThat(facts.issues())
                .anyMatch(issue -> issue.message().startsWith("1 insulin entries"))
                .noneMatch(issue -> issue.field().equals("sensor times"));
        assertThat(facts.toString()).doesNotContain("Secret");
    }

    @Test
    void clarityInGermanWithDecimalCommas() {
        ClinicalFacts facts =
                read("Index;Zeitstempel (JJJJ-MM-TTThh:mm:ss);Ereignistyp;Ereignisuntertyp;Patienteninfo;Geräteinfo;"
                        + "Quellgeräte-ID;Glukosewert (mmol/L);Insulinwert (IE)\n1;;Vorname;;Somebody;;;;\n"
                        + rows(
                                300,
                                i -> i + ";" + START.plusMinutes(5L * i) + ":00;EGV;;;;iOS;"
                                        + (i == 0 ? "Niedrig" : "6,0") + ";"));
        assertThat(facts.glucose()).hasSize(300);
        assertThat(facts.glucose().getFirst().bound()).isEqualTo(Bound.BELOW);
        assertThat(facts.glucose().get(1).milligramsPerDecilitre()).isCloseTo(108.0936, within(1e-9));
    }

    @Test
    void claritySaysWhereTheReceiversClockWasSet() {
        ClinicalFacts facts = read(CLARITY
                + rows(
                        400,
                        i -> i + "," + START.plusMinutes(5L * i + (i < 200 ? 0 : 360)) + ":00,EGV,,,,,120,,,,,"
                                + (5_000 + 300L * i) + ",8ABC"));
        assertThat(facts.issues()).anyMatch(issue -> issue.message().startsWith("the receiver's clock was set 1 time"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Device,Serial Number,Device Timestamp,Record Type,Historic Glucose mg/dL,Scan Glucose mg/dL",
                "Gerät,Seriennummer,Gerätezeitstempel,Aufzeichnungstyp,Glukosewert-Verlauf mg/dL,Glukose-Scan mg/dL",
                "Appareil,Numéro de série,Horodatage de l'appareil,Type d'enregistrement,Historique de la glycémie mg/dL,Scan",
                "ID,Serial,Time,Record Type,Historic Glucose (mg/dL),Scan Glucose (mg/dL)",
            })
    void libreViewIsReadInItsLanguagesAndAsItsDesktopProgramWritesIt(String header) {
        DateTimeFormatter dayFirst = DateTimeFormatter.ofPattern("dd-MM-yyyy HH:mm");
        ClinicalFacts facts = read("Glucose Data,Generated on,16-05-2026 10:00 UTC\n" + header + "\n"
                + rows(
                        20 * 96,
                        i -> "FreeStyle LibreLink,abc,"
                                + START.plusMinutes(15L * i).format(dayFirst) + ","
                                + (i % 3 == 0 ? "1,,222" : "0,111,")));
        assertThat(facts.glucose()).hasSize(20 * 96 * 2 / 3);
        assertThat(facts.glucose()).allMatch(point -> point.milligramsPerDecilitre() == 111);
        assertThat(facts.glucose().getFirst().time())
                .isEqualTo(START.plusMinutes(15).atZone(BERLIN).toInstant());
    }

    @Test
    void datesThatOneOrderMakesConsecutiveAreReadInThatOrder() {
        for (String pattern : List.of("dd-MM-yyyy HH:mm", "MM-dd-yyyy h:mm a")) {
            ClinicalFacts facts = read("Device,Serial Number,Device Timestamp,Record Type,Historic Glucose mmol/L\n"
                    + rows(
                            9 * 96,
                            i -> "x,y,"
                                    + START.plusMinutes(15L * i)
                                            .format(DateTimeFormatter.ofPattern(pattern, java.util.Locale.ENGLISH))
                                    + ",0,6.0"));
            assertThat(facts.glucose().getLast().time())
                    .as(pattern)
                    .isEqualTo(
                            START.plusMinutes(15L * (9 * 96 - 1)).atZone(BERLIN).toInstant());
        }
    }

    private static byte[] tidepoolWorkbook(String units, double factor) throws IOException {
        try (XSSFWorkbook book = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            CellStyle date = book.createCellStyle();
            date.setDataFormat(book.createDataFormat().getFormat("yyyy-mm-dd hh:mm:ss"));
            book.createSheet("EXPORT ERROR")
                    .createRow(0)
                    .createCell(0)
                    .setCellValue("Due to the size of your export …");
            sheet(book.createSheet("Basal"), date, "basal", "U", 3, i -> 0.8);
            sheet(book.createSheet("CGM"), date, "cbg", units, 300, i -> (i % 2 == 0 ? 90 : 126) * factor);
            sheet(book.createSheet("SMBG"), date, "smbg", units, 2, i -> 99 * factor);
            book.write(out);
            return out.toByteArray();
        }
    }

    private static void sheet(
            Sheet sheet, CellStyle date, String type, String units, int rows, IntFunction<Double> value) {
        Row header = sheet.createRow(0);
        List<String> names =
                List.of("Zulu Time", "Local Time", "Device Time", "Tidepool Data Type", "Value", "Units", "Device Id");
        for (int i = 0; i < names.size(); i++) {
            header.createCell(i).setCellValue(names.get(i));
        }
        for (int i = 0; i < rows; i++) {
            Row row = sheet.createRow(i + 1);
            Cell time = row.createCell(0);
            time.setCellValue(START.plusMinutes(5L * i));
            time.setCellStyle(date);
            row.createCell(3).setCellValue(type);
            row.createCell(4).setCellValue(value.apply(i));
            row.createCell(5).setCellValue(units);
            row.createCell(6).setCellValue("Dexcom_123");
        }
    }

    @Test
    void tidepoolSpreadsheetsAreReadFromAllTheirSheetsInUtc() throws IOException {
        for (boolean molar : List.of(false, true)) {
            byte[] book = tidepoolWorkbook(molar ? "mmol/L" : "mg/dL", molar ? 1 / 18.01559 : 1);
            ClinicalFacts facts = reader.read(book, new Receipt("r", NOW), Optional.of(BERLIN));
            assertThat(facts.glucose()).hasSize(300);
            assertThat(facts.glucose().getFirst().time()).isEqualTo(Instant.parse("2026-05-02T00:00:00Z"));
            assertThat(mean(facts)).isCloseTo(108, within(1e-3));
            assertThat(facts.observations())
                    .filteredOn(observation -> observation.measurement() == Measurement.GLUCOSE)
                    .hasSize(2)
                    .allMatch(stick -> Math.abs(stick.value().value() - 99) < 1e-3);
        }
    }

    @Test
    void tidepoolCsvSaysUnitAndRangeRowByRow() {
        ClinicalFacts facts = read("type,time,value,units,deviceId,annotations\n"
                + "cbg,2026-05-02T00:00:00.000Z,2.22030,mmol/L,D,\"[{\"\"code\"\":\"\"bg/out-of-range\"\",\"\"value\"\":\"\"low\"\",\"\"threshold\"\":40}]\"\n"
                + "cbg,2026-05-02T00:05:00.000Z,54,mg/dL,D,\n"
                + "basal,2026-05-02T00:05:00.000Z,,,D,\n");
        assertThat(facts.glucose()).hasSize(2);
        assertThat(facts.glucose().getFirst().bound()).isEqualTo(Bound.BELOW);
        assertThat(facts.glucose().getFirst().milligramsPerDecilitre()).isCloseTo(40, within(0.01));
        assertThat(facts.glucose().getLast().milligramsPerDecilitre()).isEqualTo(54);
    }

    @Test
    void aUnitOfItsOwnInEveryRowIsHeeded() {
        ClinicalFacts facts = read("time,glucose,unit\n2026-05-02 00:00,6.0,mmol/L\n2026-05-02 00:15,108,mg/dL\n");
        assertThat(facts.glucose().getFirst().milligramsPerDecilitre())
                .isCloseTo(facts.glucose().getLast().milligramsPerDecilitre(), within(0.2));
        assertThat(violation("time,glucose,unit\n2026-05-02 00:00,6.0,mmol/L\n2026-05-02 00:15,108,\n")
                        .code())
                .isEqualTo("UNIT_UNKNOWN");
    }

    @Test
    void valuesOfAnotherUnitAmongTheOthersRefuseTheFile() {
        assertThat(violation("time,glucose (mg/dL)\n"
                                + rows(100, i -> START.plusMinutes(5L * i) + "," + (i < 60 ? 230 : 12.8)))
                        .code())
                .isEqualTo("UNIT_MIXED");
        assertThat(violation("time,glucose (mg/dL)\n" + rows(100, i -> START.plusMinutes(5L * i) + "," + 11.5))
                        .code())
                .isEqualTo("UNIT_CONTRADICTED");
    }

    @Test
    void exportsOfSeveralPatientsJoinedAreRefused() {
        String one = CLARITY + rows(10, i -> i + "," + START.plusMinutes(5L * i) + ":00,EGV,,,,,120,,,,,,");
        assertThat(violation(one + one).code()).isEqualTo("SEVERAL_PATIENTS");
        assertThat(violation(one + "7,,FirstName,,Another,,,,,,,,,\n").code()).isEqualTo("SEVERAL_PATIENTS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "1e999", "-120", "--", "99E9"})
    void whatIsNoGlucoseIsNeverTakenForIt(String value) {
        String csv = "time,glucose (mg/dL)\n2026-05-02 00:00,100\n2026-05-02 00:05," + value + "\n";
        try {
            ClinicalFacts facts = read(csv);
            assertThat(facts.glucose()).hasSize(1);
            assertThat(facts.issues()).anyMatch(issue -> issue.kind() == DataIssue.Kind.QUARANTINED);
        } catch (InvalidInputException e) {
            assertThat(e.violations().getFirst().code()).isEqualTo("VALUE_IMPOSSIBLE");
        }
    }

    @Test
    void linesAndCellsOfAMillionCharactersAreReadOrRefusedInTime() {
        for (String filler : List.of("x", " ", "9", ",", "(", "\"\"")) {
            String wide = filler.repeat(1_000_000 / filler.length());
            for (String csv : List.of(
                    "time,glucose (mg/dL)\n2026-05-02 00:00," + wide + "\n2026-05-02 00:05,100\n",
                    "time" + wide + "x,glucose (mg/dL)\n2026-05-02 00:00,100\n",
                    wide + "\n" + wide + "\n",
                    "time,glucose (mg/dL)\n" + wide + "a,100\n")) {
                try {
                    assertThat(read(csv).glucose()).hasSizeLessThan(3);
                } catch (InvalidInputException e) {
                    assertThat(e.violations())
                            .allSatisfy(refusal -> assertThat(refusal.message()).hasSizeLessThan(400));
                }
            }
        }
    }

    @Test
    void truncatedFilesAreReadAsFarAsTheyGoOrRefused() {
        String whole = CLARITY + rows(50, i -> i + "," + START.plusMinutes(5L * i) + ":00,EGV,,,,,120,,,,,,");
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < bytes.length; length += 37) {
            try {
                assertThat(reader.read(
                                        java.util.Arrays.copyOf(bytes, length),
                                        new Receipt("r", NOW),
                                        Optional.of(BERLIN))
                                .glucose())
                        .allMatch(
                                point -> point.milligramsPerDecilitre() == 120 || point.milligramsPerDecilitre() == 12);
            } catch (InvalidInputException e) {
                assertThat(e.violations()).isNotEmpty();
            }
        }
    }

    @Test
    void aSpreadsheetThatInflatesWithoutMeasureIsRefused() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            byte[] blank = new byte[1 << 20];
            java.util.Arrays.fill(blank, (byte) ' ');
            for (int i = 0; i < 40; i++) {
                zip.write(blank);
            }
        }
        assertThat(violation(out.toByteArray()).code()).isEqualTo("SPREADSHEET_INVALID");
    }

    @Test
    void entitiesInASpreadsheetAreNotExpanded() throws IOException {
        byte[] book = tidepoolWorkbook("mg/dL", 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var in = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(book));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                zip.write((entry.getName().endsWith("sheet3.xml")
                                ? text.replaceFirst(
                                        "\\?>", "?><!DOCTYPE worksheet [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>")
                                : text)
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(violation(out.toByteArray()).code()).isEqualTo("SPREADSHEET_INVALID");
    }
}
