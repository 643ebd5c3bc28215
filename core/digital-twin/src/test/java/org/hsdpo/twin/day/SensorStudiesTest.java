package org.hsdpo.twin.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.glucose.GlucoseMetrics;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.TwinBatch;
import org.junit.jupiter.api.Test;

/** Traces against published sensor studies and real traces; leaves both tables in {@code target}. */
class SensorStudiesTest {
    private static final int TWINS = 128;
    private static final int DAYS = 10;

    enum Measure {
        MEAN,
        CV_MEDIAN,
        CV_WITHIN_DAY,
        CV_ABOVE_36,
        DAWN_MEDIAN,
        TIME_IN_RANGE,
        ABOVE_180,
        ABOVE_180_MEDIAN,
        ABOVE_250_MEDIAN,
        BELOW_70,
        BELOW_70_MEDIAN,
        BELOW_54,
        MAGE
    }

    record Figure(Measure measure, double published, double tolerance, String use) {}

    record Study(
            String study,
            String source,
            String assumed,
            double hba1c,
            double sd,
            Map<Drug, Double> doses,
            List<Figure> figures) {}

    private record Compared(Study study, Figure figure, double simulated) {
        boolean isWithin() {
            return Math.abs(simulated - figure.published()) <= figure.tolerance();
        }
    }

