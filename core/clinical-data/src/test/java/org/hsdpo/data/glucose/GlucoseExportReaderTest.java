package org.hsdpo.data.glucose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.glucose.GlucoseMetrics;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.GlucosePoint;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlucoseExportReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final LocalDateTime START = LocalDateTime.parse("2026-09-14T00:00");
    private static final String CLARITY =
            "Index,Timestamp (YYYY-MM-DDThh:mm:ss),Event Type,Event Subtype,Patient Info,Device Info,Source Device ID,"
                    + "Glucose Value (mg/dL),Insulin Value (u)\n1,,FirstName,,Verysecret,,,,\n";
    private final GlucoseExportReader reader = new GlucoseExportReader();

    private ClinicalFacts read(String csv) {
        return reader.read(csv.getBytes(StandardCharsets.UTF_8), new Receipt("r", NOW), Optional.empty());
    }

    private Violation violation(byte[] content) {
        try {
            reader.read(content, new Receipt("r", NOW), Optional.empty());
        } catch (InvalidInputException e) {
            return e.violations().getFirst();
        }
        throw new AssertionError("the file was taken");
    }

    private Violation violation(String csv) {
        return violation(csv.getBytes(StandardCharsets.UTF_8));
    }

    private static String rows(int count, IntFunction<String> row) {
        return IntStream.range(0, count).mapToObj(row).collect(Collectors.joining("\n", "", "\n"));
    }

    private static LocalDateTime time(int quarter) {
        return START.plusMinutes(15L * quarter);
    }

    private static double value(ClinicalFacts facts, Measurement measurement) {
        return facts.observations().stream()
                .filter(observation -> observation.measurement() == measurement)
                .findFirst()
                .map(observation -> observation.value().value())
                .orElseThrow();
    }

    @Test
    void convertsMillimolesAndTakesTheLastFourteenDays() {
        // 20 days: first 6 at 5 mmol/L, then 14 at 10 mmol/L; the metrics see only the latter.
        ClinicalFacts facts =
                read("time,glucose (mmol/L)\n" + rows(20 * 96 + 1, i -> time(i) + "," + (i < 6 * 96 ? 5 : 10)));
        assertThat(facts.glucose()).hasSize(20 * 96 + 1);
        assertThat(value(facts, Measurement.CGM_MEAN_GLUCOSE)).isCloseTo(180.156, within(1e-6));
        assertThat(value(facts, Measurement.CGM_COEFFICIENT_OF_VARIATION)).isCloseTo(0, within(1e-9));
        assertThat(value(facts, Measurement.CGM_TIME_ABOVE_180)).isEqualTo(100);
        assertThat(facts.observations()).allSatisfy(observation -> assertThat(observation.time())
                .isEqualTo(Instant.parse("2026-10-04T00:00:00Z")));
    }

    @Test
    void readsTimesInTheGivenZoneAndSaysWhereItAssumedOne() {
        String csv = "time,gl\n" + rows(200, i -> time(i) + "," + (100 + i % 7));
        ClinicalFacts given = reader.read(
                csv.getBytes(StandardCharsets.UTF_8), new Receipt("r", NOW), Optional.of(ZoneId.of("Europe/Berlin")));
        assertThat(given.glucose().getFirst().time()).isEqualTo(Instant.parse("2026-09-13T22:00:00Z"));
        assertThat(given.issues()).noneMatch(issue -> issue.field().equals("sensor times"));
        assertThat(read(csv).issues())
                .anyMatch(issue -> issue.field().equals("sensor times") && issue.kind() == DataIssue.Kind.ASSUMED);
    }

    @Test
    void countsLowAndHighAsTheSensorsLimitsAndReportsThem() {
        ClinicalFacts facts = read(CLARITY
                + rows(
                        288,
                        i -> i + "," + START.plusMinutes(5L * i) + ",EGV,,,,,"
                                + (i < 3 ? "Low" : i < 5 ? "High" : "120") + ","));
        assertThat(facts.glucose()).hasSize(288);
        assertThat(facts.glucose().getFirst().milligramsPerDecilitre()).isEqualTo(40);
        assertThat(facts.glucose().get(4).milligramsPerDecilitre()).isEqualTo(400);
        assertThat(facts.issues())
                .filteredOn(issue -> issue.message().contains("sensor's range"))
                .hasSize(2);
        assertThat(facts.toString()).doesNotContain("Verysecret");
    }

    @Test
    void takesCalibrationsAsFingerSticks() {
        ClinicalFacts facts = read(CLARITY + rows(300, i -> i + "," + START.plusMinutes(5L * i) + ",EGV,,,,,120,")
                + "301,2026-09-14T05:01:00,Calibration,,,,,131,\n");
        assertThat(facts.observations())
                .filteredOn(observation -> observation.measurement() == Measurement.GLUCOSE)
                .singleElement()
                .extracting(observation -> observation.value().value())
                .isEqualTo(131.0);
    }

    @Test
    void leavesOutDuplicatesReportsContradictionsAndSensorErrors() {
        ClinicalFacts facts = read("time,glucose (mg/dL)\n" + rows(100, i -> time(i) + ",120") + time(3) + ",120\n"
                + time(4) + ",140\n" + time(101) + ",Sensor Error\n");
        assertThat(facts.glucose()).hasSize(100);
        assertThat(facts.issues())
                .extracting(DataIssue::kind)
                .contains(DataIssue.Kind.CONFLICT, DataIssue.Kind.QUARANTINED);
    }

    @Test
    void computesNoMetricsFromTooLittle() {
        ClinicalFacts sparse =
                read("time,glucose (mg/dL)\n" + rows(14 * 96, i -> time(i) + (i % 96 < 48 ? ",120" : ",")));
        assertThat(sparse.observations()).isEmpty();
        assertThat(sparse.issues()).anyMatch(issue -> issue.message().contains("at least 70 %"));
        ClinicalFacts brief = read("time,glucose (mg/dL)\n" + rows(20, i -> time(i) + ",120"));
        assertThat(brief.observations()).isEmpty();
        assertThat(brief.issues()).anyMatch(issue -> issue.message().contains("less than a day"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b,c\\n1,2,3|HEADERS_UNKNOWN",
                "time,gl\\n2026-09-14 00:00,25\\n2026-09-14 00:15,120|UNIT_UNKNOWN",
                "time,glucose (g/L)\\n2026-09-14 00:00,1.2|UNIT_UNKNOWN",
                "time,glucose (mg/dL)\\n2026-09-14 00:00,5000|VALUE_IMPOSSIBLE",
                "time,glucose (mg/dL)\\n2026-09-14 00:00,-3|VALUE_IMPOSSIBLE",
                "time,glucose (mg/dL)\\n03/04/2026 10:00,120\\n05/06/2026 10:00,121|DATE_ORDER_UNKNOWN",
                "time,glucose (mg/dL)\\nyesterday,120|TIME_INVALID",
                "time,glucose (mg/dL)\\n2026-09-14 00:00,|NO_FACTS",
                "id,time,glucose (mg/dL)\\na,2026-09-14 00:00,120\\nb,2026-09-14 00:15,121|SEVERAL_PATIENTS",
                "time,glucose (mg/dL)|TIMES_MISSING",
                "\\n|INPUT_EMPTY",
            })
    void refusesWithTheReason(String csv, String code) {
        assertThat(violation(csv.replace("\\n", "\n")).code()).isEqualTo(code);
    }

    @Test
    void namesTheHeadersItWouldAccept() {
        assertThat(violation("a,b\n1,2\n").accepted())
                .contains("Historic Glucose", "CGM (mg / dl)", "Glucose Value (mg/dL)");
    }

    @Test
    void refusesNoiseAndDamagedSpreadsheets() {
        byte[] noise = new byte[200_000];
        new SplittableRandom(3).nextBytes(noise);
        assertThat(violation(noise).code()).isEqualTo("TEXT_NOT_UTF8");
        noise[0] = 'P';
        noise[1] = 'K';
        noise[2] = 3;
        noise[3] = 4;
        assertThat(violation(noise).code()).isEqualTo("SPREADSHEET_INVALID");
        noise[0] = (byte) 0xD0;
        noise[1] = (byte) 0xCF;
        noise[2] = 0x11;
        noise[3] = (byte) 0xE0;
        assertThat(violation(noise).code()).isEqualTo("SPREADSHEET_INVALID");
        assertThat(violation(new byte[0]).code()).isEqualTo("INPUT_EMPTY");
    }

    @Test
    void readsLibreViewExportsInMillimolesWithDayFirstDates() {
        Path file = SharedData.folder("cgm/libreview").resolve("sample_glucose.csv");
        ClinicalFacts facts =
                reader.read(SharedData.bytes(file), new Receipt("r", NOW), Optional.of(ZoneId.of("Europe/Stockholm")));
        assertThat(facts.glucose()).hasSizeBetween(8000, 8372);
        assertThat(facts.glucose().getFirst().time()).isEqualTo(Instant.parse("2019-12-05T15:25:00Z"));
        assertThat(facts.glucose().getFirst().milligramsPerDecilitre()).isCloseTo(6.3 * 18.0156, within(1e-6));
        assertThat(facts.toString()).doesNotContain("Elouafiq");
    }

    @Test
    void readsOneSubjectOfAPlainTable() {
        Path file = SharedData.folder("cgm/iglu").resolve("example_data_5_subject.csv");
        List<String> lines = new String(SharedData.bytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(violation(String.join("\n", lines)).code()).isEqualTo("SEVERAL_PATIENTS");
        String one = lines.stream()
                .filter(line -> line.contains("\"gl\"") || line.contains("\"Subject 1\""))
                .collect(Collectors.joining("\n"));
        ClinicalFacts facts = read(one);
        GlucoseMetrics all = SensorRecord.metrics(facts.glucose());
        assertThat(facts.glucose()).as("REF_iglu_4.3.0_JHU5").hasSize(2915);
        assertThat(all.mean()).isCloseTo(123.665523156089, within(1e-6));
        assertThat(all.coefficientOfVariation()).isCloseTo(26.9016580106568, within(1e-6));
        assertThat(all.timeInRange(70, 180)).isCloseTo(91.663807890223, within(1e-6));
        assertThat(all.timeBelow(70)).isCloseTo(0.137221269296741, within(1e-6));
    }

    @Test
    void metricsDoNotDependOnTheOrderOfRows() {
        String header = "time,glucose (mg/dL)\n";
        List<String> lines = IntStream.range(0, 400)
                .mapToObj(i -> time(i) + "," + (80 + (i * 37) % 150))
                .toList();
        ClinicalFacts forward = read(header + String.join("\n", lines));
        ClinicalFacts backward = read(header + String.join("\n", lines.reversed()));
        assertThat(backward.observations().stream().map(Observation::value))
                .containsExactlyElementsOf(
                        forward.observations().stream().map(Observation::value).toList());
        assertThat(Duration.between(
                        forward.glucose().getFirst().time(),
                        forward.glucose().getLast().time()))
                .isEqualTo(Duration.ofMinutes(399 * 15));
    }

    @Test
    void readingsBelowOrAboveANumberAreBoundsAndSoAreFingerSticksOutOfRange() {
        StringBuilder csv = new StringBuilder("Date,CGM (mg / dl),CBG (mg / dl)\n");
        for (int i = 0; i < 120; i++) {
            csv.append("2026-01-%02d %02d:%02d,".formatted(1 + i / 96, i / 4 % 24, 15 * (i % 4)))
                    .append(i == 0 ? "<54" : i == 1 ? "\u2265 350" : i == 2 ? "LO" : "120")
                    .append(i == 4 ? ",HI\n" : ",\n");
        }
        ClinicalFacts facts = reader.read(
                csv.toString().getBytes(StandardCharsets.UTF_8), new Receipt("r", NOW), Optional.of(ZoneId.of("UTC")));
        assertThat(facts.glucose().subList(0, 4))
                .extracting(GlucosePoint::milligramsPerDecilitre, GlucosePoint::bound)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(54.0, Bound.BELOW),
                        org.assertj.core.groups.Tuple.tuple(350.0, Bound.AT_LEAST),
                        org.assertj.core.groups.Tuple.tuple(40.0, Bound.BELOW),
                        org.assertj.core.groups.Tuple.tuple(120.0, Bound.EXACT));
        assertThat(facts.observations())
                .filteredOn(observation -> observation.measurement() == Measurement.GLUCOSE)
                .singleElement()
                .satisfies(stick -> {
                    assertThat(stick.bound()).isEqualTo(Bound.ABOVE);
                    assertThat(stick.value().value()).isEqualTo(500);
                });
        assertThat(facts.issues())
                .anyMatch(issue -> issue.kind() == DataIssue.Kind.ASSUMED
                        && issue.message().startsWith("2 readings are given as lower or higher"));
    }
}
