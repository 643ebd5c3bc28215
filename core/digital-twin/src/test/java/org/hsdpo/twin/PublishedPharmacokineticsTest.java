package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.twin.DrugPharmacokinetics.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The drugs' concentrations against what was published, from {@code published-pharmacokinetics.csv}; leaves the table of
 * docs/digital-twin.md in {@code target/pharmacokinetics.md}. Tolerances are in % of the published figure; {@code set} marks
 * figures the models were set to, {@code agrees=no} those that are known to lie outside.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PublishedPharmacokineticsTest {
    /** International units of insulin: 6 nmol each (WHO standard of human insulin). */
    private static final double PMOL_PER_MICROUNIT_PER_ML = 6;

    private final List<String> table = new ArrayList<>();

    static List<CSVRecord> published() {
        try (InputStreamReader file = new InputStreamReader(
                PublishedPharmacokineticsTest.class.getResourceAsStream("published-pharmacokinetics.csv"),
                StandardCharsets.UTF_8)) {
            return CSVFormat.DEFAULT
                    .builder()
                    .setDelimiter(';')
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(file)
                    .getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void comesOutAsPublished(CSVRecord row) {
        double expected = Double.parseDouble(row.get("published"));
        double found = value(row) * unit(row);
        double error = 100 * (found / expected - 1);
        boolean agrees = Math.abs(error) <= Double.parseDouble(row.get("tolerance"));
        table.add(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %+.0f %% | %s | %s |",
                Drug.valueOf(row.get("drug")).id(),
                describe(row),
                row.get("published"),
                new BigDecimal(found).round(new MathContext(3)).toPlainString(),
                row.get("unit"),
                error,
                row.get("used").equals("set") ? "set" : agrees ? "yes" : "no",
                row.get("source")));
        assertThat(agrees)
                .as("%s: published %s, model %.4g (%+.1f %%)", row.toMap(), expected, found, error)
                .isEqualTo(row.get("agrees").equals("yes"));
    }

    private static String describe(CSVRecord row) {
        StringBuilder text = new StringBuilder(row.get("measure").replace('-', ' '));
        if (!row.get("amount").isEmpty()) {
            text.append(' ').append(row.get("amount")).append(row.get("drug").endsWith("GLARGINE") ? " U" : " mg");
        }
        if (!row.get("interval").isEmpty()) {
            text.append("/").append(row.get("interval")).append(" h");
        }
        if (!row.get("against").isEmpty()) {
            String here = row.get("against").startsWith("egfr")
                    ? "eGFR " + row.get("egfr")
                    : row.get("against").startsWith("weight") ? "weight " + row.get("weight") : row.get("phenotype");
            text.append(", ")
                    .append(here)
                    .append(" to ")
                    .append(row.get("against").replace("egfr", "eGFR"));
        }
        return text.toString();
    }

    private static double unit(CSVRecord row) {
        Drug drug = Drug.valueOf(row.get("drug"));
        if (row.get("unit").startsWith("nmol/L")) {
            return 1000 / TwinKnowledge.shipped().drug(drug).pharmacokinetics().molarMass();
        }
        return row.get("unit").startsWith("pmol/L") ? PMOL_PER_MICROUNIT_PER_ML : 1;
    }

    private static double value(CSVRecord row) {
        DrugPharmacokinetics drug = of(row, row.get("weight"), row.get("egfr"), row.get("phenotype"));
        double amount = number(row, "amount");
        double interval = number(row, "interval");
        return switch (row.get("measure")) {
            case "peak-single" -> drug.single(amount, 48).peak();
            case "peak-hour-single" -> drug.single(amount, 24).peakHour();
            case "area-30-single" -> drug.single(amount, 30).area();
            case "peak-steady" -> drug.steady(amount, interval).peak();
            case "peak-hour-steady" -> drug.steady(amount, interval).peakHour();
            case "trough-steady" -> drug.steady(amount, interval).trough();
            case "area-steady" -> drug.steady(amount, interval).area();
            case "mean-steady" -> drug.steady(amount, interval).area() / interval;
            case "half-area-hour" -> halfArea(drug.steady(amount, interval));
            case "half-life" -> drug.halfLife();
            case "metabolite-half-life" -> drug.metaboliteHalfLife().orElseThrow();
            case "accumulation" ->
                drug.steady(amount, interval).area()
                        / drug.single(amount, interval).area();
            case "metabolite-accumulation" ->
                drug.steady(amount, interval).metaboliteArea()
                        / drug.single(amount, interval).metaboliteArea();
            case "drug-share" -> {
                ConcentrationCurve curve = drug.steady(amount, interval);
                yield curve.area() / (curve.area() + curve.metaboliteArea());
            }
            case "area-ratio" ->
                drug.steady(amount, interval).area()
                        / against(row).steady(amount, interval).area();
            case "metabolite-area-ratio" ->
                drug.steady(amount, interval).metaboliteArea()
                        / against(row).steady(amount, interval).metaboliteArea();
            case "peak-ratio" ->
                drug.single(amount, 48).peak() / against(row).single(amount, 48).peak();
            case "course-share" -> {
                ConcentrationCurve course = drug.course(new TreeMap<>(Map.of(0, amount)), 5);
                ConcentrationCurve before = drug.course(new TreeMap<>(Map.of(0, amount)), 4);
                yield (course.area() - before.area())
                        / drug.steady(amount, interval).area();
            }
            default -> throw new IllegalArgumentException(row.get("measure"));
        };
    }

    private static double halfArea(ConcentrationCurve curve) {
        double sum = 0;
        for (int i = 1; i < curve.hours().length; i++) {
            sum += (curve.hours()[i] - curve.hours()[i - 1]) * (curve.drug()[i] + curve.drug()[i - 1]) / 2;
            if (sum > curve.area() / 2) {
                return curve.hours()[i];
            }
        }
        throw new AssertionError("unreachable");
    }

    private static DrugPharmacokinetics against(CSVRecord row) {
        String against = row.get("against");
        if (against.startsWith("egfr ")) {
            return of(row, row.get("weight"), against.substring(5), row.get("phenotype"));
        }
        if (against.startsWith("weight ")) {
            return of(row, against.substring(7), row.get("egfr"), row.get("phenotype"));
        }
        return of(row, row.get("weight"), row.get("egfr"), against);
    }

    private static DrugPharmacokinetics of(CSVRecord row, String weight, String egfr, String phenotype) {
        Drug drug = Drug.valueOf(row.get("drug"));
        Map<String, String> phenotypes = phenotype.isEmpty()
                ? Map.of()
                : Map.of(TwinKnowledge.shipped().drug(drug).gene(), phenotype);
        return DrugPharmacokinetics.of(
                drug, new Person(Double.parseDouble(weight), Double.parseDouble(egfr), phenotypes, 1));
    }

    private static double number(CSVRecord row, String column) {
        return row.get(column).isEmpty() ? Double.NaN : Double.parseDouble(row.get(column));
    }

    @AfterAll
    void leaveTheTable() throws IOException {
        Files.write(Path.of("target/pharmacokinetics.md"), table);
        assertThat(Files.readAllLines(Path.of("../../docs/digital-twin.md"))).containsAll(table);
    }

    @Test
    void everyDrugIsCheckedAgainstFiguresItWasNotSetTo() {
        Map<Drug, Integer> checks = new EnumMap<>(Drug.class);
        for (CSVRecord row : published()) {
            if (row.get("used").equals("check")) {
                checks.merge(Drug.valueOf(row.get("drug")), 1, Integer::sum);
            }
        }
        assertThat(checks).hasSize(Drug.COUNT).allSatisfy((drug, count) -> assertThat(count)
                .isGreaterThanOrEqualTo(3));
    }

    @ParameterizedTest
    @EnumSource(Drug.class)
    void theWeeklyModelFollowsTheMeanOfTheCurve(Drug drug) {
        TwinCohort cohort =
                TwinCohort.personalised(TwinInputsBuilder.someone().egfr(55).build(), 20, 3);
        for (int twin = 0; twin < cohort.size(); twin++) {
            DrugPharmacokinetics kinetics = DrugPharmacokinetics.of(cohort, twin, drug);
            double weekly = cohort.model.concentration(
                    drug.ordinal(),
                    10,
                    cohort.clearance(twin, drug),
                    cohort.currentWeight[twin],
                    cohort.currentEgfr[twin]);
            assertThat(kinetics.meanConcentration(10)).isCloseTo(weekly, within(1e-9 * weekly));
            assertThat(kinetics.steady(10).meanActive()).isCloseTo(weekly, within(2e-3 * weekly));
        }
    }
}
