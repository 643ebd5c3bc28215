package org.hsdpo.clinical.glucose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every metric against iglu 4.3.0 on 5 people of a trial and on 67 visits of the Shanghai data set. */
class ReferenceMetricsTest {
    private static final Path CGM =
            Path.of(System.getProperty("hsdpo.shared.data", "/nonexistent")).resolve("cgm");
    private static final Map<String, ToDoubleFunction<GlucoseMetrics>> METRICS = new LinkedHashMap<>();

    static {
        METRICS.put("mean", GlucoseMetrics::mean);
        METRICS.put("median", GlucoseMetrics::median);
        METRICS.put("SD", GlucoseMetrics::standardDeviation);
        METRICS.put("CV", GlucoseMetrics::coefficientOfVariation);
        METRICS.put("GMI", GlucoseMetrics::glucoseManagementIndicator);
        METRICS.put("eA1C", GlucoseMetrics::estimatedHba1c);
        METRICS.put("in_range_63_140", metrics -> metrics.timeInRange(63, 140));
        METRICS.put("in_range_70_180", metrics -> metrics.timeInRange(70, 180));
        METRICS.put("above_140", metrics -> metrics.timeAbove(140));
        METRICS.put("above_180", metrics -> metrics.timeAbove(180));
        METRICS.put("above_250", metrics -> metrics.timeAbove(250));
        METRICS.put("below_54", metrics -> metrics.timeBelow(54));
        METRICS.put("below_70", metrics -> metrics.timeBelow(70));
        METRICS.put("GRI", GlucoseMetrics::glycaemiaRiskIndex);
        METRICS.put("LBGI", GlucoseMetrics::lowBloodGlucoseIndex);
        METRICS.put("HBGI", GlucoseMetrics::highBloodGlucoseIndex);
        METRICS.put("J_index", GlucoseMetrics::jIndex);
        METRICS.put("IQR", GlucoseMetrics::interquartileRange);
        METRICS.put("range", GlucoseMetrics::range);
        METRICS.put("M_value", GlucoseMetrics::mValue);
        METRICS.put("MAD", GlucoseMetrics::medianAbsoluteDeviation);
        METRICS.put("GRADE", GlucoseMetrics::grade);
        METRICS.put("hyper_index", GlucoseMetrics::hyperglycaemiaIndex);
        METRICS.put("hypo_index", GlucoseMetrics::hypoglycaemiaIndex);
        METRICS.put("IGC", GlucoseMetrics::indexOfGlycaemicControl);
        METRICS.put("ADRR", GlucoseMetrics::averageDailyRiskRange);
        METRICS.put("CONGA", GlucoseMetrics::conga24);
        METRICS.put("MODD", GlucoseMetrics::meanOfDailyDifferences);
        METRICS.put("MAG", GlucoseMetrics::meanAbsoluteGlucoseChange);
        METRICS.put("sd_roc", GlucoseMetrics::standardDeviationOfRateOfChange);
    }

    private static List<String[]> rows(Path file) throws IOException {
        assumeTrue(Files.exists(file), () -> "skipped: the reference data are not here (" + file.getFileName() + ")");
        return Files.readAllLines(file).stream()
                .map(line -> line.replace("\"", "").split(","))
                .toList();
    }

    private static Map<String, GlucoseTrace> traces(Path file) throws IOException {
        Map<String, List<GlucoseTrace.Reading>> readings = new TreeMap<>();
        List<String[]> rows = rows(file);
        for (String[] row : rows.subList(1, rows.size())) {
            if (!row[2].equals("NA")) {
                readings.computeIfAbsent(row[0], none -> new ArrayList<>())
                        .add(new GlucoseTrace.Reading(
                                LocalDateTime.parse(row[1].replace(' ', 'T')), Double.parseDouble(row[2])));
            }
        }
        Map<String, GlucoseTrace> traces = new TreeMap<>();
        readings.forEach((id, list) -> traces.put(id, GlucoseTrace.of(list)));
        return traces;
    }

    @ParameterizedTest
    @CsvSource({
        "iglu/ExampleData5Subjects.csv, iglu/REF_iglu_4.3.0_JHU5_tzUTC.csv, 5",
        "shanghai_t2dm/LONG_cgm_points.csv, shanghai_t2dm/REF_iglu_4.3.0_metrics_tzUTC.csv, 67",
    })
    void everyMetricAgreesToAMillionth(String data, String reference, int expected) throws IOException {
        Map<String, GlucoseTrace> traces = traces(CGM.resolve(data));
        List<String[]> rows = rows(CGM.resolve(reference));
        assertThat(rows).hasSize(expected + 1);
        List<String> names = List.of(rows.getFirst());
        Map<String, Double> worst = new LinkedHashMap<>();
        for (String[] row : rows.subList(1, rows.size())) {
            GlucoseMetrics metrics = GlucoseMetrics.of(traces.get(row[0]));
            METRICS.forEach((name, metric) -> {
                double published = Double.parseDouble(row[names.indexOf(name)]);
                double error = Math.abs(metric.applyAsDouble(metrics) - published);
                worst.merge(name, error, Math::max);
            });
        }
        assertThat(worst).allSatisfy((name, error) -> assertThat(error).as(name).isLessThan(1e-6));
    }

    /** Two people measured the excursions of 34 stretches by hand; a program differs where a peak is a matter of judgement. */
    @Test
    void theAmplitudeOfExcursionsIsNearWhatWasMeasuredByHand() throws IOException {
        Map<String, List<String[]>> files = new TreeMap<>();
        files.put("JHU", rows(CGM.resolve("iglu/ExampleData5Subjects.csv")));
        try (BufferedReader hall = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(CGM.resolve("iglu/Hall2018_processed.csv.gz"))),
                StandardCharsets.UTF_8))) {
            files.put(
                    "Hall2018",
                    hall.lines().map(line -> line.replace("\"", "").split(",")).toList());
        }
        List<String[]> measured = rows(CGM.resolve("iglu/mage_manual_calculations_Hall_JHU.csv"));
        List<Double> errors = new ArrayList<>();
        for (String[] stretch : measured.subList(1, measured.size())) {
            List<GlucoseTrace.Reading> readings = new ArrayList<>();
            for (String[] row :
                    files.get(stretch[1]).subList(Integer.parseInt(stretch[3]), Integer.parseInt(stretch[4]) + 1)) {
                if (!row[2].equals("NA")) {
                    readings.add(new GlucoseTrace.Reading(
                            LocalDateTime.parse(row[1].replace(' ', 'T')), Double.parseDouble(row[2])));
                }
            }
            double byHand = Double.parseDouble(stretch[5]);
            errors.add(Math.abs(GlucoseMetrics.of(GlucoseTrace.of(readings)).meanAmplitudeOfExcursions() - byHand)
                    / byHand);
        }
        errors.sort(null);
        assertThat(errors).hasSize(34);
        assertThat((errors.get(16) + errors.get(17)) / 2)
                .as("median relative error")
                .isLessThan(0.08);
        assertThat(errors.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
                .as("mean relative error")
                .isLessThan(0.12);
    }
}