    @Test
    void tracesMeetWhatTheyWereCalibratedOnAndMostOfTheRest() throws IOException {
        List<Study> studies = KnowledgeFile.resource(SensorStudiesTest.class, "sensor-studies.yaml")
                .as(new TypeReference<List<Study>>() {});
        List<Compared> all = new ArrayList<>();
        for (Study study : studies) {
            Map<Measure, Double> simulated =
                    simulate(Regimen.of(new EnumMap<>(study.doses())), study.hba1c(), study.sd());
            for (Figure figure : study.figures()) {
                all.add(new Compared(study, figure, simulated.get(figure.measure())));
            }
        }
        StringBuilder table = new StringBuilder(
                "| study | measure | published | traces | tolerance | used for | within |\n|---|---|---|---|---|---|---|\n");
        for (Compared each : all) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.1f | %.1f | %.1f | %s | %s |%n",
                    each.study().study(),
                    each.figure().measure().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    each.figure().published(),
                    each.simulated(),
                    each.figure().tolerance(),
                    each.figure().use(),
                    each.isWithin() ? "yes" : "no"));
        }
        Files.writeString(Path.of("target/sensor-studies.md"), table);
        assertThat(all.stream().filter(each -> each.figure().use().equals("calibration")))
                .hasSizeGreaterThan(1)
                .allMatch(Compared::isWithin);
        // docs/digital-twin-day.md says why; nothing may be fitted to them. One that comes to lie inside leaves this
        // list.
        assertThat(all.stream()
                        .filter(each -> each.figure().use().equals("check") && !each.isWithin())
                        .map(each -> each.study().study() + ": " + each.figure().measure()))
                .containsExactlyInAnyOrder(
                        "Monnier 2017, DPP-4 inhibitor (n = 28): CV_ABOVE_36",
                        "MOBILE at baseline, basal insulin (n = 173): TIME_IN_RANGE",
                        "MOBILE at baseline, basal insulin (n = 173): ABOVE_180_MEDIAN",
                        "sitagliptin added to metformin, week 4: MAGE");
    }

    private static Map<Measure, Double> simulate(Regimen regimen, double hba1c, double sd) {
        TwinBatch batch = new TwinBatch(EmulatorStates.population(regimen, hba1c, sd, TWINS, 21));
        GlucoseDays days = GlucoseDays.of(batch, DAYS, 4);
        List<DayFigures> figures =
                IntStream.range(0, TWINS).mapToObj(days::figures).toList();
        Map<Measure, Double> simulated = new EnumMap<>(Measure.class);
        simulated.put(Measure.MEAN, mean(figures.stream().mapToDouble(DayFigures::mean)));
        simulated.put(Measure.CV_MEDIAN, median(figures.stream().mapToDouble(DayFigures::cv)));
        simulated.put(Measure.CV_ABOVE_36, mean(figures.stream().mapToDouble(each -> each.cv() > 36 ? 100 : 0)));
        simulated.put(Measure.TIME_IN_RANGE, mean(figures.stream().mapToDouble(DayFigures::inRange)));
        simulated.put(Measure.ABOVE_180_MEDIAN, median(figures.stream().mapToDouble(DayFigures::above180)));
        simulated.put(Measure.ABOVE_250_MEDIAN, median(figures.stream().mapToDouble(DayFigures::above250)));
        simulated.put(Measure.ABOVE_180, mean(figures.stream().mapToDouble(DayFigures::above180)));
        simulated.put(Measure.BELOW_70, mean(figures.stream().mapToDouble(DayFigures::below70)));
        simulated.put(Measure.BELOW_54, mean(figures.stream().mapToDouble(DayFigures::below54)));
        simulated.put(Measure.MAGE, mean(IntStream.range(0, TWINS).mapToDouble(i -> GlucoseMetrics.of(
                        days.trace(i, LocalDate.EPOCH))
                .meanAmplitudeOfExcursions())));
        simulated.put(Measure.BELOW_70_MEDIAN, median(figures.stream().mapToDouble(DayFigures::below70)));
        List<Double> rises = new ArrayList<>();
        List<Double> withinDay = new ArrayList<>();
        for (int i = 0; i < TWINS; i++) {
            double[] plasma = days.plasmaGlucose(i);
            double[] readings = days.readings(i);
            for (int day = 0; day < DAYS; day++) {
                int midnight = day * GlucoseDays.READINGS_A_DAY;
                double nadir =
                        Arrays.stream(plasma, midnight, midnight + 72).min().orElseThrow();
                rises.add(days.fastingGlucose(i)[day] - nadir);
                withinDay.add(
                        DayFigures.of(Arrays.copyOfRange(readings, midnight, midnight + GlucoseDays.READINGS_A_DAY))
                                .cv());
            }
        }
        simulated.put(Measure.DAWN_MEDIAN, median(rises.stream().mapToDouble(Double::doubleValue)));
        simulated.put(Measure.CV_WITHIN_DAY, mean(withinDay.stream().mapToDouble(Double::doubleValue)));
        return simulated;
    }

    private static double mean(DoubleStream values) {
        return values.average().orElseThrow();
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted.length % 2 == 1
                ? sorted[sorted.length / 2]
                : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
    }

    @Test
    void realTracesOfFiveKindsOfTherapyVaryAboutAsMuch() throws IOException {
        Path folder =
                Path.of(System.getProperty("hsdpo.shared.data", "shared-data")).resolve("cgm/shanghai_t2dm");
        assumeTrue(Files.isDirectory(folder), "the Shanghai sensor traces are not beside the repository: skipped");
        Map<String, String> therapies = therapies(folder.resolve("Shanghai_T2DM_Summary_subset.xlsx"));
        Map<String, List<DayFigures>> real = new TreeMap<>();
        Map<String, List<Double>> visits = new HashMap<>();
        Files.readAllLines(folder.resolve("LONG_cgm_points.csv")).stream()
                .skip(1)
                .map(line -> line.replace("\"", "").split(","))
                .forEach(cells -> visits.computeIfAbsent(cells[0], id -> new ArrayList<>())
                        .add(Double.valueOf(cells[2])));
        visits.forEach((id, values) -> real.computeIfAbsent(therapies.get(id), kind -> new ArrayList<>())
                .add(DayFigures.of(
                        values.stream().mapToDouble(Double::doubleValue).toArray())));
        Map<String, Regimen> regimens = Map.of(
                "basal insulin",
                Regimen.of(Drug.INSULIN_GLARGINE, 20).with(Drug.METFORMIN, 1500),
                "none or sensitiser",
                Regimen.of(Drug.METFORMIN, 1500),
                "secretagogue",
                Regimen.of(Drug.GLIMEPIRIDE, 2),
                "incretin",
                Regimen.of(Drug.SITAGLIPTIN, 100).with(Drug.METFORMIN, 1500));
        StringBuilder table = new StringBuilder(
                "| therapy | visits | mean | CV real | CV traces | in range real | traces | below 70 real (median) | traces (median) |\n"
                        + "|---|---|---|---|---|---|---|---|---|\n");
        regimens.forEach((therapy, regimen) -> {
            List<DayFigures> measured = real.get(therapy);
            double mean = mean(measured.stream().mapToDouble(DayFigures::mean));
            Map<Measure, Double> simulated = simulate(regimen, (mean + 46.7) / 28.7, 0.7);
            double cv = median(measured.stream().mapToDouble(DayFigures::cv));
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.0f | %.1f | %.1f | %.0f | %.0f | %.1f | %.1f |%n",
                    therapy,
                    measured.size(),
                    mean,
                    cv,
                    simulated.get(Measure.CV_MEDIAN),
                    mean(measured.stream().mapToDouble(DayFigures::inRange)),
                    simulated.get(Measure.TIME_IN_RANGE),
                    median(measured.stream().mapToDouble(DayFigures::below70)),
                    simulated.get(Measure.BELOW_70_MEDIAN)));
            assertThat(simulated.get(Measure.CV_MEDIAN)).as(therapy).isCloseTo(cv, within(9.0));
        });
        Files.writeString(Path.of("target/sensor-shanghai.md"), table);
    }

    /** Therapy in one word by visit, from the column of glucose-lowering agents. */
    private static Map<String, String> therapies(Path workbook) throws IOException {
        Map<String, String> therapies = new HashMap<>();
        try (ZipFile zip = new ZipFile(workbook.toFile())) {
            String sheet = new String(
                    zip.getInputStream(zip.getEntry("xl/worksheets/sheet1.xml")).readAllBytes(),
                    StandardCharsets.UTF_8);
            Matcher rows = Pattern.compile("<row .*?</row>", Pattern.DOTALL).matcher(sheet);
            while (rows.find()) {
                String id = cell(rows.group(), "A");
                String agents = cell(rows.group(), "O").toLowerCase(Locale.ROOT);
                therapies.put(id, therapy(agents));
            }
        }
        return therapies;
    }

    private static String cell(String row, String column) {
        Matcher cell = Pattern.compile(
                        "<c [^>]*r=\"" + column + "[0-9]+\"[^>]*>.*?<(?:t|v)[^>]*>(.*?)</(?:t|v)>", Pattern.DOTALL)
                .matcher(row);
        return cell.find() ? cell.group(1) : "";
    }

    private static String therapy(String agents) {
        if (agents.matches("(?s).*(aspart|novolin|gansulin|glulisine).*")) {
            return "prandial or premixed insulin";
        }
        if (agents.contains("insulin")) {
            return "basal insulin";
        }
        if (agents.matches("(?s).*(gliclazide|glimepiride|repaglinide).*")) {
            return "secretagogue";
        }
        return agents.matches("(?s).*(sitagliptin|liraglutide).*") ? "incretin" : "none or sensitiser";
    }
}
