package org.hsdpo.hyperscore.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.XZInputStream;

/** The synthetic population against the survey it was tabulated from; skipped where the survey is not there. */
class NhanesMarginsTest {
    private static final List<String> CYCLES = List.of("G", "H", "I");
    private static Path folder;

    @BeforeAll
    static void find() {
        String shared = System.getProperty("hsdpo.shared.data");
        assumeTrue(shared != null, "hsdpo.shared.data is not set");
        folder = Path.of(shared, "nhanes", "csv");
        assumeTrue(Files.isDirectory(folder), "no NHANES tables in " + folder.getFileName());
    }

    @Test
    void quantilesOfAgeHba1cAndBodyMassIndexAreThoseOfAdultsWithDiagnosedDiabetes() throws IOException {
        List<double[]> people = new ArrayList<>();
        for (String cycle : CYCLES) {
            Map<String, Double> age = column("DEMO", cycle, "RIDAGEYR");
            Map<String, Double> diagnosed = column("DIQ", cycle, "DIQ010");
            Map<String, Double> hba1c = column("GHB", cycle, "LBXGH");
            Map<String, Double> bodyMassIndex = column("BMX", cycle, "BMXBMI");
            for (String id : diagnosed.keySet()) {
                if (diagnosed.get(id) == 1
                        && age.getOrDefault(id, 0.0) >= 20
                        && hba1c.containsKey(id)
                        && bodyMassIndex.containsKey(id)) {
                    people.add(new double[] {age.get(id), hba1c.get(id), bodyMassIndex.get(id)});
                }
            }
        }
        assertThat(people).hasSizeGreaterThan(1_900);
        List<ReferencePatient> synthetic = ReferencePopulation.shipped().patients(5_000, 11);
        agree(people, 0, synthetic, ReferencePatient::age, 2.5);
        agree(people, 1, synthetic, ReferencePatient::hba1c, 0.35);
        agree(people, 2, synthetic, ReferencePatient::bodyMassIndex, 1.2);
    }

    private static void agree(
            List<double[]> people,
            int column,
            List<ReferencePatient> synthetic,
            ToDoubleFunction<ReferencePatient> feature,
            double tolerance) {
        double[] real = people.stream().mapToDouble(row -> row[column]).sorted().toArray();
        double[] made = synthetic.stream().mapToDouble(feature).sorted().toArray();
        for (double share : new double[] {0.1, 0.25, 0.5, 0.75, 0.9}) {
            assertThat(made[(int) (share * made.length)])
                    .as("quantile %.2f of feature %d", share, column)
                    .isCloseTo(real[(int) (share * real.length)], within(tolerance));
        }
    }

    private static Map<String, Double> column(String table, String cycle, String name) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new XZInputStream(Files.newInputStream(folder.resolve(table + "_" + cycle + ".csv.xz"))),
                StandardCharsets.ISO_8859_1))) {
            List<String> header = cells(reader.readLine());
            int id = header.indexOf("SEQN");
            int column = header.indexOf(name);
            Map<String, Double> values = new HashMap<>();
            String line;
            while ((line = reader.readLine()) != null) {
                List<String> cells = cells(line);
                if (!cells.get(column).equals("NA") && !cells.get(column).isEmpty()) {
                    values.put(cells.get(id), Double.valueOf(cells.get(column)));
                }
            }
            return values;
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1))
                .map(cell -> cell.replace("\"", ""))
                .toList();
    }
}
