package org.hsdpo.data.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.SharedData;
import org.hsdpo.data.state.PatientStateAssembler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The 22 public Synthea bundles: what is read agrees with what the files say. */
class SyntheaBundlesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Path, ClinicalFacts> READ = new HashMap<>();
    private static final Map<Path, JsonNode> PARSED = new HashMap<>();
    private static final FhirBundleReader READER = new FhirBundleReader();

    static Stream<Path> bundles() {
        List<Path> files = SharedData.files(SharedData.folder("fhir/synthea_r4"), "*.json.gz");
        assertThat(files).hasSize(22);
        return files.stream();
    }

    private static ClinicalFacts read(Path file) {
        return READ.computeIfAbsent(file, bundle -> READER.read(SharedData.bytes(bundle), new Receipt("bundle", NOW)));
    }

    private static List<JsonNode> resources(Path file, String type) throws IOException {
        JsonNode bundle = PARSED.get(file);
        if (bundle == null) {
            bundle = JSON.readTree(SharedData.bytes(file));
            PARSED.put(file, bundle);
        }
        JsonNode entries = bundle.path("entry");
        return Stream.iterate(0, i -> i + 1)
                .limit(entries.size())
                .map(i -> entries.get(i).path("resource"))
                .filter(resource -> resource.path("resourceType").asText().equals(type))
                .toList();
    }

    private static List<JsonNode> observations(Path file, String loinc) throws IOException {
        return resources(file, "Observation").stream()
                .filter(observation -> observation
                        .path("code")
                        .path("coding")
                        .get(0)
                        .path("code")
                        .asText()
                        .equals(loinc))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void takesEveryHba1cAndTheLatestIsTheFilesOwn(Path file) throws IOException {
        List<JsonNode> inFile = observations(file, "4548-4");
        List<Observation> read = read(file).observations().stream()
                .filter(observation -> observation.measurement() == Measurement.HBA1C)
                .toList();
        assertThat(read).hasSameSizeAs(inFile);
        inFile.stream().max((a, b) -> time(a).compareTo(time(b))).ifPresent(newest -> assertThat(read)
                .filteredOn(observation -> observation.time().equals(time(newest)))
                .first()
                .satisfies(observation -> assertThat(observation.value().value())
                        .isEqualTo(newest.path("valueQuantity").path("value").asDouble())));
    }

    private static Instant time(JsonNode observation) {
        return OffsetDateTime.parse(observation.path("effectiveDateTime").asText())
                .toInstant();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void takesBothPartsOfEveryBloodPressure(Path file) throws IOException {
        int pressures = observations(file, "55284-4").size();
        ClinicalFacts facts = read(file);
        assertThat(facts.observations())
                .filteredOn(observation -> observation.measurement() == Measurement.SYSTOLIC_PRESSURE)
                .hasSize(pressures);
        assertThat(facts.observations())
                .filteredOn(observation -> observation.measurement() == Measurement.DIASTOLIC_PRESSURE)
                .hasSize(pressures);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void takesDemographicsAndTheProblemList(Path file) throws IOException {
        JsonNode patient = resources(file, "Patient").getFirst();
        ClinicalFacts facts = read(file);
        assertThat(facts.birthDate().orElseThrow().value())
                .hasToString(patient.path("birthDate").asText());
        assertThat(facts.sex().orElseThrow().value())
                .isEqualTo(patient.path("gender").asText().equals("female") ? Sex.FEMALE : Sex.MALE);
        assertThat(facts.problemLists().getFirst().entries())
                .isEqualTo(resources(file, "Condition").size());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void namesEveryDrugByItsIngredientAndLeavesUnstatedDosesUnknown(Path file) throws IOException {
        List<JsonNode> requests = resources(file, "MedicationRequest");
        ClinicalFacts facts = read(file);
        assertThat(facts.medications().stream().map(MedicationRecord::asWritten).distinct())
                .containsExactlyInAnyOrderElementsOf(requests.stream()
                        .map(request -> request.path("medicationCodeableConcept")
                                .path("coding")
                                .get(0)
                                .path("display")
                                .asText())
                        .distinct()
                        .toList());
        for (MedicationRecord medication : facts.medications()) {
            assertThat(medication.ingredient())
                    .isEqualTo(medication.ingredient().toLowerCase(Locale.ROOT));
            assertThat(medication.ingredient()).doesNotContainPattern("\\d+ mg");
            boolean metformin = medication.asWritten().contains("Metformin");
            assertThat(medication.drug().filter(drug -> drug == Drug.METFORMIN).isPresent())
                    .isEqualTo(metformin);
            assertThat(medication.dose())
                    .as("Synthea states no frequency for metformin")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void assemblesAStateThatKnowsTheTypeOfDiabetes(Path file) throws IOException {
        boolean diabetic = resources(file, "Condition").stream().anyMatch(condition -> condition
                .path("code")
                .path("coding")
                .get(0)
                .path("code")
                .asText()
                .equals("44054006"));
        PatientState state = new PatientStateAssembler().assemble("p", NOW, List.of(read(file)));
        assertThat(state.has(ConditionConcept.TYPE_2_DIABETES)).isEqualTo(diabetic ? Truth.TRUE : Truth.FALSE);
        assertThat(state.latest(Measurement.DIABETES_DURATION).isPresent()).isEqualTo(diabetic);
    }

    @Test
    void readsTheProductNamesOfAllBundles() {
        TreeSet<String> ingredients = new TreeSet<>();
        bundles().forEach(file -> read(file).medications().forEach(drug -> ingredients.add(drug.ingredient())));
        assertThat(ingredients)
                .contains(
                        "metformin",
                        "insulin premixed",
                        "warfarin",
                        "clopidogrel",
                        "furosemide",
                        "metoprolol",
                        "acetaminophen",
                        "oxycodone",
                        "hydrochlorothiazide",
                        "vitamin b 12",
                        "colchicine",
                        "ferrous sulfate",
                        "nuvaring");
    }
}
