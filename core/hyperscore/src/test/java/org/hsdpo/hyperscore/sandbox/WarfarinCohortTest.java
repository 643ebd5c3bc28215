package org.hsdpo.hyperscore.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** The IWPC equation on the patients it comes from: it has to miss their doses by as much as the consortium's own does. */
class WarfarinCohortTest {
    private static final Map<String, Double> VKORC1 = Map.of("G/G", 0.0, "A/G", 1.0, "A/A", 2.0);
    private static final Map<String, Double> CYP2C9 =
            Map.of("*1/*1", 0.0, "*1/*2", 1.0, "*1/*3", 2.0, "*2/*2", 3.0, "*2/*3", 4.0, "*3/*3", 5.0);
    private static final Map<String, Double> RACE =
            Map.of("White", 0.0, "Asian", 1.0, "Black or African American", 2.0, "Unknown", 3.0);
    private static final List<String> NEEDED =
            List.of("Age", "Height (cm)", "Weight (kg)", "Therapeutic Dose of Warfarin");

    @Test
    void theEquationPlacesAsManyPatientsNearTheirDoseAsPublished() throws IOException {
        List<double[]> pairs = new ArrayList<>();
        for (CSVRecord patient : patients()) {
            if (isComplete(patient)) {
                pairs.add(new double[] {
                    FormulaSandbox.shipped().evaluate("warfarin-dose-iwpc-pharmacogenetic", inputs(patient)),
                    Double.parseDouble(patient.get("Therapeutic Dose of Warfarin"))
                });
            }
        }
        double mean = pairs.stream().mapToDouble(pair -> pair[1]).average().orElseThrow();
        double left = pairs.stream()
                .mapToDouble(pair -> Math.pow(pair[0] - pair[1], 2))
                .sum();
        double total =
                pairs.stream().mapToDouble(pair -> Math.pow(pair[1] - mean, 2)).sum();
        assertThat(pairs).hasSize(2749);
        assertThat(pairs.stream()
                        .mapToDouble(pair -> Math.abs(pair[0] - pair[1]))
                        .average()
                        .orElseThrow())
                .as("mean absolute error, mg/wk")
                .isCloseTo(8.38, within(0.01));
        assertThat(1 - left / total).as("coefficient of determination").isCloseTo(0.444, within(0.001));
        assertThat(pairs.stream()
                                .filter(pair -> Math.abs(pair[0] - pair[1]) <= 0.2 * pair[1])
                                .count()
                        / (double) pairs.size())
                .as("share within 20 % of the true dose; 46 % in the consortium's paper")
                .isCloseTo(0.46, within(0.005));
    }

    private static boolean isComplete(CSVRecord patient) {
        if (!patient.get("Subject Reached Stable Dose of Warfarin").equals("1")
                || !VKORC1.containsKey(patient.get("VKORC1 -1639 consensus"))
                || !CYP2C9.containsKey(patient.get("CYP2C9 consensus"))
                || NEEDED.stream().map(patient::get).anyMatch(value -> value.isEmpty() || value.equals("NA"))) {
            return false;
        }
        // Outside the ranges that the formula accepts.
        double height = Double.parseDouble(patient.get("Height (cm)"));
        double weight = Double.parseDouble(patient.get("Weight (kg)"));
        return height >= 135 && height <= 230 && weight >= 35 && weight <= 250;
    }

    private static Map<String, Double> inputs(CSVRecord patient) {
        boolean inducer = Stream.of("Carbamazepine (Tegretol)", "Phenytoin (Dilantin)", "Rifampin or Rifampicin")
                .anyMatch(drug -> patient.get(drug).equals("1"));
        return Map.of(
                "decades", (double) Character.getNumericValue(patient.get("Age").charAt(0)),
                "height", Double.parseDouble(patient.get("Height (cm)")),
                "weight", Double.parseDouble(patient.get("Weight (kg)")),
                "vkorc1", VKORC1.get(patient.get("VKORC1 -1639 consensus")),
                "cyp2c9", CYP2C9.get(patient.get("CYP2C9 consensus")),
                "race", RACE.get(patient.get("Race")),
                "inducer", inducer ? 1.0 : 0.0,
                "amiodarone", patient.get("Amiodarone (Cordarone)").equals("1") ? 1.0 : 0.0);
    }

    private static List<CSVRecord> patients() throws IOException {
        String shared = System.getProperty("hsdpo.shared.data");
        assumeTrue(shared != null, "hsdpo.shared.data is not set");
        Path file = Path.of(shared, "warfarin", "iwpc_dev.csv");
        assumeTrue(Files.exists(file), "the IWPC cohort is not there");
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .setAllowMissingColumnNames(true)
                    .get()
                    .parse(reader)
                    .getRecords();
        }
    }
}
