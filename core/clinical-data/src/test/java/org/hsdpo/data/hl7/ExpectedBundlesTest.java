package org.hsdpo.data.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.SharedData;
import org.hsdpo.data.fhir.FhirBundleReader;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A message and the FHIR bundle that another converter (Microsoft FHIR Converter, see SOURCES.md of the reference data) makes
 * of it say the same to HSDPO: every field it uses is compared, and every difference is listed here with its reason.
 */
class ExpectedBundlesTest {
    private static final Receipt RECEIPT = new Receipt("record", Instant.parse("2026-11-01T00:00:00Z"));

    /** Part of the facts that differs, by message, with the reason. */
    private static final Map<String, Map<String, String>> DIFFERENCES = Map.of(
            "ADT-A40-01",
            Map.of("record", "a merge is refused by name; the expected bundle holds no patient at all"),
            "ADT04-23",
            Map.of("record", "the Patient of the expected bundle is no valid FHIR R4: the use of its telecom is HOME"),
            "OMG-O19-01",
            Map.of(
                    "allergies",
                    "AL1-3 holds a name without a coding system; the expected bundle has it as a code without text"),
            "ORM-O01-02",
            Map.of(
                    "allergies",
                    "AL1-3 holds a name without a coding system; the expected bundle has it as a code without text"),
            "REF-I12-01",
            Map.of(
                    "allergies",
                    "AL1-3 holds a name without a coding system; the expected bundle has it as a code without text"),
            "RDE-O11-01",
            Map.of(
                    "medications",
                    "TQ1-7 and TQ1-8 say when the drug is given; the expected bundle has only when the order was entered"),
            "RDE-O25-01",
            Map.of(
                    "medications",
                    "TQ1-7 and TQ1-8 say when the drug is given; the expected bundle has only when the order was entered"),
            "RDS-O13-01",
            Map.of(
                    "medications",
                    "RXO and RXE are one order of one drug, which counts once; the expected bundle has two"));

    @TestFactory
    Stream<DynamicTest> everyFieldAgrees() {
        return messages()
                .map(message -> DynamicTest.dynamicTest(message, () -> assertThat(differing(message))
                        .isEqualTo(DIFFERENCES.getOrDefault(message, Map.of()).keySet())));
    }

    @Test
    void thereAreAsManyBundlesAsThisTestWasWrittenFor() {
        assertThat(messages()).hasSize(28).containsAll(DIFFERENCES.keySet());
    }

    /** A diagnosis of a stay is no problem list: what it does not name is unknown, not absent. */
    @TestFactory
    Stream<DynamicTest> noMessageMakesAProblemList() {
        return messages()
                .filter(message -> !message.equals("ADT-A40-01"))
                .map(message -> DynamicTest.dynamicTest(
                        message,
                        () -> assertThat(ofMessage(message).problemLists()).isEmpty()));
    }

    private static Stream<String> messages() {
        return SharedData.files(SharedData.folder("hl7v2").resolve("expected_fhir"), "*-expected.json.gz").stream()
                .map(file -> file.getFileName().toString().replace("-expected.json.gz", ""));
    }

    private static Set<String> differing(String message) {
        Optional<ClinicalFacts> expected = read(() -> new FhirBundleReader()
                .read(
                        SharedData.bytes(folder().resolve("expected_fhir").resolve(message + "-expected.json.gz")),
                        RECEIPT));
        Optional<ClinicalFacts> actual = read(() -> ofMessage(message));
        if (expected.isEmpty() || actual.isEmpty()) {
            return Set.of("record");
        }
        Map<String, Object> wanted = parts(expected.get());
        Map<String, Object> found = parts(actual.get());
        Set<String> differing = new TreeSet<>();
        wanted.forEach((part, value) -> {
            if (!value.equals(found.get(part))) {
                differing.add(part);
            }
        });
        return differing;
    }

    private static Path folder() {
        return SharedData.folder("hl7v2");
    }

    private static ClinicalFacts ofMessage(String message) {
        return new Hl7Reader(Optional.empty(), SiteCodes.none())
                .read(SharedData.bytes(folder().resolve(message + ".hl7")), RECEIPT);
    }

    private static Optional<ClinicalFacts> read(java.util.function.Supplier<ClinicalFacts> reader) {
        try {
            return Optional.of(reader.get());
        } catch (InvalidInputException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> parts(ClinicalFacts facts) {
        Map<String, Object> parts = new TreeMap<>();
        parts.put("sex", facts.sex().map(sex -> sex.value().name()).orElse("unknown"));
        parts.put(
                "birth date",
                facts.birthDate().map(date -> date.value().toString()).orElse("unknown"));
        parts.put("death", facts.issues().stream().anyMatch(issue -> issue.message()
                .contains("has died")));
        parts.put(
                "observations",
                sorted(facts.observations().stream()
                        .map(observation -> List.of(
                                observation.measurement(),
                                observation.value(),
                                observation.bound(),
                                observation.time(),
                                observation.improbable()))));
        parts.put(
                "conditions",
                sorted(facts.conditions().stream()
                        .map(condition -> List.of(
                                condition.concept(),
                                condition.status(),
                                condition.onset(),
                                condition.provenance().confidence()))));
        parts.put(
                "medications",
                sorted(facts.medications().stream()
                        .map(medication -> List.of(
                                medication.drug(),
                                medication.ingredient(),
                                medication.rxnorm(),
                                medication.dose(),
                                medication.productStrength(),
                                medication.status(),
                                medication.start(),
                                medication.end()))));
        parts.put("allergies", sorted(facts.allergies().stream().map(allergy -> allergy.substance())));
        parts.put("notes", sorted(facts.notes().stream().map(note -> List.of(note.text(), note.time()))));
        parts.put(
                "measurements left out",
                sorted(facts.issues().stream()
                        .map(issue -> issue.message())
                        .filter(text -> text.contains("was not taken: its status"))));
        return parts;
    }

    private static List<String> sorted(Stream<?> values) {
        return values.map(Object::toString).sorted().toList();
    }
}
