package org.hsdpo.data.glucose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.glucose.GlucoseMetrics;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All visits of the public Shanghai type 2 data set against metrics that the R package iglu 4.3.0 computed from the same
 * readings.
 */
class ShanghaiFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Map<Path, ClinicalFacts> READ = new HashMap<>();

    static Stream<Path> visits() {
        List<Path> files = SharedData.files(SharedData.folder("cgm/shanghai_t2dm"), "2???_*.xls*");
        assertThat(files).hasSize(67);
        return files.stream();
    }

    private static ClinicalFacts read(Path file) {
        return READ.computeIfAbsent(file, ShanghaiFilesTest::readAfresh);
    }

    private static ClinicalFacts readAfresh(Path file) {
        return new GlucoseExportReader().read(SharedData.bytes(file), new Receipt("visit", NOW), Optional.of(SHANGHAI));
    }

    private static ClinicalFacts visit(String name) {
        return read(visits().filter(file -> file.getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow());
    }

    private static Map<String, CSVRecord> reference() throws IOException {
        Path file = SharedData.folder("cgm/shanghai_t2dm").resolve("REF_iglu_4.3.0_metrics_tzUTC.csv");
        Map<String, CSVRecord> rows = new HashMap<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(in)
                    .forEach(row -> rows.put(row.get("id"), row));
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("visits")
    void metricsOfAllReadingsEqualIglu(Path file) throws IOException {
        String id = file.getFileName().toString().replaceFirst("\\.xlsx?$", "");
        CSVRecord expected = reference().get(id);
        ClinicalFacts facts = read(file);
        GlucoseMetrics metrics = SensorRecord.metrics(facts.glucose());
        assertThat(facts.glucose()).hasSize(Integer.parseInt(expected.get("n_points")));
        assertThat(metrics.mean()).isCloseTo(Double.parseDouble(expected.get("mean")), within(1e-6));
        assertThat(metrics.coefficientOfVariation()).isCloseTo(Double.parseDouble(expected.get("CV")), within(1e-6));
        assertThat(metrics.timeInRange(70, 180))
                .isCloseTo(Double.parseDouble(expected.get("in_range_70_180")), within(1e-6));
        assertThat(metrics.timeBelow(70)).isCloseTo(Double.parseDouble(expected.get("below_70")), within(1e-6));
        assertThat(metrics.timeBelow(54)).isCloseTo(Double.parseDouble(expected.get("below_54")), within(1e-6));
        assertThat(metrics.timeAbove(180)).isCloseTo(Double.parseDouble(expected.get("above_180")), within(1e-6));
        assertThat(metrics.timeAbove(250)).isCloseTo(Double.parseDouble(expected.get("above_250")), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("visits")
    void everyVisitCoversEnoughDaysForMetrics(Path file) {
        assertThat(read(file).observations().stream().map(observation -> observation.measurement()))
                .contains(Measurement.CGM_MEAN_GLUCOSE, Measurement.CGM_TIME_IN_RANGE, Measurement.CGM_TIME_BELOW_54);
    }

    @Test
    void understandsEveryTreatmentEntryButAHeadingThatSlippedIntoOne() {
        assertThat(visits().flatMap(file -> read(file).issues().stream())
                        .filter(issue -> issue.kind() == DataIssue.Kind.UNMAPPED))
                .singleElement()
                .satisfies(issue -> assertThat(issue.message()).startsWith("1 treatment entries"));
    }

    /** Daily totals counted by hand in the files. */
    @ParameterizedTest
    @CsvSource({
        "2003_0, METFORMIN, 1500",
        "2010_0, METFORMIN, 1000",
        "2011_0, METFORMIN, 1500",
        "2012_0, LIRAGLUTIDE, 1.8",
        "2014_0, METFORMIN, 1700",
        "2015_0, METFORMIN, 500",
        "2015_0, PIOGLITAZONE, 15",
        "2016_0, SITAGLIPTIN, 100",
        "2018_0, METFORMIN, 1500",
        "2022_0, METFORMIN, 1500",
        "2028_0, METFORMIN, 500",
        "2046_0, METFORMIN, 1000",
        "2055_1, METFORMIN, 1275",
        "2089_0, METFORMIN, 1000",
        "2090_0, INSULIN_GLARGINE, 6",
    })
    void sumsADrugsAdministrationsToItsRecentDailyTotal(String visit, Drug drug, double total) {
        MedicationRecord record = drug(visit(visit), drug).orElseThrow();
        assertThat(record.dose()).hasValue(total);
        assertThat(record.status()).isEqualTo(MedicationRecord.Status.ACTIVE);
    }

    @Test
    void leavesADoseUnknownThatCanOnlyBeASlipOfWriting() {
        List<ClinicalFacts> withEmpagliflozin = visits().map(ShanghaiFilesTest::read)
                .filter(facts -> drug(facts, Drug.EMPAGLIFLOZIN).isPresent())
                .toList();
        assertThat(withEmpagliflozin).singleElement().satisfies(facts -> {
            assertThat(drug(facts, Drug.EMPAGLIFLOZIN).orElseThrow().dose())
                    .as("written as 10 g")
                    .isEmpty();
            assertThat(facts.issues())
                    .anyMatch(issue -> issue.kind() == DataIssue.Kind.IMPROBABLE
                            && issue.field().equals("empagliflozin"));
        });
    }

    @Test
    void splitsACombinationTabletIntoItsIngredients() {
        List<ClinicalFacts> facts = visits().map(ShanghaiFilesTest::read)
                .filter(visit -> visit.medications().stream()
                        .anyMatch(drug -> drug.asWritten().contains("sitagliptinphosphate/")))
                .toList();
        assertThat(facts).singleElement().satisfies(visit -> {
            assertThat(drug(visit, Drug.SITAGLIPTIN).orElseThrow().dose()).hasValue(100);
            assertThat(drug(visit, Drug.METFORMIN).orElseThrow().dose()).hasValue(1000);
        });
    }

    @Test
    void deducesTheUnitWhereAHeaderNamesNoneAndSaysSo() {
        assertThat(visit("2045_0").issues())
                .anyMatch(issue ->
                        issue.kind() == DataIssue.Kind.ASSUMED && issue.field().equals("column 'CGM'"));
    }

    @Test
    void readsTheChinesePumpHeader() {
        assertThat(visit("2027_0").medications())
                .anyMatch(medication -> medication.ingredient().equals("insulin human"));
    }

    private static Optional<MedicationRecord> drug(ClinicalFacts facts, Drug drug) {
        return facts.medications().stream()
                .filter(medication -> medication.drug().equals(Optional.of(drug)))
                .findFirst();
    }

    @Test
    void concludesTypeTwoDiabetesOnlyFromDrugsOtherThanInsulin() {
        visits().forEach(file -> {
            ClinicalFacts facts = read(file);
            boolean oral = facts.medications().stream()
                    .anyMatch(medication -> !medication.ingredient().startsWith("insulin"));
            assertThat(facts.conditions().stream()
                            .anyMatch(condition -> condition.concept() == ConditionConcept.TYPE_2_DIABETES
                                    && condition.provenance().confidence() == 0.8))
                    .isEqualTo(oral);
        });
    }
}
