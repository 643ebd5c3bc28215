package org.hsdpo.data.hl7;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** Coded elements (CE, CWE, CNE) with their alternate codings, as FHIR concepts; a site's own codes with what they mean. */
final class CodedElements {
    /** First components of the code, its alternate and its second alternate. */
    private static final List<Integer> TRIPLES = List.of(1, 4, 10);

    private static final int ORIGINAL_TEXT = 9;

    private static final String LOINC = "http://loinc.org";
    private static final String ICD10 = "http://hl7.org/fhir/sid/icd-10";

    private final SiteCodes site;

    CodedElements(SiteCodes site) {
        this.site = site;
    }

    /** What was measured. */
    CodeableConcept measurement(Segment segment, int field) {
        return concept(segment, field, 0, "", (system, code) -> site.loinc(system, code)
                .map(loinc -> new Coding(LOINC, loinc, null)));
    }

    /**
     * A diagnosis or problem.
     *
     * @param defaultSystem name of the coding system where the element itself names none
     */
    CodeableConcept condition(Segment segment, int field, int repetition, String defaultSystem) {
        return concept(segment, field, repetition, defaultSystem, (system, code) -> site.icd10(system, code)
                .map(icd10 -> new Coding(ICD10, icd10, null)));
    }

    /** A drug; its name is the original text, else the display of a coding. A site's own code gives the name. */
    CodeableConcept product(Segment segment, int field) {
        CodeableConcept concept = concept(segment, field, 0, "", (system, code) -> Optional.empty());
        for (int first : TRIPLES) {
            site.product(segment.text(field, 0, first + 2), segment.text(field, 0, first))
                    .ifPresent(concept::setText);
        }
        return concept;
    }

    CodeableConcept substance(Segment segment, int field) {
        CodeableConcept concept = concept(segment, field, 0, "", (system, code) -> Optional.empty());
        if (!concept.hasText()) {
            concept.setText(name(segment, field));
        }
        return concept;
    }

    /** A name for people: the text of the first or alternate coding; a code that names no system is a name itself. */
    private static String name(Segment segment, int field) {
        for (int first : TRIPLES) {
            String text = segment.text(field, 0, first + 1);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return segment.text(field, 0, 3).isEmpty() ? segment.text(field) : null;
    }

    private static CodeableConcept concept(
            Segment segment,
            int field,
            int repetition,
            String defaultSystem,
            BiFunction<String, String, Optional<Coding>> meaning) {
        CodeableConcept concept = new CodeableConcept();
        for (int first : TRIPLES) {
            String code = segment.text(field, repetition, first);
            String text = segment.text(field, repetition, first + 1);
            String stated = segment.text(field, repetition, first + 2);
            String system = stated.isEmpty() && first == 1 ? defaultSystem : stated;
            if (!code.isEmpty()) {
                Coding coding = new Coding().setCode(code);
                if (!system.isEmpty()) {
                    coding.setSystem(Hl7Tables.shipped().codeSystem(system));
                }
                concept.addCoding(text.isEmpty() ? coding : coding.setDisplay(text));
                meaning.apply(system, code).ifPresent(concept::addCoding);
            } else if (!text.isEmpty() && !concept.hasText()) {
                concept.setText(text);
            }
        }
        String original = segment.text(field, repetition, ORIGINAL_TEXT);
        return original.isEmpty() ? concept : concept.setText(original);
    }
}
