package org.hsdpo.data.fhir;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hsdpo.clinical.wording.Counted;

/** Code systems by their canonical addresses, and a tally of codes that mean nothing to HSDPO. */
final class Codes {
    static final String LOINC = "http://loinc.org";
    static final String SNOMED = "http://snomed.info/sct";
    static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
    static final String ATC = "http://www.whocc.no/atc";
    static final String ICD10_PREFIX = "http://hl7.org/fhir/sid/icd-10";

    private static final int LISTED = 40;

    private final Map<String, Integer> unmapped = new TreeMap<>();

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
        String code = concept.getCoding().stream()
                .filter(Coding::hasCode)
                .map(coding -> coding.getCode())
                .findFirst()
                .orElse("without a code");
        unmapped.merge(code, 1, Integer::sum);
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
