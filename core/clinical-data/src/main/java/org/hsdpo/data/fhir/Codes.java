package org.hsdpo.data.fhir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hsdpo.clinical.wording.Counted;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.UnmappedCode;

/** Code systems by their canonical addresses, and a tally of codes that mean nothing to HSDPO. */
final class Codes {
    static final String LOINC = "http://loinc.org";
    static final String SNOMED = "http://snomed.info/sct";
    static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
    static final String ATC = "http://www.whocc.no/atc";
    static final String ICD10_PREFIX = "http://hl7.org/fhir/sid/icd-10";

    private static final int LISTED = 40;

    private record Named(String system, String code) {}

    private final Map<String, Integer> unmapped = new TreeMap<>();
    private final Map<Named, Integer> bySystem = new LinkedHashMap<>();

    static List<String> of(CodeableConcept concept, String system) {
        return concept.getCoding().stream()
                .filter(coding -> system.equals(coding.getSystem()) && coding.hasCode())
                .map(Coding::getCode)
                .toList();
    }

    /** ICD-10 codes of any national edition. */
    static List<String> icd10(CodeableConcept concept) {
        return concept.getCoding().stream()
                .filter(coding -> coding.hasSystem() && coding.getSystem().startsWith(ICD10_PREFIX) && coding.hasCode())
                .map(Coding::getCode)
                .toList();
    }

    void tally(CodeableConcept concept) {
        Optional<Coding> coding =
                concept.getCoding().stream().filter(Coding::hasCode).findFirst();
        unmapped.merge(coding.map(Coding::getCode).orElse("without a code"), 1, Integer::sum);
        bySystem.merge(
                new Named(
                        coding.filter(Coding::hasSystem).map(Coding::getSystem).orElse(""),
                        coding.map(Coding::getCode).orElse("")),
                1,
                Integer::sum);
    }

    /** Hands the codes on, each with its system and how often it stood. */
    void addTo(ClinicalFacts.Collector facts, UnmappedCode.Kind kind) {
        bySystem.forEach((named, entries) -> facts.add(new UnmappedCode(kind, named.system(), named.code(), entries)));
    }

    boolean isEmpty() {
        return unmapped.isEmpty();
    }

    /** For an issue: {@code 38 codes in 412 entries: 2069-3 (10×), …}. */
    @Override
    public String toString() {
        int entries = unmapped.values().stream().mapToInt(Integer::intValue).sum();
        String list = unmapped.entrySet().stream()
                .limit(LISTED)
                .map(entry -> entry.getKey() + " (" + entry.getValue() + "×)")
                .collect(Collectors.joining(", "));
        return Counted.of(unmapped.size(), "code") + " in " + Counted.of(entries, "entry", "entries") + ": " + list
                + (unmapped.size() > LISTED ? ", …" : "");
    }
}
