package org.hsdpo.cli.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Files of made-up patients as a bulk export gives them: one a resource type, the resources of a patient far apart. About 30 kB
 * and 44 resources a patient, the size of what Synthea writes; one value in a thousand is impossible.
 */
public final class BulkFiles {
    private static final int OBSERVATIONS = 36;
    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);

    private static final String[][] MEASURED = {
        {"4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood", "%", "5.5", "11"},
        {"2339-0", "Glucose [Mass/volume] in Blood", "mg/dL", "70", "250"},
        {"38483-4", "Creatinine [Mass/volume] in Blood", "mg/dL", "0.5", "2.5"},
        {"29463-7", "Body weight", "kg", "55", "120"},
        {"2085-9", "Cholesterol in HDL [Mass/volume] in Serum or Plasma", "mg/dL", "30", "80"},
        {"6298-4", "Potassium [Moles/volume] in Blood", "mmol/L", "3.5", "5.2"}
    };
    private static final String[] CONDITIONS = {"44054006", "59621000", "55822004", "431855005"};

    private BulkFiles() {}

    /** Writes the files of some patients; the same seed gives the same files. */
    public static void write(Path folder, int patients, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (BufferedWriter out = open(folder, "Patient")) {
            for (int patient = 0; patient < patients; patient++) {
                out.write(patient(patient));
            }
        }
        try (BufferedWriter out = open(folder, "Medication")) {
            out.write("{\"resourceType\":\"Medication\",\"id\":\"met-500\",\"code\":{\"coding\":[{\"system\":"
                    + "\"http://www.nlm.nih.gov/research/umls/rxnorm\",\"code\":\"861007\"}],\"text\":"
                    + "\"metformin hydrochloride 500 MG Oral Tablet\"}}\n");
        }
        try (BufferedWriter out = open(folder, "MedicationRequest")) {
            for (int patient = 0; patient < patients; patient++) {
                out.write(request(patient, random));
            }
        }
        try (BufferedWriter out = open(folder, "Condition")) {
            for (int condition = 0; condition < CONDITIONS.length; condition++) {
                for (int patient = 0; patient < patients; patient++) {
                    out.write(condition(patient, condition, random));
                }
            }
        }
        try (BufferedWriter out = open(folder, "Encounter")) {
            for (int patient = 0; patient < patients; patient++) {
                out.write("{\"resourceType\":\"Encounter\",\"id\":\"" + id("enc", patient, 0)
                        + "\",\"status\":\"finished\",\"subject\":{\"reference\":\"Patient/" + name(patient)
                        + "\"}}\n");
            }
        }
        try (BufferedWriter out = open(folder, "Observation")) {
            for (int observation = 0; observation < OBSERVATIONS; observation++) {
                for (int patient = 0; patient < patients; patient++) {
                    out.write(observation(patient, observation, random));
                }
            }
        }
    }

    private static BufferedWriter open(Path folder, String type) throws IOException {
        return Files.newBufferedWriter(folder.resolve(type + ".ndjson"), StandardCharsets.UTF_8);
    }

    private static String name(int patient) {
        return "bulk-%08d".formatted(patient);
    }

    private static String id(String kind, int patient, int number) {
        return "%s-%08d-%04d".formatted(kind, patient, number);
    }

    private static String patient(int patient) {
        return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"gender\":\"%s\",\"birthDate\":\"%d-05-%02d\"}%n"
                .formatted(name(patient), patient % 2 == 0 ? "female" : "male", 1940 + patient % 40, 1 + patient % 28);
    }

    private static String head(String type, String kind, int patient, int number) {
        return "{\"resourceType\":\"%s\",\"id\":\"%s\",\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"2026-10-01T08:00:00Z\"},"
                        .formatted(type, id(kind, patient, number))
                + "\"subject\":{\"reference\":\"Patient/" + name(patient)
                + "\"},\"encounter\":{\"reference\":\"Encounter/"
                + id("enc", patient, 0) + "\"},";
    }

    private static String request(int patient, SplittableRandom random) {
        return head("MedicationRequest", "req", patient, 0)
                + "\"status\":\"active\",\"intent\":\"order\",\"medicationReference\":{\"reference\":\"Medication/met-500\"},"
                + "\"authoredOn\":\"" + FIRST.plusDays(random.nextInt(2000)) + "\",\"dosageInstruction\":[{\"timing\":"
                + "{\"repeat\":{\"frequency\":2,\"period\":1,\"periodUnit\":\"d\"}},\"doseAndRate\":[{\"doseQuantity\":"
                + "{\"value\":1,\"unit\":\"tablet\"}}]}]}\n";
    }

    private static String condition(int patient, int number, SplittableRandom random) {
        return head("Condition", "con", patient, number)
                + "\"clinicalStatus\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/condition-clinical\","
                + "\"code\":\"active\"}]},\"verificationStatus\":{\"coding\":[{\"system\":"
                + "\"http://terminology.hl7.org/CodeSystem/condition-ver-status\",\"code\":\"confirmed\"}]},\"code\":"
                + "{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"" + CONDITIONS[number]
                + "\"}]},\"onsetDateTime\":\"" + FIRST.plusDays(random.nextInt(2000)) + "\"}\n";
    }

    private static String observation(int patient, int number, SplittableRandom random) {
        String[] measured = MEASURED[number % MEASURED.length];
        double value = random.nextDouble(Double.parseDouble(measured[3]), Double.parseDouble(measured[4]));
        boolean impossible = random.nextInt(1000) == 0;
        return head("Observation", "obs", patient, number)
                + "\"status\":\"final\",\"category\":[{\"coding\":[{\"system\":"
                + "\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":\"laboratory\",\"display\":"
                + "\"Laboratory\"}]}],\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"" + measured[0]
                + "\",\"display\":\"" + measured[1] + "\"}],\"text\":\"" + measured[1] + "\"},\"effectiveDateTime\":\""
                + FIRST.plusDays(60L * number + random.nextInt(50)) + "T0" + random.nextInt(1, 9)
                + ":30:00+01:00\",\"issued\":\"2026-10-01T08:00:00.000+01:00\",\"valueQuantity\":{\"value\":"
                + String.format(Locale.ROOT, "%.1f", impossible ? 100 * value + 5000 : value)
                + ",\"unit\":\"" + measured[2] + "\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"" + measured[2]
                + "\"}}\n";
    }
}
